#include <gtest/gtest.h>

#include "tests/reference_sp/scim/provider.hpp"

namespace idproctor::reference {
namespace {

class List : public testing::Test {
 protected:
  List() {
    for (const char* name : {"e", "d", "c", "b", "a"}) provider.add_user(name);
  }

  // "TOTAL START PER-PAGE names", or the status.
  std::string page(const std::string& query) {
    const auto response = provider.send("GET", "/Users" + query);
    if (response.status != 200) return std::to_string(response.status);
    const Json list = Provider::json(response);
    std::string text =
        dump(list["totalResults"]) + ' ' + dump(list["startIndex"]) + ' ' + dump(list["itemsPerPage"]);
    for (const Json& user : list["Resources"]) text += ' ' + to_text(user["userName"]);
    return text;
  }

  // The names of a resource's members.
  std::string keys(const std::string& path) {
    std::string names;
    const Json json = provider.get(path);
    for (auto item = json.begin(); item != json.end(); ++item) {
      names += (names.empty() ? "" : " ") + item.key();
    }
    return names;
  }

  Provider provider;
};

TEST_F(List, IsInTheOrderOfCreation) {
  EXPECT_EQ(page(""), "5 1 5 e d c b a");
  EXPECT_EQ(provider.get("/Users")["schemas"][0], "urn:ietf:params:scim:api:messages:2.0:ListResponse");
}

TEST_F(List, HasPages) {
  EXPECT_EQ(page("?startIndex=1&count=2"), "5 1 2 e d");
  EXPECT_EQ(page("?startIndex=3&count=2"), "5 3 2 c b");
  EXPECT_EQ(page("?startIndex=5&count=2"), "5 5 1 a");
  EXPECT_EQ(page("?startIndex=6"), "5 6 0");
  EXPECT_EQ(page("?startIndex=4"), "5 4 2 b a");
  EXPECT_EQ(page("?startIndex=0&count=1"), "5 1 1 e");
  EXPECT_EQ(page("?startIndex=-7&count=1"), "5 1 1 e");
  EXPECT_EQ(page("?count=0"), "5 1 0");
  EXPECT_EQ(page("?count=-1"), "5 1 0");
  EXPECT_EQ(page("?count=99999999999999999999999"), "5 1 5 e d c b a");
  EXPECT_EQ(page("?startIndex=99999999999999999999999"), "5 9223372036854775807 0");
}

TEST_F(List, RefusesNumbersThatAreNone) {
  for (const char* query : {"?startIndex=two", "?count=", "?count=1.5", "?count=0x10", "?startIndex=1e3"}) {
    EXPECT_EQ(page(query), "400") << query;
  }
}

TEST_F(List, CountsWhatTheFilterSelects) {
  EXPECT_EQ(page("?filter=userName%20gt%20%22b%22&count=1&startIndex=2"), "3 2 1 d");
  EXPECT_EQ(page("?filter=userName%20eq%20%22z%22"), "0 1 0");
}

TEST_F(List, TakesOddQueries) {
  EXPECT_EQ(page("?filter=userName+eq+%22c%22&"), "1 1 1 c");
  EXPECT_EQ(page("?"), "5 1 5 e d c b a");
  EXPECT_EQ(page("?&&count=1&"), "5 1 1 e");
  EXPECT_EQ(page("/?count=1"), "5 1 1 e");
  EXPECT_EQ(page("?sortBy=&sortOrder=up&x=%zz"), "5 1 5 e d c b a");
  EXPECT_EQ(Provider::json(provider.send("GET", "//Users"))["totalResults"], 5);
  const std::string id = to_text(provider.get("/Users")["Resources"][0]["id"]);
  EXPECT_EQ(provider.get("/Users/" + id + "?")["userName"], "e");
  EXPECT_EQ(provider.get("///Users//" + id + "/")["userName"], "e");
}

TEST_F(List, ShowsAThousandAtMost) {
  for (int i = 0; i < 1'000; ++i) provider.add_user("user" + std::to_string(i));
  const Json list = provider.get("/Users?count=5000&attributes=userName");
  EXPECT_EQ(list["totalResults"], 1'005);
  EXPECT_EQ(list["itemsPerPage"], 1'000);
  EXPECT_EQ(list["Resources"].size(), 1'000u);
}

TEST_F(List, ShowsTheAttributesThatAreAskedFor) {
  const std::string id =
      provider.add_user(Json{{"userName", "full"},
                             {"title", "T"},
                             {"password", "x"},
                             {"name", {{"givenName", "G"}, {"familyName", "F"}}},
                             {"emails", {{{"value", "v"}, {"type", "work"}}}},
                             {Provider::enterprise, {{"department", "D"}, {"division", "V"}}}});
  const std::string path = "/Users/" + id;
  const std::string urn = Provider::enterprise;
  EXPECT_EQ(keys(path + "?attributes=userName"), "schemas id userName");
  EXPECT_EQ(keys(path + "?attributes=USERNAME,%20title,nothing,a%20b"), "schemas id userName title");
  EXPECT_EQ(keys(path + "?attributes=password"), "schemas id");
  EXPECT_EQ(keys(path + "?attributes=urn:ietf:params:scim:schemas:core:2.0:User:title"), "schemas id title");
  EXPECT_EQ(dump(provider.get(path + "?attributes=name.givenName")["name"]), R"({"givenName":"G"})");
  EXPECT_EQ(dump(provider.get(path + "?attributes=emails.value")["emails"]), R"([{"value":"v"}])");
  EXPECT_EQ(dump(provider.get(path + "?attributes=" + urn + ":division")[urn]), R"({"division":"V"})");
  EXPECT_EQ(provider.get(path + "?attributes=" + urn)[urn].size(), 2u);
  EXPECT_EQ(keys(path + "?attributes="), "schemas id userName name title active emails " + urn + " meta");
}

TEST_F(List, HidesTheAttributesThatAreExcluded) {
  const std::string id = provider.add_user(Json{{"userName", "full"},
                                                {"name", {{"givenName", "G"}, {"familyName", "F"}}},
                                                {"emails", {{{"value", "v"}, {"type", "work"}}}}});
  const std::string path = "/Users/" + id;
  EXPECT_EQ(keys(path + "?excludedAttributes=id,schemas,userName,active,meta,nothing"),
            "schemas id name emails");
  const Json user = provider.get(path + "?excludedAttributes=name.givenName,emails.type");
  EXPECT_EQ(dump(user["name"]), R"({"familyName":"F"})");
  EXPECT_EQ(dump(user["emails"]), R"([{"value":"v"}])");
  EXPECT_EQ(keys(path + "?attributes=userName,name&excludedAttributes=name"), "schemas id userName");
  EXPECT_EQ(
      Provider::json(provider.send("POST", "/Users?attributes=userName", Json{{"userName", "z"}})).size(),
      3u);
  EXPECT_EQ(
      Provider::json(provider.send("PUT", path + "?attributes=userName", Json{{"userName", "y"}})).size(),
      3u);

  const std::string group = provider.add_group("G", {id});
  EXPECT_EQ(keys("/Groups/" + group + "?excludedAttributes=members"), "schemas id displayName meta");
  const Json groups = provider.get("/Groups?excludedAttributes=members&filter=displayName%20eq%20%22g%22");
  EXPECT_EQ(groups["totalResults"], 1);
  EXPECT_FALSE(groups["Resources"][0].contains("members"));
}

}  // namespace
}  // namespace idproctor::reference
