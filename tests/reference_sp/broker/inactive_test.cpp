#include <gtest/gtest.h>

#include "tests/reference_sp/broker/chain.hpp"

// What becomes of users whom the identity provider deactivates, under both policies.

namespace idproctor::reference::testing {
namespace {

void remove_inactive(IntegrationConfig& config) {
  config.broker.inactive = broker::Inactive::remove;
}

TEST(InactiveUsers, AreKeptWhereThatIsThePolicy) {
  Chain chain;
  const std::string ada = chain.add_user("ada@example.com");
  chain.add_group("Crew", {ada});
  chain.set_active(ada, false);
  chain.set_active(ada, true);
  EXPECT_EQ(chain.event_types(4), "user.updated user.updated");
  const auto events = chain.events();
  EXPECT_EQ(events[4]["data"]["state"], "inactive");
  EXPECT_EQ(events[4]["data"]["previous_attributes"]["state"], "active");
  EXPECT_EQ(events[5]["data"]["state"], "active");
  EXPECT_EQ(events[5]["data"]["id"], events[1]["data"]["id"]);
}

TEST(InactiveUsers, AreDeletedAndReturnAsNewOnes) {
  Chain chain({}, remove_inactive);
  const std::string ada = chain.add_user("ada@example.com");
  const std::string group = chain.add_group("Crew", {ada});
  chain.set_active(ada, false);
  EXPECT_EQ(chain.event_types(4), "user.deleted");
  EXPECT_EQ(parse_json(chain.scim("GET", "/Users/" + ada).body).value()["active"], false);
  EXPECT_EQ(chain.scim("PATCH", "/Users/" + ada, replacing("title", "Countess")).status, 200);
  EXPECT_EQ(chain.event_types(5), "") << "nobody there has a title";
  chain.set_active(ada, true);
  EXPECT_EQ(chain.event_types(5), "user.created");
  const auto events = chain.events();
  EXPECT_NE(events[5]["data"]["id"], events[1]["data"]["id"]);
  // The identity provider says again who is in the group.
  chain.set_members(group, {ada});
  EXPECT_EQ(chain.event_types(6), "group.user_added");
}

TEST(InactiveUsers, WhoReturnIntoAGroupThatIsOnlyRenamedStayOutside) {
  Chain chain({}, remove_inactive);
  const std::string ada = chain.add_user("ada@example.com");
  const std::string group = chain.add_group("Crew", {ada});
  chain.set_active(ada, false);
  chain.set_active(ada, true);
  chain.patch("/Groups/" + group, replacing("displayName", "Team"));
  EXPECT_EQ(chain.event_types(6), "group.updated");
}

TEST(InactiveUsers, WhoAreNewAreNobodyWhereInactiveOnesAreDeleted) {
  Chain deleting({}, remove_inactive);
  deleting.add_user(Json{{"userName", "ada"}, {"active", false}});
  EXPECT_EQ(deleting.event_types(), "activated");
  Chain keeping;
  keeping.add_user(Json{{"userName", "ada"}, {"active", false}});
  EXPECT_EQ(keeping.event_types(), "activated user.created");
}

TEST(InactiveUsers, WithoutDeactivationEventAreNotTold) {
  for (const bool keeps : {true, false}) {
    Chain chain({"deactivation-event"}, keeps ? +[](IntegrationConfig&) {} : remove_inactive);
    const std::string ada = chain.add_user("ada@example.com");
    chain.set_active(ada, false);
    EXPECT_EQ(chain.event_types(2), "");
  }
}

TEST(InactiveUsers, WithoutMembershipReturnGetTheirOldMembershipsBack) {
  Chain chain({"membership-return"}, remove_inactive);
  const std::string ada = chain.add_user("ada@example.com");
  chain.add_group("Crew", {ada});
  chain.set_active(ada, false);
  chain.set_active(ada, true);
  EXPECT_EQ(chain.event_types(4), "user.deleted user.created group.user_added");
}

}  // namespace
}  // namespace idproctor::reference::testing
