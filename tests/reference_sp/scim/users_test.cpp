#include <gtest/gtest.h>

#include <regex>

#include "tests/reference_sp/scim/provider.hpp"

namespace idproctor::reference {
namespace {

Json full_user() {
  return parse_json(R"({
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
    "userName": "o'brien+x@example.com", "externalId": "00u1",
    "name": {"formatted": "Mr O", "familyName": "O'Brien", "givenName": "Zo\u00eb"},
    "displayName": "<script>\ud83d\ude00", "nickName": "Z", "profileUrl": "https://x.example/z", "title": "T",
    "userType": "Employee", "preferredLanguage": "en", "locale": "en-US", "timezone": "Europe/Berlin",
    "active": true, "password": "t0p-s3cret",
    "emails": [{"value": "z@example.com", "type": "work", "primary": true}],
    "phoneNumbers": [{"value": "tel:+1-555", "type": "work"}], "ims": [{"value": "z", "type": "xmpp"}],
    "photos": [{"value": "https://x.example/p.png", "type": "photo"}],
    "addresses": [{"formatted": "1 Road", "country": "US", "type": "work", "primary": false}],
    "entitlements": [{"value": "e"}], "roles": [{"value": "admin", "primary": "True"}],
    "x509Certificates": [{"value": "TUlJ"}],
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":
      {"employeeNumber": "7", "costCenter": "c", "organization": "o", "division": "d", "department": "p",
       "manager": {"value": "26118915", "$ref": "../Users/26118915"}}})")
      .value();
}

TEST(Users, AreCreatedWithWhatWasSent) {
  Provider provider;
  const auto response = provider.send("POST", "/Users", full_user());
  ASSERT_EQ(response.status, 201) << response.body;
  EXPECT_EQ(response.headers.get("Content-Type"), "application/scim+json");
  const Json user = Provider::json(response);
  const std::string id = to_text(user["id"]);
  EXPECT_TRUE(std::regex_match(
      id, std::regex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")));
  const std::string location = std::string(Provider::base_url) + "/Users/" + id;
  EXPECT_EQ(response.headers.get("Location"), location);
  const Json meta{{"resourceType", "User"},
                  {"created", "2026-11-22T03:14:15.926Z"},
                  {"lastModified", "2026-11-22T03:14:15.926Z"},
                  {"location", location},
                  {"version", "W/\"1\""}};
  EXPECT_EQ(user["meta"], meta);

  Json expected = full_user();
  expected.erase("password");
  expected["roles"][0]["primary"] = true;
  for (auto item = expected.begin(); item != expected.end(); ++item) {
    EXPECT_EQ(user[item.key()], item.value()) << item.key();
  }
  EXPECT_EQ(provider.get_user(id), user);
  EXPECT_EQ(response.body.find("t0p-s3cret"), std::string::npos);
}

TEST(Users, NeedNoMoreThanAName) {
  Provider provider;
  const auto response = provider.send("POST", "/Users", Json{{"userName", "min"}});
  ASSERT_EQ(response.status, 201);
  const Json user = Provider::json(response);
  EXPECT_EQ(user["active"], true);
  EXPECT_EQ(user["schemas"], Json::array({"urn:ietf:params:scim:schemas:core:2.0:User"}));
}

TEST(Users, HaveTheServersIdMetaAndGroups) {
  Provider provider;
  const std::string first = provider.add_user("first");
  const Json body{{"userName", "second"},
                  {"id", first},
                  {"meta", {{"created", "1970-01-01T00:00:00Z"}}},
                  {"groups", {{{"value", "g"}}}}};
  const Json user = Provider::json(provider.send("POST", "/Users", body));
  EXPECT_NE(user["id"], first);
  EXPECT_EQ(user["meta"]["created"], "2026-11-22T03:14:15.926Z");
  EXPECT_FALSE(user.contains("groups"));
  EXPECT_EQ(provider.get_user(first)["userName"], "first");
}

TEST(Users, TakeNullAndEmptyForAbsent) {
  Provider provider;
  const Json body =
      parse_json(R"({"userName": "n", "title": null, "addresses": null, "phoneNumbers": [], "roles": [],
    "groups": [], "name": {"givenName": null}, "emails": [null, {}], "active": null,
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": null, "manager": null}})")
          .value();
  const auto response = provider.send("POST", "/Users", body);
  ASSERT_EQ(response.status, 201) << response.body;
  Json user = Provider::json(response);
  std::string names;
  for (auto item = user.begin(); item != user.end(); ++item) names += item.key() + ' ';
  EXPECT_EQ(names, "schemas id userName active meta ");
}

TEST(Users, TolerateWhatProvidersSend) {
  Provider provider;
  const Json body = parse_json(R"({
    "schemas": ["urn:scim:schemas:core:2.0", "urn:scim:schemas:extension:enterprise:2.0", "urn:example:custom"],
    "USERNAME": "one", "emails": {"value": "one@x.example"}, "urn:example:custom": {"a": 1}, "shoeSize": 44,
    "active": "False"})")
                        .value();
  const auto response = provider.send("POST", "/Users", body);
  ASSERT_EQ(response.status, 201) << response.body;
  const Json user = Provider::json(response);
  EXPECT_EQ(user["userName"], "one");
  EXPECT_EQ(user["emails"], parse_json(R"([{"value": "one@x.example"}])").value());
  EXPECT_EQ(user["active"], false);
  EXPECT_FALSE(user.contains("shoeSize"));
  EXPECT_FALSE(user.contains("urn:example:custom"));
  EXPECT_EQ(user["schemas"].size(), 1u);
}

TEST(Users, HaveOnePrimaryAddressAtMost) {
  Provider provider;
  const Json body =
      parse_json(R"({"userName":"p","emails":[{"value":"a","primary":true},{"value":"b","primary":true}]})")
          .value();
  const Json user = provider.get_user(provider.add_user(body));
  EXPECT_EQ(user["emails"][0]["primary"], true);
  EXPECT_EQ(user["emails"][1]["primary"], false);
}

TEST(Users, AreRefusedWithAReason) {
  Provider provider;
  const std::vector<std::pair<const char*, const char*>> bodies{
      {R"({})", "invalidValue"},
      {R"({"userName": ""})", "invalidValue"},
      {R"({"userName": " "})", "invalidValue"},
      {R"({"userName": null})", "invalidValue"},
      {R"({"userName": 5})", "invalidValue"},
      {R"({"userName": ["a"]})", "invalidValue"},
      {R"({"userName": "a", "active": "maybe"})", "invalidValue"},
      {R"({"userName": "a", "active": [false]})", "invalidValue"},
      {R"({"userName": "a", "active": 0})", "invalidValue"},
      {R"({"userName": "a", "name": "Ann"})", "invalidValue"},
      {R"({"userName": "a", "emails": [5]})", "invalidValue"},
      {R"({"userName": "a", "emails": [{"value": {}}]})", "invalidValue"},
      {R"({"userName": "a", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": 5})",
       "invalidValue"},
      {R"([])", "invalidSyntax"},
      {R"("x")", "invalidSyntax"},
      {R"(null)", "invalidSyntax"}};
  for (const auto& [body, type] : bodies) {
    const auto response = provider.send("POST", "/Users", std::string(body));
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_EQ(Provider::json(response).value("scimType", ""), type) << body;
  }
  EXPECT_EQ(provider.get("/Users")["totalResults"], 0);
}

TEST(Users, AreUniqueByNameWithoutCase) {
  Provider provider;
  const std::string id = provider.add_user("ada");
  const auto response = provider.send("POST", "/Users", Json{{"userName", "ADA"}});
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(Provider::json(response)["scimType"], "uniqueness");
  EXPECT_EQ(provider.send("DELETE", "/Users/" + id).status, 204);
  EXPECT_EQ(provider.send("POST", "/Users", Json{{"userName", "ADA"}}).status, 201);
}

TEST(Users, AreReplacedByPut) {
  Provider provider;
  const std::string id = provider.add_user(full_user());
  provider.clock.advance(Milliseconds(1000));
  const Json body{{"userName", "new"}, {"id", "other"}, {"displayName", "New"}};
  const auto response = provider.send("PUT", "/Users/" + id, body);
  ASSERT_EQ(response.status, 200) << response.body;
  const Json user = provider.get_user(id);
  EXPECT_EQ(Provider::json(response), user);
  EXPECT_EQ(user["id"], id);
  EXPECT_EQ(user["displayName"], "New");
  EXPECT_FALSE(user.contains("title"));
  EXPECT_FALSE(user.contains("externalId"));
  EXPECT_EQ(user["meta"]["created"], "2026-11-22T03:14:15.926Z");
  EXPECT_EQ(user["meta"]["lastModified"], "2026-11-22T03:14:16.926Z");
  EXPECT_EQ(provider.selected("/Users", R"(userName eq "new")"), "new");
  EXPECT_EQ(provider.selected("/Users", R"(userName eq "o'brien+x@example.com")"), "");
}

TEST(Users, StayAsTheyAreWhenPutBack) {
  Provider provider;
  const std::string id = provider.add_user(full_user());
  provider.add_group("G", {id});
  const Json user = provider.get_user(id);
  provider.clock.advance(Milliseconds(1000));
  EXPECT_EQ(Provider::json(provider.send("PUT", "/Users/" + id, user)), user);
  EXPECT_EQ(provider.get_user(id), user);
}

TEST(Users, KeepActiveWhenPutDoesNotSpeakOfIt) {
  Provider provider;
  const std::string id = provider.add_user(Json{{"userName", "a"}, {"active", false}});
  provider.send("PUT", "/Users/" + id, Json{{"userName", "a"}});
  EXPECT_EQ(provider.get_user(id)["active"], false);
  provider.send("PUT", "/Users/" + id, Json{{"userName", "a"}, {"active", "True"}});
  EXPECT_EQ(provider.get_user(id)["active"], true);
}

TEST(Users, AreNotReplacedWrongly) {
  Provider provider;
  provider.add_user("ada");
  const std::string id = provider.add_user("bea");
  EXPECT_EQ(provider.send("PUT", "/Users/" + id, Json{{"userName", "Ada"}}).status, 409);
  EXPECT_EQ(provider.send("PUT", "/Users/" + id, Json{{"displayName", "x"}}).status, 400);
  EXPECT_EQ(provider.send("PUT", "/Users/nobody", Json{{"userName", "x"}}).status, 404);
  EXPECT_EQ(provider.send("PUT", "/Users/" + id, Json{{"userName", "BEA"}}).status, 200);
}

TEST(Users, AreGoneAfterDelete) {
  Provider provider;
  const std::string id = provider.add_user("ada");
  const std::string path = "/Users/" + id;
  const auto deleted = provider.send("DELETE", path);
  EXPECT_EQ(deleted.status, 204);
  EXPECT_EQ(deleted.body, "");
  EXPECT_EQ(provider.send("GET", path).status, 404);
  EXPECT_EQ(provider.send("PUT", path, Json{{"userName", "x"}}).status, 404);
  EXPECT_EQ(provider.patch(path, {{"op", "replace"}, {"path", "title"}, {"value", "x"}}).status, 404);
  EXPECT_EQ(provider.send("DELETE", path).status, 404);
  EXPECT_EQ(provider.selected("/Users", R"(userName eq "ada")"), "");
}

TEST(Users, StayFoundWhenInactive) {
  Provider provider;
  const std::string id = provider.add_user("ada");
  provider.patch("/Users/" + id, {{"op", "replace"}, {"value", {{"active", false}}}});
  EXPECT_EQ(provider.get_user(id)["active"], false);
  EXPECT_EQ(provider.selected("/Users", R"(userName eq "ada")"), "ada");
}

TEST(Users, AreNotFoundByOddIds) {
  Provider provider;
  const std::string group = provider.add_group("G");
  for (const std::string& id : {std::string(".."), std::string("%00"), std::string("..%2f..%2fetc"),
                                std::string("%"), std::string(10'000, 'a'), group}) {
    const auto response = provider.send("GET", "/Users/" + id);
    EXPECT_EQ(response.status, 404) << id;
    EXPECT_EQ(Provider::json(response)["status"], "404") << id;
  }
}

}  // namespace
}  // namespace idproctor::reference
