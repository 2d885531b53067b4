#include <gtest/gtest.h>

#include "tests/reference_sp/broker/chain.hpp"

// What the application's user table says after the broker's webhooks came.

namespace idproctor::reference::testing {
namespace {

constexpr const char* ada_address = "ada@example.com";

struct UserTable : ::testing::Test {
  Json ada(Chain& chain) {
    chain.deliver();
    return chain.app_user(ada_address);
  }
};

TEST_F(UserTable, HasWhatTheDirectoryHas) {
  Chain chain;
  const std::string id = chain.add_user(Json{{"userName", ada_address},
                                             {"externalId", "00u1"},
                                             {"name", {{"givenName", "Ada"}, {"familyName", "Byron"}}},
                                             {"title", "Countess"}});
  chain.add_group("Crew", {id});
  EXPECT_TRUE(chain.app_user(ada_address).is_null()) << "nothing was delivered yet";
  const Json user = ada(chain);
  EXPECT_EQ(user["email"], ada_address);
  EXPECT_EQ(user["user_name"], ada_address);
  EXPECT_EQ(user["idp_id"], "00u1");
  EXPECT_EQ(user["first_name"], "Ada");
  EXPECT_EQ(user["last_name"], "Byron");
  EXPECT_EQ(user["state"], "active");
  EXPECT_EQ(user["role"], "member");
  EXPECT_EQ(dump(user["groups"]), R"(["Crew"])");
  EXPECT_EQ(user["organization_id"], "org_first");
  EXPECT_EQ(user["attributes"]["job_title"], "Countess");
  EXPECT_EQ(user["welcome_mails"], 1);
}

TEST_F(UserTable, FollowsTheDirectory) {
  Chain chain;
  const std::string id = chain.add_user(ada_address);
  const std::string admins = chain.add_group("Admins", {id});
  EXPECT_EQ(ada(chain)["role"], "admin");
  chain.set_members(admins, {});
  EXPECT_EQ(ada(chain)["role"], "member");
  EXPECT_EQ(ada(chain)["groups"].size(), 0u);
  chain.set_members(admins, {id});
  chain.patch("/Groups/" + admins, replacing("displayName", "Crew"));
  EXPECT_EQ(dump(ada(chain)["groups"]), R"(["Crew"])");
  chain.patch("/Users/" + id, replacing("name.familyName", "Lovelace"));
  EXPECT_EQ(ada(chain)["last_name"], "Lovelace");
  chain.patch("/Users/" + id, replacing("emails[type eq \"work\"].value", "lovelace@example.com"));
  EXPECT_TRUE(ada(chain).is_null());
  EXPECT_EQ(chain.app_user("lovelace@example.com")["last_name"], "Lovelace");
  chain.scim("DELETE", "/Groups/" + admins);
  chain.deliver();
  EXPECT_EQ(chain.app_user("lovelace@example.com")["groups"].size(), 0u);
}

TEST_F(UserTable, ForgetsWhoIsDeleted) {
  Chain chain;
  const std::string id = chain.add_user(ada_address);
  EXPECT_FALSE(ada(chain).is_null());
  chain.scim("DELETE", "/Users/" + id);
  EXPECT_TRUE(ada(chain).is_null());
  chain.add_user(ada_address);
  EXPECT_EQ(ada(chain)["welcome_mails"], 1);
}

TEST_F(UserTable, ShowsInactiveUsers) {
  Chain chain;
  const std::string id = chain.add_user(ada_address);
  chain.set_active(id, false);
  EXPECT_EQ(ada(chain)["state"], "inactive");
  chain.set_active(id, true);
  EXPECT_EQ(ada(chain)["state"], "active");
}

TEST_F(UserTable, WithoutAppDeactivationKnowsNoEnd) {
  for (const auto inactive : {broker::Inactive::keep, broker::Inactive::remove}) {
    Chain chain({"app-deactivation"}, [&](IntegrationConfig& config) { config.broker.inactive = inactive; });
    const std::string id = chain.add_user(ada_address);
    chain.set_active(id, false);
    EXPECT_EQ(ada(chain)["state"], "active");
  }
}

TEST_F(UserTable, WithoutAppRoleKeepsTheFirstOne) {
  Chain chain({"app-role"});
  const std::string id = chain.add_user(ada_address);
  chain.add_group("Admins", {id});
  EXPECT_EQ(ada(chain)["role"], "member");
}

TEST_F(UserTable, TakesTheStrongestRole) {
  for (const bool on : {true, false}) {
    Chain chain(on ? Without{} : Without{"app-role-priority"});
    const std::string id = chain.add_user(ada_address);
    chain.add_group("Admins", {id});
    chain.add_group("Staff", {id});
    EXPECT_EQ(ada(chain)["role"], on ? "admin" : "member");
  }
}

TEST_F(UserTable, WithoutAppGroupsNobodyLeaves) {
  Chain chain({"app-groups"});
  const std::string id = chain.add_user(ada_address);
  const std::string group = chain.add_group("Crew", {id});
  chain.set_members(group, {});
  EXPECT_EQ(dump(ada(chain)["groups"]), R"(["Crew"])");
}

TEST_F(UserTable, WithoutAppNamesKeepsTheFirstOnes) {
  Chain chain({"app-names"});
  const std::string id = chain.add_user(Json{{"userName", ada_address}, {"name", {{"familyName", "Byron"}}}});
  chain.patch("/Users/" + id, replacing("name.familyName", "Lovelace"));
  EXPECT_EQ(ada(chain)["last_name"], "Byron");
}

TEST_F(UserTable, WithoutEventOnceWelcomesTwice) {
  Chain chain({"event-once"});
  chain.add_user(ada_address);
  EXPECT_EQ(ada(chain)["welcome_mails"], 2);
}

TEST_F(UserTable, KeepsCustomersApart) {
  const auto names = [](Chain& chain) {
    const Json theirs{{"userName", ada_address}, {"name", {{"familyName", "Other"}}}};
    const Json ours{{"userName", ada_address}, {"name", {{"familyName", "Byron"}}}};
    chain.add_user(theirs, "second");
    chain.add_user(ours);
    chain.deliver();
    const Json first = chain.app_user(ada_address), second = chain.app_user(ada_address, "second");
    return (first.is_null() ? "nobody" : first["last_name"].get<std::string>()) + " " +
           (second.is_null() ? "nobody" : second["last_name"].get<std::string>());
  };
  Chain right, wrong({"app-tenants"});
  EXPECT_EQ(names(right), "Byron Other");
  EXPECT_EQ(names(wrong), "Byron Byron") << "the last one who pushed has it all";
}

TEST_F(UserTable, TakesGuests) {
  for (const bool on : {true, false}) {
    Chain chain(on ? Without{} : Without{"app-guests"});
    chain.add_user("grace@example.net");
    chain.deliver();
    EXPECT_EQ(chain.app_user("grace@example.net").is_null(), !on);
  }
}

TEST_F(UserTable, BelievesMembershipsOfUsersWhoComeLater) {
  Chain chain({"event-order"});
  const std::string id = chain.add_user(ada_address);
  chain.add_group("Crew", {id});
  EXPECT_EQ(dump(ada(chain)["groups"]), R"(["Crew"])");
}

}  // namespace
}  // namespace idproctor::reference::testing
