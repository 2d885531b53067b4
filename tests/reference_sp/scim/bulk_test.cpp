#include <gtest/gtest.h>

#include <optional>

#include "tests/reference_sp/scim/provider.hpp"

namespace idproctor::reference {
namespace {

class Bulk : public testing::Test {
 protected:
  void start(const std::set<std::string, std::less<>>& without = {}) { provider.emplace(without); }
  static Json post(const std::string& path, const std::string& bulk_id, const Json& data) {
    return {{"method", "POST"}, {"path", path}, {"bulkId", bulk_id}, {"data", data}};
  }
  static Json user(const std::string& bulk_id, const std::string& name) {
    return post("/Users", bulk_id, Json{{"userName", name}});
  }
  static Json group(const std::string& bulk_id, const std::string& name, const std::string& member) {
    Json members = Json::array();
    members.push_back(Json{{"value", "bulkId:" + member}});
    return post("/Groups", bulk_id, Json{{"displayName", name}, {"members", members}});
  }
  http::Response send(const std::vector<Json>& operations, const Json& more = Json::object()) {
    Json body = more;
    body["schemas"] = Json::array({"urn:ietf:params:scim:api:messages:2.0:BulkRequest"});
    body["Operations"] = operations;
    return provider->send("POST", "/Bulk", body);
  }
  // The operations' statuses, or that of the job.
  std::string run(const std::vector<Json>& operations, const Json& more = Json::object()) {
    const auto response = send(operations, more);
    answer = Provider::json(response);
    if (response.status != 200) return std::to_string(response.status) + " " + answer.value("scimType", "");
    std::string statuses;
    for (const Json& one : answer["Operations"]) {
      statuses += (statuses.empty() ? "" : " ") + to_text(one["status"]);
    }
    return statuses;
  }
  // Displays of the members of the group with that name.
  std::string members(const std::string& name) {
    const Json found = provider->get("/Groups?filter=displayName%20eq%20%22" + name + "%22");
    std::string names = "|";
    for (const Json& one : found["Resources"][0].value("members", Json::array())) {
      names += to_text(one["display"]) + "|";
    }
    return names;
  }
  std::optional<Provider> provider;
  Json answer;
};

TEST_F(Bulk, CarriesOutWhatIsAsked) {
  start();
  const std::string ada = provider->add_user("ada"), bea = provider->add_user("bea");
  EXPECT_EQ(run({user("q", "cleo"),
                 {{"method", "PUT"}, {"path", "/Users/" + ada}, {"data", {{"userName", "ann"}}}},
                 {{"method", "patch"},
                  {"path", "Users/" + ada},
                  {"data", Provider::operations(
                               Json::array({Json{{"op", "add"}, {"path", "title"}, {"value", "Dr"}}}))}},
                 {{"method", "DELETE"}, {"path", "/Users/" + bea}}}),
            "201 200 200 204");
  EXPECT_EQ(answer["schemas"][0], "urn:ietf:params:scim:api:messages:2.0:BulkResponse");
  const Json& created = answer["Operations"][0];
  EXPECT_EQ(created["bulkId"], "q");
  EXPECT_EQ(created["method"], "POST");
  EXPECT_EQ(created["version"], "W/\"1\"");
  EXPECT_EQ(created["location"],
            provider->get("/Users?filter=userName%20eq%20%22cleo%22")["Resources"][0]["meta"]["location"]);
  EXPECT_FALSE(created.contains("response"));
  EXPECT_EQ(answer["Operations"][3]["location"], std::string(Provider::base_url) + "/Users/" + bea);
  EXPECT_EQ(provider->selected("/Users", "id pr"), "ann cleo");
  EXPECT_EQ(run({}), "");
}

TEST_F(Bulk, ResolvesBulkIds) {
  start();
  EXPECT_EQ(run({user("u", "ada"), group("g", "Crew", "u")}), "201 201");
  EXPECT_EQ(members("Crew"), "|ada|");
  EXPECT_EQ(run({group("g", "Later", "u"), user("u", "bea")}), "201 201");
  EXPECT_EQ(members("Later"), "|bea|");
  EXPECT_EQ(answer["Operations"][0]["bulkId"], "g") << "in the order of the request";
  EXPECT_EQ(run({user("u", "cleo"),
                 {{"method", "PATCH"},
                  {"path", "/Users/bulkId:u"},
                  {"data", Provider::operations(Json::array(
                               {Json{{"op", "replace"}, {"path", "active"}, {"value", false}}}))}}}),
            "201 200");
  EXPECT_EQ(provider->selected("/Users", "active eq false"), "cleo");
  Json dora = user("d", "dora");
  dora["data"][Provider::enterprise]["manager"]["value"] = "bulkId:e";
  EXPECT_EQ(run({dora, user("e", "eve")}), "201 201");
  EXPECT_EQ(provider->selected("/Users", "manager pr"), "dora");
  EXPECT_EQ(provider->selected("/Users", "manager sw \"bulkId\""), "");
}

TEST_F(Bulk, ResolvesCircles) {
  start();
  EXPECT_EQ(run({group("a", "A", "b"), group("b", "B", "a")}), "201 201");
  EXPECT_EQ(members("A") + members("B"), "|B||A|");
  EXPECT_EQ(answer["Operations"][1]["version"], "W/\"2\"") << "B was made first, and changed at the end";
  EXPECT_EQ(run({group("a", "C", "b"), group("b", "D", "c"), group("c", "E", "a")}), "201 201 201");
  EXPECT_EQ(members("C") + members("D") + members("E"), "|D||E||C|");
  EXPECT_EQ(run({group("s", "Self", "s")}), "400") << "no group is its own member";
  EXPECT_EQ(provider->selected("/Groups", "displayName eq \"Self\""), "");
  Json bad = group("b", "", "a");
  EXPECT_EQ(run({group("a", "F", "b"), bad}), "409 400");
  EXPECT_EQ(provider->selected("/Groups", "displayName eq \"F\""), "");
}

TEST_F(Bulk, GoesOnAfterErrorsUntilThereAreEnough) {
  start();
  const Json bad = user("x", "");
  Json bad2 = bad, bad3 = bad;
  bad2["bulkId"] = "y";
  bad3["bulkId"] = "z";
  EXPECT_EQ(run({bad, user("u", "ada"), bad2, user("v", "bea")}), "400 201 400 201");
  EXPECT_EQ(answer["Operations"][0]["response"]["scimType"], "invalidValue");
  EXPECT_FALSE(answer["Operations"][0].contains("location"));
  EXPECT_EQ(run({bad, user("u", "cleo"), bad2, user("v", "dora")}, {{"failOnErrors", 2}}), "400 201 400");
  EXPECT_EQ(run({user("w", "eve"), bad, user("v", "dora")}, {{"failOnErrors", 1}}), "201 400");
  EXPECT_EQ(run({bad, bad2, bad3}, {{"failOnErrors", 0}}), "400");
  EXPECT_EQ(run({group("g", "G", "x"), bad, user("v", "dora")}, {{"failOnErrors", 1}}), "400")
      << "what it waited for was too much";
  EXPECT_EQ(provider->selected("/Users", "id pr"), "ada bea cleo eve");
}

TEST_F(Bulk, SaysWhatAloneWouldHaveBeenSaid) {
  start();
  const std::string path = "/Users/" + provider->add_user("ada");
  EXPECT_EQ(run({user("u", "ADA"),
                 {{"method", "PUT"}, {"path", path}, {"version", "W/\"9\""}, {"data", {{"userName", "b"}}}},
                 {{"method", "DELETE"}, {"path", "/Users/x"}},
                 {{"method", "PUT"}, {"path", path}},
                 {{"method", "DELETE"}, {"path", path}, {"version", "W/\"1\""}}}),
            "409 412 404 400 204");
  EXPECT_EQ(answer["Operations"][1]["response"]["status"], "412");
  EXPECT_EQ(answer["Operations"][2]["location"], std::string(Provider::base_url) + "/Users/x");
}

TEST_F(Bulk, RefusesWhatIsNoOperation) {
  start();
  const std::string ada = provider->add_user("ada");
  const std::vector<std::pair<std::string, std::string>> requests{
      {"GET", "/Users"},
      {"POST", "/Users/" + ada},
      {"POST", "/Bulk"},
      {"POST", "/Me"},
      {"POST", "/.search"},
      {"POST", "/"},
      {"POST", ""},
      {"DELETE", "/Users"},
      {"PUT", "/Users/.search"},
      {"DELETE", "/Schemas/x"},
      {"PUT", "/Users/a/b"},
      {"", "/Users"},
      {"POST", "http://127.0.0.1:7001/scim/v2/Users"}};
  for (const auto& [method, path] : requests) {
    EXPECT_EQ(run({{{"method", method}, {"path", path}, {"bulkId", "b"}, {"data", {{"userName", "x"}}}}}),
              "400")
        << method << ' ' << path;
  }
  EXPECT_EQ(run({{{"method", "POST"}, {"path", "/Users"}, {"data", {{"userName", "x"}}}}}), "400");
  EXPECT_EQ(run({group("g", "G", "nobody")}), "400");
  EXPECT_EQ(run({user("u", "u"), user("u", "v")}), "400 invalidValue") << "the whole job";
  EXPECT_EQ(run({Json(5)}), "400 invalidSyntax");
  EXPECT_EQ(run({user("u", "u")}, {{"failOnErrors", -1}}), "400 invalidValue");
  EXPECT_EQ(run({user("u", "u")}, {{"failOnErrors", "1"}}), "400 invalidValue");
  for (const char* body : {"[]", "{}", R"({"Operations":{}})", "5", "{"}) {
    EXPECT_EQ(provider->send("POST", "/Bulk", std::string(body)).status, 400) << body;
  }
  for (const char* body :
       {R"({"Operations":[{}]})", R"({"Operations":[{"method":1,"path":[],"data":"x"}]})"}) {
    EXPECT_EQ(provider->send("POST", "/Bulk", std::string(body)).status, 200) << body;
  }
  EXPECT_EQ(provider->send("GET", "/Bulk").status, 405);
  EXPECT_EQ(provider->selected("/Users", "id pr"), "ada");
}

TEST_F(Bulk, HasLimits) {
  start();
  const Json gone{{"method", "DELETE"}, {"path", "/Users/x"}};
  EXPECT_EQ(run(std::vector<Json>(101, gone)), "413 ");
  EXPECT_NE(to_text(answer["detail"]).find("maxOperations (100)"), std::string::npos);
  EXPECT_EQ(send(std::vector<Json>(100, gone)).status, 200);
  const std::string empty = R"({"Operations":[]})";
  const auto padded = [&](std::size_t size) { return empty + std::string(size - empty.size(), ' '); };
  EXPECT_EQ(provider->send("POST", "/Bulk", padded(512 * 1024)).status, 200);
  EXPECT_EQ(provider->send("POST", "/Bulk", padded(512 * 1024 + 1)).status, 413);
  std::vector<Json> chain;
  for (int i = 0; i < 100; ++i) {
    chain.push_back(group(std::to_string(i), "G" + std::to_string(i), std::to_string((i + 1) % 100)));
  }
  EXPECT_EQ(run(chain).substr(0, 7), "201 201") << "a circle of a hundred";
  EXPECT_EQ(members("G99"), "|G0|");
}

TEST_F(Bulk, WithoutBulkIdReferencesAreLeftOut) {
  start({"bulk-id"});
  EXPECT_EQ(run({user("u", "ada"), group("g", "Crew", "u")}), "201 201");
  EXPECT_EQ(members("Crew"), "|");
}

TEST_F(Bulk, WithoutBulkForwardLaterOnesAreUnknown) {
  start({"bulk-forward"});
  EXPECT_EQ(run({group("g", "Crew", "u"), user("u", "ada"), group("h", "Deck", "u")}), "409 201 201");
  EXPECT_EQ(members("Deck"), "|ada|");
}

TEST_F(Bulk, WithoutBulkCircularOneReferenceIsForgotten) {
  start({"bulk-circular"});
  EXPECT_EQ(run({group("a", "A", "b"), group("b", "B", "a")}), "201 201");
  EXPECT_EQ(members("A") + members("B"), "|B||") << "B was made first, for A";
}

TEST_F(Bulk, WithoutBulkStatusAllSucceeded) {
  start({"bulk-status"});
  EXPECT_EQ(run({user("x", ""), user("u", "ada")}, {{"failOnErrors", 2}}), "200 201");
  EXPECT_FALSE(answer["Operations"][0].contains("response"));
}

TEST_F(Bulk, WithoutBulkContinuesTheFirstErrorEndsIt) {
  start({"bulk-continues"});
  EXPECT_EQ(run({user("x", ""), user("u", "ada")}), "400");
}

TEST_F(Bulk, WithoutBulkFailOnErrorsItGoesOn) {
  start({"bulk-fail-on-errors"});
  EXPECT_EQ(run({user("x", ""), user("u", "ada")}, {{"failOnErrors", 1}}), "400 201");
  EXPECT_EQ(run({}, {{"failOnErrors", "1"}}), "400 invalidValue");
}

TEST_F(Bulk, WithoutLimitsItTakesMore) {
  start({"bulk-max-operations"});
  EXPECT_EQ(send(std::vector<Json>(101, Json{{"method", "DELETE"}, {"path", "/Users/x"}})).status, 200);
  EXPECT_EQ(provider->send("POST", "/Bulk", std::string(600'000, ' ')).status, 413);
  start({"bulk-max-payload"});
  EXPECT_EQ(provider->send("POST", "/Bulk", R"({"Operations":[]})" + std::string(600'000, ' ')).status, 200);
  EXPECT_EQ(send(std::vector<Json>(101, Json::object())).status, 413);
}

}  // namespace
}  // namespace idproctor::reference
