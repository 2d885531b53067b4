#include <gtest/gtest.h>

#include <optional>

#include "tests/reference_sp/scim/provider.hpp"

// The checks of POST, PUT, DELETE and groups, on and off: the right and the wrong answer.

namespace idproctor::reference {
namespace {

using Missing = std::set<std::string, std::less<>>;
using Members = std::set<std::string>;

/// A test asks twice: with the check on, and with it off.
class Write : public testing::TestWithParam<bool> {
 protected:
  void start(const char* check) {
    provider.emplace(right ? Missing{} : Missing{check});
    ada = provider->add_user("ada");
    bea = provider->add_user("bea");
  }
  std::string group() { return provider->add_group("Crew", {ada, bea}); }
  int post(const Json& body) { return provider->send("POST", "/Users", body).status; }
  int put(const std::string& id, const Json& body) {
    return provider->send("PUT", "/Users/" + id, body).status;
  }
  static Json one(const std::string& id) { return Json::array({Json{{"value", id}}}); }

  const bool right = GetParam();
  std::optional<Provider> provider;
  std::string ada, bea;
};

INSTANTIATE_TEST_SUITE_P(Check, Write, testing::Bool(),
                         [](const auto& test) { return test.param ? "on" : "off"; });

// POST

TEST_P(Write, CreateId) {
  start("create-id");
  const auto made = provider->send("POST", "/Users", Json{{"userName", "cleo"}, {"id", ada}});
  EXPECT_EQ(Provider::json(made)["id"] != ada, right);
  EXPECT_EQ(provider->get_user(ada)["userName"], right ? "ada" : "cleo");
}

TEST_P(Write, CreateLocation) {
  start("create-location");
  const auto made = provider->send("POST", "/Users", Json{{"userName", "cleo"}});
  EXPECT_EQ(made.headers.get("Location").empty(), !right);
}

TEST_P(Write, Meta) {
  start("meta");
  EXPECT_EQ(provider->get_user(ada)["meta"].contains("resourceType"), right);
  EXPECT_TRUE(provider->get_user(ada)["meta"].contains("created"));
}

TEST_P(Write, CreateActive) {
  start("create-active");
  const std::string cleo = provider->add_user(Json{{"userName", "cleo"}, {"active", false}});
  EXPECT_EQ(provider->get_user(cleo)["active"], !right);
  EXPECT_EQ(provider->get_user(ada)["active"], true);
}

TEST_P(Write, ActiveDefault) {
  start("active-default");
  EXPECT_EQ(provider->get_user(ada)["active"], right);
  const std::string cleo = provider->add_user(Json{{"userName", "cleo"}, {"active", true}});
  EXPECT_EQ(provider->get_user(cleo)["active"], true);
}

TEST_P(Write, UserNameRequired) {
  start("user-name-required");
  EXPECT_EQ(post(Json{{"title", "Dr"}}), right ? 400 : 201);
  EXPECT_EQ(post(Json{{"userName", "ADA"}}), 409);
}

TEST_P(Write, UserNameKept) {
  start("user-name-kept");
  const std::string id =
      provider->add_user(Json{{"userName", "cleo"}, {"emails", {{{"value", "cleo@example"}}}}});
  EXPECT_EQ(provider->get_user(id)["userName"], right ? "cleo" : "cleo@example");
}

TEST_P(Write, UserNameCharacters) {
  start("user-name-characters");
  const std::string id = provider->add_user(Json{{"userName", "o'cleo+a"}});
  EXPECT_EQ(provider->get_user(id)["userName"], right ? "o'cleo+a" : "ocleoa");
}

TEST_P(Write, ExternalId) {
  start("external-id");
  const std::string id = provider->add_user(Json{{"userName", "cleo"}, {"externalId", "x"}});
  EXPECT_EQ(provider->get_user(id).contains("externalId"), right);
}

TEST_P(Write, ExternalIdShared) {
  start("external-id-shared");
  const std::string first = provider->add_user(Json{{"userName", "cleo"}, {"externalId", "x"}});
  EXPECT_EQ(post(Json{{"userName", "dora"}, {"externalId", "x"}}), 201);
  EXPECT_EQ(provider->get_user(first)["userName"], right ? "cleo" : "dora");
  EXPECT_EQ(post(Json{{"userName", "elsa"}}), 201);
}

TEST_P(Write, NullValues) {
  start("null-values");
  EXPECT_EQ(post(Json{{"userName", "cleo"}, {"title", nullptr}}), right ? 201 : 400);
  EXPECT_EQ(post(Json{{"userName", "dora"}, {"roles", Json::array()}}), 201);
}

TEST_P(Write, ListOfOne) {
  start("list-of-one");
  EXPECT_EQ(post(Json{{"userName", "cleo"}, {"emails", {{"value", "c"}}}}), right ? 201 : 500);
  EXPECT_EQ(post(Json{{"userName", "dora"}, {"emails", {{{"value", "d"}}}}}), 201);
}

TEST_P(Write, OnePrimary) {
  start("one-primary");
  const Json emails{{{"value", "a"}, {"primary", true}}, {{"value", "b"}, {"primary", true}}};
  const std::string id = provider->add_user(Json{{"userName", "cleo"}, {"emails", emails}});
  EXPECT_EQ(provider->get_user(id)["emails"][0]["primary"], true);
  EXPECT_EQ(provider->get_user(id)["emails"][1]["primary"], !right);
}

TEST_P(Write, PrimaryBoolean) {
  start("primary-boolean");
  const Json roles{{{"value", "a"}, {"primary", "False"}}, {{"value", "b"}, {"primary", "True"}}};
  const std::string id = provider->add_user(Json{{"userName", "cleo"}, {"roles", roles}});
  EXPECT_EQ(provider->get_user(id)["roles"][0]["primary"], !right);
  EXPECT_EQ(provider->get_user(id)["roles"][1]["primary"], right);
}

TEST_P(Write, ManyValues) {
  start("many-values");
  Json roles = Json::array();
  for (int i = 0; i < 11; ++i) roles.push_back({{"value", std::to_string(i)}});
  const std::string id = provider->add_user(Json{{"userName", "cleo"}, {"roles", roles}});
  EXPECT_EQ(provider->get_user(id)["roles"].size(), right ? 11u : 10u);
  roles.erase(10);
  EXPECT_EQ(provider->send("PUT", "/Users/" + id, Json{{"userName", "cleo"}, {"roles", roles}}).status, 200);
  EXPECT_EQ(provider->get_user(id)["roles"].size(), 10u);
}

TEST_P(Write, SchemaStored) {
  start("schema-stored");
  const std::string id = provider->add_user(
      Json{{"userName", "cleo"}, {"title", "Dr"}, {"displayName", "C"}, {"nickName", "c"}});
  EXPECT_EQ(provider->get_user(id).contains("title"), right);
  EXPECT_EQ(provider->get_user(id).contains("displayName"), right);
  EXPECT_EQ(provider->get_user(id)["nickName"], "c");
  EXPECT_EQ(provider->get_group(group())["displayName"], "Crew");
}

TEST_P(Write, WithoutChange) {
  start("write-without-change");
  const Json body = provider->get_user(ada);
  provider->clock.advance(Milliseconds(1000));
  EXPECT_EQ(put(ada, body), 200);
  EXPECT_EQ(provider->get_user(ada)["meta"] == body["meta"], right);
  EXPECT_EQ(provider->get_user(ada)["userName"], "ada");
}

TEST_P(Write, ManagerUnknown) {
  start("manager-unknown");
  const auto managed_by = [&](const std::string& manager) {
    return Json{{"op", "add"}, {"path", std::string(Provider::enterprise) + ":manager"}, {"value", manager}};
  };
  EXPECT_EQ(provider->patch("/Users/" + ada, managed_by(bea)).status, 200);
  EXPECT_EQ(provider->send("GET", "/Users/" + ada).status, 200);
  EXPECT_EQ(provider->patch("/Users/" + bea, managed_by("nobody")).status, 200);
  EXPECT_EQ(provider->send("GET", "/Users/" + bea).status, right ? 200 : 500);
  EXPECT_EQ(provider->send("GET", "/Users/" + ada).status, 200);
}

TEST_P(Write, ExtensionUnknown) {
  start("extension-unknown");
  EXPECT_EQ(post(Json{{"userName", "cleo"}, {"urn:x:y", {{"a", "b"}}}}), right ? 201 : 500);
  EXPECT_EQ(post(Json{{"userName", "dora"}, {Provider::enterprise, {{"department", "b"}}}}), 201);
}

TEST_P(Write, LongText) {
  start("long-text");
  EXPECT_EQ(post(Json{{"userName", "cleo"}, {"title", std::string(256, 'x')}}), right ? 201 : 500);
  EXPECT_EQ(post(Json{{"userName", "dora"}, {"title", std::string(255, 'x')}}), 201);
}

TEST_P(Write, UnicodeText) {
  start("unicode-text");
  const std::string id = provider->add_user(Json{{"userName", "cleo"}, {"title", "Gräfin"}});
  EXPECT_EQ(provider->get_user(id)["title"], right ? "Gräfin" : "Gr??fin");
}

TEST_P(Write, MarkupText) {
  start("markup-text");
  const std::string id = provider->add_user(Json{{"userName", "cleo"}, {"title", "<b>"}});
  EXPECT_EQ(provider->get_user(id)["title"], right ? "<b>" : "&lt;b>");
}

// GET

TEST_P(Write, IdForm) {
  start("id-form");
  EXPECT_EQ(provider->send("GET", "/Users/nobody").status, right ? 404 : 500);
  EXPECT_EQ(provider->send("GET", "/Users/00000000-0000-4000-8000-000000000000").status, 404);
  EXPECT_EQ(provider->send("GET", "/Users/" + ada).status, 200);
}

TEST_P(Write, GetUnknown) {
  start("get-unknown");
  EXPECT_EQ(provider->send("GET", "/Users/nobody").status, right ? 404 : 200);
  EXPECT_EQ(provider->send("DELETE", "/Users/nobody").status, 404);
}

TEST_P(Write, InactiveShown) {
  start("inactive-shown");
  put(ada, Json{{"userName", "ada"}, {"active", false}});
  EXPECT_EQ(provider->send("GET", "/Users/" + ada).status, right ? 200 : 404);
  EXPECT_EQ(provider->send("GET", "/Users/" + bea).status, 200);
}

TEST_P(Write, InactiveListed) {
  start("inactive-listed");
  put(ada, Json{{"userName", "ada"}, {"active", false}});
  EXPECT_EQ(provider->selected("/Users", "userName pr"), right ? "ada bea" : "bea");
  EXPECT_EQ(provider->send("GET", "/Users/" + ada).status, 200);
}

// PUT

TEST_P(Write, PutId) {
  start("put-id");
  EXPECT_EQ(put(ada, Json{{"userName", "cleo"}, {"id", bea}}), 200);
  EXPECT_EQ(provider->get_user(right ? ada : bea)["userName"], "cleo");
  EXPECT_EQ(provider->get_user(right ? bea : ada)["userName"], right ? "bea" : "ada");
}

TEST_P(Write, PutReadOnly) {
  start("put-read-only");
  EXPECT_EQ(put(ada, Json{{"userName", "ada"}, {"id", ada}}), right ? 200 : 400);
  EXPECT_EQ(put(ada, Json{{"userName", "ada"}}), 200);
}

TEST_P(Write, PutUnknown) {
  start("put-unknown");
  EXPECT_EQ(put("nobody", Json{{"userName", "cleo"}}), right ? 404 : 201);
}

TEST_P(Write, PutNull) {
  start("put-null");
  put(ada, Json{{"userName", "ada"}, {"title", "Dr"}});
  put(ada, Json{{"userName", "ada"}, {"title", nullptr}});
  EXPECT_EQ(provider->get_user(ada).contains("title"), !right);
}

TEST_P(Write, PutActiveKept) {
  start("put-active-kept");
  put(ada, Json{{"userName", "ada"}, {"active", false}});
  EXPECT_EQ(provider->get_user(ada)["active"], false);
  put(ada, Json{{"userName", "ada"}});
  EXPECT_EQ(provider->get_user(ada)["active"], !right);
}

TEST_P(Write, PutActiveAbsent) {
  start("put-active-absent");
  put(ada, Json{{"userName", "ada"}});
  EXPECT_EQ(provider->get_user(ada)["active"], right);
}

// DELETE

TEST_P(Write, DeleteStatus) {
  start("delete-status");
  EXPECT_EQ(provider->send("DELETE", "/Users/" + ada).status, right ? 204 : 200);
  EXPECT_EQ(provider->send("GET", "/Users/" + ada).status, 404);
}

TEST_P(Write, DeleteUnknown) {
  start("delete-unknown");
  EXPECT_EQ(provider->send("DELETE", "/Users/nobody").status, right ? 404 : 204);
}

TEST_P(Write, DeleteFreesName) {
  start("delete-frees-name");
  provider->send("DELETE", "/Users/" + ada);
  EXPECT_EQ(post(Json{{"userName", "Ada"}}), right ? 201 : 409);
  EXPECT_EQ(post(Json{{"userName", "cleo"}}), 201);
}

TEST_P(Write, DeleteLeavesGroups) {
  start("delete-leaves-groups");
  const std::string crew = group();
  provider->send("DELETE", "/Users/" + ada);
  EXPECT_EQ(provider->members(crew), right ? Members{bea} : (Members{ada, bea}));
}

TEST_P(Write, DeleteGroupUsers) {
  start("delete-group-users");
  EXPECT_EQ(provider->send("DELETE", "/Groups/" + group()).status, 204);
  EXPECT_EQ(provider->send("GET", "/Users/" + ada).status, right ? 200 : 404);
}

// groups

TEST_P(Write, GroupCreateMembers) {
  start("group-create-members");
  EXPECT_EQ(provider->members(group()), right ? (Members{ada, bea}) : Members{});
}

TEST_P(Write, GroupNameRequired) {
  start("group-name-required");
  EXPECT_EQ(provider->send("POST", "/Groups", Json{{"externalId", "x"}}).status, right ? 400 : 201);
}

TEST_P(Write, GroupNameShared) {
  start("group-name-shared");
  const std::string crew = group();
  EXPECT_EQ(provider->add_group("Crew") != crew, right);
  EXPECT_EQ(provider->members(crew), right ? (Members{ada, bea}) : Members{});
}

TEST_P(Write, MemberExists) {
  start("member-exists");
  const Json body{{"displayName", "Crew"}, {"members", one("nobody")}};
  EXPECT_EQ(provider->send("POST", "/Groups", body).status, right ? 400 : 201);
}

TEST_P(Write, MembersEmptied) {
  start("members-emptied");
  const std::string crew = group();
  const Json nobody{{"displayName", "Crew"}, {"members", Json::array()}};
  provider->send("PUT", "/Groups/" + crew, nobody);
  EXPECT_EQ(provider->members(crew), right ? Members{} : (Members{ada, bea}));
  const std::string deck = provider->add_group("Deck", {ada});
  provider->patch("/Groups/" + deck, {{"op", "replace"}, {"path", "members"}, {"value", Json::array()}});
  EXPECT_EQ(provider->members(deck), right ? Members{} : Members{ada});
}

TEST_P(Write, MemberRemovalExact) {
  start("member-removal-exact");
  const std::string cleo = provider->add_user("cleo");
  const std::string crew = group();
  provider->patch("/Groups/" + crew, {{"op", "remove"}, {"path", "members[value eq \"" + cleo + "\"]"}});
  EXPECT_EQ(provider->members(crew), right ? (Members{ada, bea}) : Members{ada});
  const std::string deck = group();
  provider->patch("/Groups/" + deck, {{"op", "remove"}, {"path", "members"}, {"value", one(cleo)}});
  EXPECT_EQ(provider->members(deck), right ? (Members{ada, bea}) : Members{ada});
  provider->patch("/Groups/" + deck, {{"op", "remove"}, {"path", "members[value eq \"" + ada + "\"]"}});
  EXPECT_EQ(provider->members(deck), right ? Members{bea} : Members{});
}

TEST_P(Write, GroupRenameMembers) {
  start("group-rename-members");
  const std::string crew = group();
  provider->patch("/Groups/" + crew, {{"op", "replace"}, {"path", "displayName"}, {"value", "Crew"}});
  EXPECT_EQ(provider->members(crew), (Members{ada, bea}));
  provider->patch("/Groups/" + crew, {{"op", "replace"}, {"path", "displayName"}, {"value", "Deck"}});
  EXPECT_EQ(provider->members(crew), right ? (Members{ada, bea}) : Members{});
}

TEST_P(Write, NestedGroups) {
  start("nested-groups");
  const std::string inner = group();
  EXPECT_EQ(provider->members(provider->add_group("Outer", {inner, ada})),
            right ? (Members{inner, ada}) : Members{ada});
}

TEST_P(Write, UserGroupsReadOnly) {
  start("user-groups-read-only");
  const std::string crew = group();
  const std::string cleo = provider->add_user(Json{{"userName", "cleo"}, {"groups", one(crew)}});
  EXPECT_EQ(provider->members(crew).contains(cleo), !right);
}

TEST_P(Write, UserGroupsLeft) {
  start("user-groups-left");
  const std::string crew = group();
  EXPECT_EQ(provider->get_user(ada)["groups"][0]["value"], crew);
  provider->patch("/Groups/" + crew, {{"op", "remove"}, {"path", "members[value eq \"" + ada + "\"]"}});
  EXPECT_EQ(provider->members(crew), Members{bea});
  EXPECT_EQ(provider->get_user(ada).contains("groups"), !right);
  EXPECT_EQ(provider->get_user(bea)["groups"].size(), 1u);
  provider->send("DELETE", "/Groups/" + crew);
  EXPECT_FALSE(provider->get_user(ada).contains("groups"));
}

TEST_P(Write, MemberOnce) {
  start("member-once");
  const std::string crew = group();
  provider->patch("/Groups/" + crew, {{"op", "add"}, {"path", "members"}, {"value", one(ada)}});
  EXPECT_EQ(provider->get_group(crew)["members"].size(), right ? 2u : 3u);
}

}  // namespace
}  // namespace idproctor::reference
