#include <gtest/gtest.h>

#include <optional>

#include "tests/reference_sp/scim/provider.hpp"

namespace idproctor::reference {
namespace {

class Search : public testing::Test {
 protected:
  void start(const std::set<std::string, std::less<>>& without = {}) {
    provider.emplace(without);
    ada = provider->add_user("ada");
    provider->add_user("bea");
    provider->add_group("Crew", {ada});
  }
  std::string search(const std::string& path, Json parameters) {
    parameters["schemas"] = {"urn:ietf:params:scim:api:messages:2.0:SearchRequest"};
    return Provider::listed(provider->send("POST", path + "/.search", parameters));
  }
  std::optional<Provider> provider;
  std::string ada;
};

TEST_F(Search, SaysInItsBodyWhatAUrlWouldSay) {
  start();
  EXPECT_EQ(search("/Users", Json::object()), "ada bea");
  EXPECT_EQ(search("/Groups", Json::object()), "Crew");
  EXPECT_EQ(search("/Users", {{"filter", R"(userName eq "BEA")"}}), "bea");
  EXPECT_EQ(search("/Users", {{"sortBy", "userName"}, {"sortOrder", "descending"}, {"count", 1}}), "bea");
  EXPECT_EQ(search("/Users", {{"startIndex", 2}, {"count", nullptr}}), "bea");
  EXPECT_EQ(search("/Users", {{"StartIndex", "2"}}), "bea") << "names compare without case";
  const Json found = Provider::json(provider->send(
      "POST", "/Users/.search?count=0", Json{{"attributes", {"userName", "title"}}, {"count", 1}}));
  EXPECT_EQ(found["schemas"][0], "urn:ietf:params:scim:api:messages:2.0:ListResponse");
  EXPECT_EQ(found["totalResults"], 2);
  EXPECT_EQ(found["Resources"][0].size(), 3u);
  const Json rest = Provider::json(provider->send(
      "POST", "/Users/.search", Json{{"excludedAttributes", "userName, emails"}, {"count", 1}}));
  EXPECT_FALSE(rest["Resources"][0].contains("userName") || rest["Resources"][0].contains("emails"));
}

TEST_F(Search, AtTheRootFindsEveryType) {
  start();
  EXPECT_EQ(search("", Json::object()), "ada bea Crew");
  EXPECT_EQ(search("", {{"filter", R"(meta.resourceType eq "Group")"}}), "Crew");
  EXPECT_EQ(search("", {{"filter", R"(userName eq "ada" or displayName eq "crew")"}}), "ada Crew");
  EXPECT_EQ(search("", {{"filter", "members pr"}}), "Crew");
  EXPECT_EQ(search("", {{"filter", R"(members[value eq ")" + ada + "\"]"}}), "Crew");
  EXPECT_EQ(search("", {{"filter", R"(userName ne "ada")"}}), "bea Crew") << "no value is not that value";
  EXPECT_EQ(search("", {{"filter", "userName eq null"}}), "Crew");
  EXPECT_EQ(search("", {{"filter", "not (userName pr)"}}), "Crew");
  EXPECT_EQ(search("", {{"sortBy", "userName"}, {"sortOrder", "descending"}}), "Crew bea ada");
  EXPECT_EQ(search("", {{"sortBy", "id"}, {"count", 2}}).size() > 6, true);
  EXPECT_EQ(search("", {{"filter", "nothing pr"}}), "400 invalidFilter");
  EXPECT_EQ(search("", {{"filter", "active gt true"}}), "400 invalidFilter");
  EXPECT_EQ(search("", {{"sortBy", "nothing"}}), "400 invalidValue");
  EXPECT_EQ(Provider::listed(provider->send("GET", "/?filter=members%20pr")), "Crew");
  EXPECT_EQ(Provider::listed(provider->send("GET", "")), "ada bea Crew");
}

TEST_F(Search, RefusesWhatIsNone) {
  start();
  for (const char* body : {R"([])", R"("x")", R"({"schemas":["urn:x"]})", R"({"schemas":"x"})", R"({)"}) {
    EXPECT_EQ(Provider::listed(provider->send("POST", "/Users/.search", std::string(body))),
              "400 invalidSyntax")
        << body;
  }
  for (const char* body : {R"({"attributes":5})", R"({"attributes":[1]})", R"({"filter":[]})",
                           R"({"count":1.5})", R"({"count":true})", R"({"startIndex":{}})", R"({"sortBy":7})",
                           R"({"count":"x"})", R"({"cursor":1})"}) {
    EXPECT_EQ(Provider::listed(provider->send("POST", "/.search", std::string(body))), "400 invalidValue")
        << body;
  }
  EXPECT_EQ(Provider::listed(provider->send("POST", "/Users/.search", std::string(R"({"filter":"x"})"))),
            "400 invalidFilter");
  EXPECT_EQ(search("/Users", {{"count", 18446744073709551615ULL}, {"startIndex", -5}}), "ada bea");
  EXPECT_EQ(provider->send("GET", "/Users/.search").status, 405);
  EXPECT_EQ(provider->send("GET", "/.search").status, 405);
  EXPECT_EQ(provider->send("POST", "").status, 405);
  EXPECT_EQ(provider->send("POST", "/Schemas/.search", std::string("{}")).status, 405);
  EXPECT_EQ(provider->send("POST", "/Nothing/.search", std::string("{}")).status, 404);
  http::Request plain("POST", "/scim/v2/.search");
  plain.headers.set("Authorization", std::string("Bearer ") + Provider::token);
  EXPECT_EQ(provider->service.handle(plain).status, 415);
}

TEST_F(Search, WithoutSearchPathItIsACreation) {
  start({"search-path"});
  EXPECT_EQ(search("/Users", {{"filter", R"(userName eq "bea")"}}), "400 invalidValue");
  EXPECT_EQ(provider->send("POST", "/Users/.search", Json{{"userName", "cleo"}}).status, 201);
  EXPECT_EQ(search("", Json::object()), "ada bea Crew cleo");
}

TEST_F(Search, WithoutSearchBodyTheUrlIsRead) {
  start({"search-body"});
  EXPECT_EQ(search("/Users", {{"filter", R"(userName eq "bea")"}}), "ada bea");
  EXPECT_EQ(Provider::listed(provider->send("POST", "/Users/.search?count=1", std::string("{}"))), "ada");
}

TEST_F(Search, WithoutSearchRootThereAreUsersAlone) {
  start({"search-root"});
  EXPECT_EQ(search("", Json::object()), "ada bea");
  EXPECT_EQ(search("", {{"filter", "members pr"}}), "400 invalidFilter");
  EXPECT_EQ(search("/Groups", Json::object()), "Crew");
}

}  // namespace
}  // namespace idproctor::reference
