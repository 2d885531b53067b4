#include <gtest/gtest.h>

#include <optional>

#include "tests/reference_sp/scim/provider.hpp"

// Each SCIM check off: its mistake happens, and what stands next to it stays right. The right behaviour with
// all checks on is in the other files of this folder.

namespace idproctor::reference {
namespace {

using Ids = std::set<std::string>;

int status_with(Provider& provider, const std::string& authorization) {
  http::Request request("GET", "/scim/v2/Users");
  if (!authorization.empty()) request.headers.set("Authorization", authorization);
  return provider.service.handle(request).status;
}

TEST(Without, BearerTokenTakesAnyToken) {
  Provider provider({"bearer-token"});
  EXPECT_EQ(status_with(provider, "Bearer stolen"), 200);
  EXPECT_EQ(status_with(provider, ""), 401);
  EXPECT_EQ(status_with(provider, "Bearer "), 401);
  EXPECT_EQ(status_with(provider, "Basic stolen"), 401);
}

TEST(Without, TokenRequiredTakesRequestsWithoutAuthorization) {
  Provider provider({"token-required"});
  EXPECT_EQ(status_with(provider, ""), 200);
  EXPECT_EQ(status_with(provider, "Bearer wrong"), 401);
  EXPECT_EQ(status_with(provider, std::string("Bearer ") + Provider::token), 200);
}

TEST(Without, UserNameUniqueStoresASecondUserOfTheName) {
  Provider provider({"user-name-unique"});
  const std::string first = provider.add_user("ada");
  const auto second = provider.send("POST", "/Users", Json{{"userName", "Ada"}});
  EXPECT_EQ(second.status, 201);
  EXPECT_NE(Provider::json(second)["id"], first);
  EXPECT_EQ(provider.selected("/Users", R"(userName eq "ADA")"), "ada Ada");
  EXPECT_EQ(provider.send("POST", "/Users", Json{{"userName", ""}}).status, 400);
}

TEST(Without, FilterAnswersTheWholeList) {
  Provider provider({"filter"});
  provider.add_user("ada");
  provider.add_user("bea");
  EXPECT_EQ(provider.selected("/Users", R"(userName eq "bea")"), "ada bea");
  EXPECT_EQ(provider.selected("/Users", "nonsense"), "ada bea");
  EXPECT_EQ(provider.get("/Users?count=1&startIndex=2")["Resources"][0]["userName"], "bea");
}

TEST(Without, ActiveBooleanTakesTheTextFalseForTrue) {
  Provider provider({"active-boolean"});
  const std::string id = provider.add_user(Json{{"userName", "ada"}, {"active", "False"}});
  const std::string path = "/Users/" + id;
  EXPECT_EQ(provider.get_user(id)["active"], true);
  provider.patch(path, {{"op", "Replace"}, {"path", "active"}, {"value", "False"}});
  EXPECT_EQ(provider.get_user(id)["active"], true);
  provider.send("PUT", path, Json{{"userName", "ada"}, {"active", "false"}});
  EXPECT_EQ(provider.get_user(id)["active"], true);

  provider.patch(path, {{"op", "Replace"}, {"path", "active"}, {"value", false}});
  EXPECT_EQ(provider.get_user(id)["active"], false);
  provider.patch(path,
                 {{"op", "add"}, {"path", "emails"}, {"value", {{{"value", "b"}, {"primary", "False"}}}}});
  EXPECT_EQ(provider.get_user(id)["emails"][0]["primary"], false);
}

TEST(Without, PatchOperationCaseDoesNothingForCapitals) {
  Provider provider({"patch-operation-case"});
  const std::string id = provider.add_user("ada");
  const std::string path = "/Users/" + id;
  const auto response = provider.patch(path, {{"op", "Replace"}, {"path", "active"}, {"value", false}});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(provider.get_user(id)["active"], true);

  EXPECT_EQ(provider.patch(path, {{"op", "replace"}, {"path", "Active"}, {"value", "False"}}).status, 200);
  EXPECT_EQ(provider.get_user(id)["active"], false);
  EXPECT_EQ(provider.patch(path, {{"op", "Delete"}, {"path", "active"}}).status, 400);
}

TEST(Without, PatchWithoutPathDoesNothingForSuchOperations) {
  Provider provider({"patch-without-path"});
  const std::string id = provider.add_user("ada");
  const std::string path = "/Users/" + id;
  EXPECT_EQ(provider.patch(path, {{"op", "replace"}, {"value", {{"active", false}}}}).status, 200);
  EXPECT_EQ(provider.get_user(id)["active"], true);
  provider.patch(path, {{"op", "replace"}, {"path", "active"}, {"value", false}});
  EXPECT_EQ(provider.get_user(id)["active"], false);
}

TEST(Without, PutActiveLeavesActiveAsItWas) {
  Provider provider({"put-active"});
  const std::string id = provider.add_user("ada");
  const Json body{{"userName", "ada"}, {"title", "Dr"}, {"active", false}};
  EXPECT_EQ(Provider::json(provider.send("PUT", "/Users/" + id, body))["active"], true);
  EXPECT_EQ(provider.get_user(id)["active"], true);
  EXPECT_EQ(provider.get_user(id)["title"], "Dr");
  provider.patch("/Users/" + id, {{"op", "replace"}, {"path", "active"}, {"value", false}});
  EXPECT_EQ(provider.get_user(id)["active"], false);
}

class GroupMistakes : public testing::Test {
 protected:
  void start(const char* without) {
    provider.emplace(std::set<std::string, std::less<>>{without});
    ada = provider->add_user("ada");
    bea = provider->add_user("bea");
    cleo = provider->add_user("cleo");
    group = provider->add_group("Crew", {ada, bea});
  }
  int patch(const Json& operation) { return provider->patch("/Groups/" + group, operation).status; }
  Json one(const std::string& id) { return Json::array({Json{{"value", id}}}); }

  std::optional<Provider> provider;
  std::string ada, bea, cleo, group;
};

TEST_F(GroupMistakes, WithoutMemberRemovalAllGo) {
  start("member-removal");
  EXPECT_EQ(patch({{"op", "remove"}, {"path", "members[value eq \"" + ada + "\"]"}}), 204);
  EXPECT_EQ(provider->members(group), Ids{bea});
  EXPECT_EQ(patch({{"op", "add"}, {"path", "members"}, {"value", one(ada)}}), 204);
  EXPECT_EQ(provider->members(group), (Ids{ada, bea}));
  EXPECT_EQ(patch({{"op", "Remove"}, {"path", "members"}, {"value", one(ada)}}), 204);
  EXPECT_EQ(provider->members(group), Ids{});
}

TEST_F(GroupMistakes, WithoutMemberAddTheNewOnesReplaceTheOld) {
  start("member-add");
  EXPECT_EQ(patch({{"op", "Add"}, {"path", "members"}, {"value", one(cleo)}}), 204);
  EXPECT_EQ(provider->members(group), Ids{cleo});
  EXPECT_EQ(patch({{"op", "add"}, {"value", {{"members", one(ada)}}}}), 204);
  EXPECT_EQ(provider->members(group), Ids{ada});
  const Json address = Json::array({Json{{"value", "second"}}});
  provider->patch("/Users/" + ada, {{"op", "add"}, {"path", "emails"}, {"value", address}});
  EXPECT_EQ(provider->get_user(ada)["emails"].size(), 2u);
}

TEST_F(GroupMistakes, WithoutPutMembersOnlyTheNameIsStored) {
  start("put-members");
  provider->send("PUT", "/Groups/" + group, Json{{"displayName", "Deck"}, {"members", one(cleo)}});
  EXPECT_EQ(provider->members(group), (Ids{ada, bea}));
  EXPECT_EQ(provider->get_group(group)["displayName"], "Deck");
  patch({{"op", "replace"}, {"path", "members"}, {"value", one(cleo)}});
  EXPECT_EQ(provider->members(group), Ids{cleo});
}

TEST_F(GroupMistakes, WithoutDeleteUserTheUserStays) {
  start("delete-user");
  int ended = 0;
  provider->service.on_ended([&](const std::string&) { ++ended; });
  EXPECT_EQ(provider->send("DELETE", "/Users/" + ada).status, 204);
  EXPECT_EQ(provider->get_user(ada)["userName"], "ada");
  EXPECT_TRUE(provider->service.find_account("ada"));
  EXPECT_EQ(provider->members(group), (Ids{ada, bea}));
  EXPECT_EQ(ended, 0);
  EXPECT_EQ(provider->send("DELETE", "/Users/nobody").status, 404);
  EXPECT_EQ(provider->send("DELETE", "/Groups/" + group).status, 204);
  EXPECT_EQ(provider->send("GET", "/Groups/" + group).status, 404);
}

TEST_F(GroupMistakes, WithoutDeleteGroupTheGroupStays) {
  start("delete-group");
  EXPECT_EQ(provider->send("DELETE", "/Groups/" + group).status, 204);
  EXPECT_EQ(provider->members(group), (Ids{ada, bea}));
  EXPECT_EQ(provider->send("DELETE", "/Users/" + ada).status, 204);
  EXPECT_EQ(provider->send("GET", "/Users/" + ada).status, 404);
}

TEST(Without, ProfileUpdateKeepsTheFirstName) {
  Provider provider({"profile-update"});
  const Json first{{"userName", "ada"}, {"displayName", "Ada"}, {"name", {{"givenName", "Ada"}}}};
  const std::string id = provider.add_user(first);
  const std::string path = "/Users/" + id;
  EXPECT_EQ(provider.patch(path, {{"op", "replace"}, {"path", "name.givenName"}, {"value", "B"}}).status,
            200);
  EXPECT_EQ(provider.patch(path, {{"op", "replace"}, {"path", "displayName"}, {"value", "B"}}).status, 200);
  const Json body{
      {"userName", "bea"}, {"displayName", "B"}, {"name", {{"familyName", "B"}}}, {"title", "Dr"}};
  EXPECT_EQ(provider.send("PUT", path, body).status, 200);
  const Json user = provider.get_user(id);
  EXPECT_EQ(user["displayName"], "Ada");
  EXPECT_EQ(user["name"], first["name"]);
  EXPECT_EQ(user["userName"], "bea");
  EXPECT_EQ(user["title"], "Dr");
  const std::string group = provider.add_group("Crew");
  provider.patch("/Groups/" + group, {{"op", "replace"}, {"path", "displayName"}, {"value", "Deck"}});
  EXPECT_EQ(provider.get_group(group)["displayName"], "Deck");
}

}  // namespace
}  // namespace idproctor::reference
