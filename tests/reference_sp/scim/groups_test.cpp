#include <gtest/gtest.h>

#include "tests/reference_sp/scim/provider.hpp"

namespace idproctor::reference {
namespace {

using Ids = std::set<std::string>;

class Groups : public testing::Test {
 protected:
  Json values(const std::vector<std::string>& ids) {
    Json list = Json::array();
    for (const std::string& id : ids) list.push_back(Json{{"value", id}});
    return list;
  }
  http::Response patch(const Json& operation) { return provider.patch("/Groups/" + group, operation); }

  Provider provider;
  std::string ada = provider.add_user("ada"), bea = provider.add_user("bea"),
              cleo = provider.add_user("cleo");
  std::string group = provider.add_group("Crew", {ada, bea});
};

TEST_F(Groups, AreCreatedWithMembers) {
  const Json body{{"schemas",
                   {"urn:ietf:params:scim:schemas:core:2.0:Group",
                    "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"}},
                  {"displayName", "Deck"},
                  {"externalId", "e-1"},
                  {"members", {{{"value", ada}, {"display", "somebody"}, {"$ref", nullptr}}}}};
  const auto response = provider.send("POST", "/Groups", body);
  ASSERT_EQ(response.status, 201) << response.body;
  const Json deck = Provider::json(response);
  EXPECT_EQ(deck["externalId"], "e-1");
  EXPECT_EQ(deck["meta"]["resourceType"], "Group");
  EXPECT_EQ(response.headers.get("Location"),
            std::string(Provider::base_url) + "/Groups/" + to_text(deck["id"]));
  const Json member{{"value", ada},
                    {"type", "User"},
                    {"$ref", std::string(Provider::base_url) + "/Users/" + ada},
                    {"display", "ada"}};
  EXPECT_EQ(deck["members"], Json::array({member}));
  EXPECT_EQ(provider.get_group(to_text(deck["id"])), deck);
}

TEST_F(Groups, NeedAName) {
  EXPECT_EQ(provider.send("POST", "/Groups", Json{{"externalId", "x"}}).status, 400);
  EXPECT_EQ(provider.send("POST", "/Groups", Json{{"displayName", " "}}).status, 400);
  EXPECT_EQ(
      provider.send("POST", "/Groups", Json{{"displayName", "Empty"}, {"members", Json::array()}}).status,
      201);
}

TEST_F(Groups, HaveNoMembersThatDoNotExist) {
  const Json body{{"displayName", "Ghosts"}, {"members", values({"no-such-user"})}};
  const auto response = provider.send("POST", "/Groups", body);
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(Provider::json(response)["scimType"], "invalidValue");
  EXPECT_NE(to_text(Provider::json(response)["detail"]).find("no-such-user"), std::string::npos);
  EXPECT_EQ(provider.send("PUT", "/Groups/" + group, body).status, 400);
  EXPECT_EQ(patch({{"op", "add"}, {"path", "members"}, {"value", values({cleo, "no-such-user"})}}).status,
            400);
  EXPECT_EQ(
      patch({{"op", "add"}, {"path", "members"}, {"value", Json::array({Json{{"display", "x"}}})}}).status,
      400);
  EXPECT_EQ(patch({{"op", "add"}, {"path", "members"}, {"value", values({group})}}).status, 400);
  EXPECT_EQ(provider.members(group), (Ids{ada, bea}));
}

TEST_F(Groups, GainMembers) {
  const auto response = patch({{"op", "Add"}, {"path", "members"}, {"value", values({cleo, ada})}});
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(provider.members(group), (Ids{ada, bea, cleo}));
  EXPECT_EQ(provider.get_group(group)["members"].size(), 3u);
}

TEST_F(Groups, GainMembersInOtherShapes) {
  patch({{"op", "add"},
         {"path", "urn:ietf:params:scim:schemas:core:2.0:Group:Members"},
         {"value", Json{{"value", cleo}}}});
  EXPECT_EQ(provider.members(group), (Ids{ada, bea, cleo}));
  const std::string other = provider.add_group("Other");
  provider.patch("/Groups/" + other, {{"op", "add"}, {"value", {{"members", values({ada})}}}});
  EXPECT_EQ(provider.members(other), (Ids{ada}));
  provider.patch(
      "/Groups/" + other,
      {{"op", "add"}, {"path", "members[value eq \"" + bea + "\"]"}, {"value", {{"type", "User"}}}});
  EXPECT_EQ(provider.members(other), (Ids{ada, bea}));
}

TEST_F(Groups, LoseOneMemberBySelection) {
  EXPECT_EQ(patch({{"op", "remove"}, {"path", "members[value eq \"" + ada + "\"]"}}).status, 204);
  EXPECT_EQ(provider.members(group), (Ids{bea}));
  EXPECT_EQ(patch({{"op", "remove"}, {"path", "members[value eq \"" + ada + "\"]"}}).status, 204);
  EXPECT_EQ(provider.members(group), (Ids{bea}));
}

TEST_F(Groups, LoseOnlyTheMembersThatTheValueNames) {
  patch({{"op", "Remove"}, {"path", "members"}, {"value", {{{"$ref", nullptr}, {"value", ada}}}}});
  EXPECT_EQ(provider.members(group), (Ids{bea}));
  patch({{"op", "remove"}, {"path", "members"}, {"value", values({cleo})}});
  patch({{"op", "remove"}, {"path", "members"}, {"value", Json::array()}});
  EXPECT_EQ(provider.members(group), (Ids{bea}));
  patch({{"op", "remove"}, {"path", "members"}, {"value", bea}});
  EXPECT_EQ(provider.members(group), Ids{});
}

TEST_F(Groups, LoseAllMembersWithoutAValue) {
  EXPECT_EQ(patch({{"op", "remove"}, {"path", "members"}}).status, 204);
  EXPECT_EQ(provider.members(group), Ids{});
}

TEST_F(Groups, HaveTheirMembersReplaced) {
  patch({{"op", "replace"}, {"path", "members"}, {"value", values({cleo})}});
  EXPECT_EQ(provider.members(group), Ids{cleo});
  patch({{"op", "replace"}, {"path", "members"}, {"value", Json::array()}});
  EXPECT_EQ(provider.members(group), Ids{});
}

TEST_F(Groups, DoNotChangeAMembersId) {
  const auto response =
      patch({{"op", "replace"}, {"path", "members[value eq \"" + ada + "\"].value"}, {"value", cleo}});
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(Provider::json(response)["scimType"], "mutability");
}

TEST_F(Groups, AreRenamedAsOktaDoes) {
  EXPECT_EQ(patch({{"op", "replace"}, {"value", {{"id", group}, {"displayName", "Deck"}}}}).status, 204);
  EXPECT_EQ(provider.get_group(group)["displayName"], "Deck");
  EXPECT_EQ(provider.members(group), (Ids{ada, bea}));
}

TEST_F(Groups, AreReplacedByPut) {
  const Json body{{"displayName", "Deck"}, {"members", values({cleo})}};
  EXPECT_EQ(provider.send("PUT", "/Groups/" + group, body).status, 200);
  EXPECT_EQ(provider.get_group(group)["displayName"], "Deck");
  EXPECT_EQ(provider.members(group), Ids{cleo});
  provider.send("PUT", "/Groups/" + group, Json{{"displayName", "Deck"}});
  EXPECT_EQ(provider.members(group), Ids{});
}

TEST_F(Groups, AnswerAPatchWithTheGroupWhenAttributesAreAskedFor) {
  const Json operation{{"op", "replace"}, {"path", "displayName"}, {"value", "Deck"}};
  const auto response = provider.patch("/Groups/" + group + "?attributes=displayName", operation);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(Provider::json(response)["displayName"], "Deck");
  EXPECT_FALSE(Provider::json(response).contains("members"));
}

TEST_F(Groups, ShowUpAtTheirMembers) {
  const Json expected{{"value", group},
                      {"$ref", std::string(Provider::base_url) + "/Groups/" + group},
                      {"display", "Crew"},
                      {"type", "direct"}};
  EXPECT_EQ(provider.get_user(ada)["groups"], Json::array({expected}));
  EXPECT_FALSE(provider.get_user(cleo).contains("groups"));
  patch({{"op", "remove"}, {"path", "members"}, {"value", values({ada})}});
  EXPECT_FALSE(provider.get_user(ada).contains("groups"));
}

TEST_F(Groups, AreLeftByDeletedUsersAndKeepTheOthers) {
  const std::string outer = provider.add_group("Outer", {ada, group});
  EXPECT_EQ(provider.get_group(outer)["members"][1]["type"], "Group");
  provider.clock.advance(Milliseconds(1000));
  provider.send("DELETE", "/Users/" + ada);
  EXPECT_EQ(provider.members(group), Ids{bea});
  EXPECT_EQ(provider.get_group(group)["meta"]["lastModified"], "2026-11-22T03:14:16.926Z");
  EXPECT_EQ(provider.send("DELETE", "/Groups/" + group).status, 204);
  EXPECT_EQ(provider.send("GET", "/Groups/" + group).status, 404);
  EXPECT_EQ(provider.members(outer), Ids{});
  EXPECT_EQ(provider.get_user(bea)["userName"], "bea");
  EXPECT_FALSE(provider.get_user(bea).contains("groups"));
}

TEST_F(Groups, KeepMembersThatAreDeactivated) {
  provider.service.set_active(ada, false);
  EXPECT_EQ(provider.members(group), (Ids{ada, bea}));
}

TEST_F(Groups, MayBeLarge) {
  std::vector<std::string> ids;
  for (int i = 0; i < 1'000; ++i) ids.push_back(provider.add_user("user" + std::to_string(i)));
  const std::string large = provider.add_group("Large", ids);
  EXPECT_EQ(provider.members(large).size(), 1'000u);
  provider.patch("/Groups/" + large, {{"op", "add"}, {"path", "members"}, {"value", values({ada})}});
  EXPECT_EQ(provider.members(large).size(), 1'001u);
}

}  // namespace
}  // namespace idproctor::reference
