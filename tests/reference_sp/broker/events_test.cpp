#include <gtest/gtest.h>

#include "tests/reference_sp/broker/chain.hpp"

// What happens in a directory, and what the broker tells of it.

namespace idproctor::reference::testing {
namespace {

TEST(Events, TellEveryChangeOnceAndInItsOrder) {
  Chain chain;
  const std::string ada = chain.add_user("ada@example.com");
  const std::string group = chain.add_group("Crew", {ada});
  chain.patch("/Users/" + ada, replacing("name.givenName", "Ada"));
  chain.patch("/Groups/" + group, replacing("displayName", "Team"));
  chain.set_members(group, {});
  EXPECT_EQ(chain.scim("DELETE", "/Groups/" + group).status, 204);
  EXPECT_EQ(chain.scim("DELETE", "/Users/" + ada).status, 204);
  EXPECT_EQ(chain.event_types(),
            "activated user.created group.created group.user_added user.updated group.updated "
            "group.user_removed group.deleted user.deleted");
}

TEST(Events, HaveTheShapeThatIsDocumented) {
  Chain chain;
  chain.add_user(Json{{"userName", "ada"},
                      {"externalId", "00u1"},
                      {"name", {{"givenName", "Ada"}, {"familyName", "Byron"}}},
                      {"title", "Countess"},
                      {"emails",
                       {{{"value", "home@example.com"}, {"type", "home"}},
                        {{"value", "ada@example.com"}, {"type", "work"}}}}});
  const Json event = chain.events(1).at(0);
  EXPECT_EQ(event["object"], "event");
  EXPECT_EQ(event["event"], "dsync.user.created");
  EXPECT_EQ(event["created_at"], "2026-11-22T03:14:15.926Z");
  EXPECT_TRUE(event["id"].get<std::string>().starts_with("event_"));
  const Json& user = event["data"];
  EXPECT_TRUE(user["id"].get<std::string>().starts_with("directory_user_"));
  EXPECT_EQ(user["directory_id"], "directory_first");
  EXPECT_EQ(user["organization_id"], "org_first");
  EXPECT_EQ(user["idp_id"], "00u1");
  EXPECT_EQ(user["email"], "ada@example.com");
  EXPECT_EQ(user["first_name"], "Ada");
  EXPECT_EQ(user["last_name"], "Byron");
  EXPECT_EQ(user["state"], "active");
  EXPECT_EQ(user["role"]["slug"], "member");
  EXPECT_EQ(user["custom_attributes"]["job_title"], "Countess");
  EXPECT_EQ(user["custom_attributes"]["username"], "ada");
}

TEST(Events, SayNothingWhereNothingChanged) {
  Chain chain;
  const std::string ada = chain.add_user("ada@example.com");
  const std::string group = chain.add_group("Crew", {ada});
  const std::size_t so_far = chain.events().size();
  chain.set_active(ada, true);
  chain.patch("/Users/" + ada, replacing("userName", "ada@example.com"));
  chain.set_members(group, {ada});
  EXPECT_EQ(chain.scim("POST", "/Users", Json{{"userName", "ADA@example.com"}}).status, 409);
  EXPECT_EQ(chain.scim("DELETE", "/Users/nobody").status, 404);
  EXPECT_EQ(chain.event_types(so_far), "");
}

TEST(Events, OfAnUpdateSayWhatWasThereBefore) {
  Chain chain;
  const std::string ada = chain.add_user(Json{{"userName", "ada"}, {"title", "Miss"}});
  chain.clock.advance(Milliseconds(1000));
  chain.patch("/Users/" + ada, replacing("title", "Countess"));
  const Json data = chain.events(2).at(0)["data"];
  EXPECT_EQ(dump(data["previous_attributes"]), R"({"custom_attributes":{"job_title":"Miss"}})");
  EXPECT_EQ(data["updated_at"], "2026-11-22T03:14:16.926Z");
  EXPECT_EQ(data["created_at"], "2026-11-22T03:14:15.926Z");
}

TEST(Events, OfOneDirectoryNameItsOrganization) {
  Chain chain;
  chain.add_user("ada@example.com", "second");
  EXPECT_EQ(chain.events(1).at(0)["data"]["organization_id"], "org_second");
  EXPECT_EQ(chain.events(1).at(0)["data"]["directory_id"], "directory_second");
}

TEST(Events, OfAMembershipThatDecidesTheRoleAreFollowedByTheUser) {
  Chain chain;
  const std::string ada = chain.add_user("ada@example.com");
  const std::string group = chain.add_group("Admins", {ada});
  EXPECT_EQ(chain.event_types(2), "group.created group.user_added user.updated");
  const Json update = chain.events(4).at(0)["data"];
  EXPECT_EQ(update["role"]["slug"], "admin");
  EXPECT_EQ(update["previous_attributes"]["role"]["slug"], "member");
  chain.scim("DELETE", "/Groups/" + group);
  EXPECT_EQ(chain.event_types(5), "group.deleted user.updated");
  EXPECT_EQ(chain.events(6).at(0)["data"]["role"]["slug"], "member");
}

TEST(Events, OfAGroupThatIsRenamedMoveTheRoleAlong) {
  Chain chain;
  const std::string ada = chain.add_user("ada@example.com");
  const std::string group = chain.add_group("Crew", {ada});
  chain.patch("/Groups/" + group, replacing("displayName", "Admins"));
  EXPECT_EQ(chain.event_types(4), "group.updated user.updated");
  EXPECT_EQ(chain.events(4).at(0)["data"]["previous_attributes"]["name"], "Crew");
}

TEST(Events, WithoutTheChecksAreWhatTheMistakesMakeOfThem) {
  const auto happen = [](const char* check) {
    Chain chain({check});
    const std::string ada = chain.add_user("ada@example.com");
    chain.add_group("Crew", {ada});
    chain.patch("/Users/" + ada, replacing("title", "Countess"));
    return chain.event_types();
  };
  const std::string right = "activated user.created group.created group.user_added user.updated";
  EXPECT_EQ(happen("page-secrets"), right);
  EXPECT_EQ(happen("event-sent"), "activated user.created group.created group.user_added");
  EXPECT_EQ(happen("event-once"),
            "activated activated user.created user.created group.created group.created group.user_added "
            "group.user_added "
            "user.updated user.updated");
  EXPECT_EQ(happen("event-order"), "activated group.created user.created group.user_added user.updated");
  EXPECT_EQ(happen("membership-events"), "activated user.created group.created user.updated");
}

TEST(Events, WithoutEventOrderComeAfterAWhileWhereNothingElseHappens) {
  Chain chain({"event-order"});
  chain.add_user("ada@example.com");
  EXPECT_EQ(chain.event_types(), "activated");
  chain.deliver();
  EXPECT_EQ(chain.event_types(), "activated user.created");
}

TEST(Events, WithoutEventPreviousSayOnlyWhatIs) {
  for (const bool on : {true, false}) {
    Chain chain(on ? Without{} : Without{"event-previous"});
    const std::string ada = chain.add_user("ada@example.com");
    chain.patch("/Users/" + ada, replacing("title", "Countess"));
    EXPECT_EQ(chain.events(2).at(0)["data"].contains("previous_attributes"), on);
  }
}

}  // namespace
}  // namespace idproctor::reference::testing
