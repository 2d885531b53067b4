#include "mock_idp/user.hpp"

#include <gmock/gmock.h>

#include "foundation/core/file.hpp"
#include "tests/mock_idp/support.hpp"

namespace idproctor::mock_idp {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::MatchesRegex;

std::string error_in(const std::string& text) {
  TemporaryFolder folder;
  must(write_file(folder.path("users.yaml"), text));
  return error_of(load_users(folder.path("users.yaml")));
}

TEST(Users, AreThoseOfTheFixture) {
  const auto users = must(load_users(fixture("users.yaml")));
  const User& alice = users.at("alice");
  EXPECT_EQ(alice.key, "alice");
  EXPECT_EQ(alice.email, "alice@example.com");
  EXPECT_EQ(alice.user_name, "alice@example.com");
  EXPECT_EQ(alice.display_name, "Alice Anderson");
  EXPECT_THAT(alice.groups, ElementsAre("engineering", "everyone"));
  EXPECT_THAT(alice.id, MatchesRegex("[0-9a-f-]{36}"));
  EXPECT_NE(alice.id, users.at("bob").id);
  EXPECT_EQ(alice.id, must(load_users(fixture("users.yaml"))).at("alice").id) << "the same in every run";
  ASSERT_TRUE(users.contains("victim"));
  // Nobody's in the world (RFC 2606, section 3).
  const auto reserved = testing::AnyOf(EndsWith("@example.com"), EndsWith("@example.net"));
  for (const auto& [key, user] : users) EXPECT_THAT(user.email, reserved) << key;
}

TEST(Users, SayWhereTheyAreWrong) {
  EXPECT_THAT(error_in("alice:\n  email: a@example.com\n  givenName: A\n"),
              AllOf(HasSubstr("users.yaml:2:3: "), HasSubstr("familyName")));
  EXPECT_THAT(error_in("alice:\n  email: nowhere\n  givenName: A\n  familyName: B\n"),
              HasSubstr("users.yaml:1:1: "));
  EXPECT_THAT(error_in("alice:\n  email: a@example.com\n  givenName: ''\n  familyName: B\n"),
              HasSubstr("users.yaml:1:1: "));
  EXPECT_THAT(error_in("alice:\n  emial: a@example.com\n"),
              AllOf(HasSubstr("users.yaml:2:3: "), HasSubstr("'email'")));
  EXPECT_THAT(error_in("alice: someone\n"), HasSubstr("users.yaml:1:8: "));
  EXPECT_THAT(error_in("[alice, bob]"), HasSubstr("users.yaml:1:1: "));
  EXPECT_THAT(error_in("alice: {"), HasSubstr("users.yaml:"));
  EXPECT_THAT(error_of(load_users("/no/such/users.yaml")), HasSubstr("/no/such/users.yaml"));
}

TEST(Users, HaveTheValuesThatTemplatesKnow) {
  const User user = alice();
  EXPECT_EQ(user_value(user, "id"), user.id);
  EXPECT_EQ(user_value(user, "userName"), "alice@example.com");
  EXPECT_EQ(user_value(user, "email"), "alice@example.com");
  EXPECT_EQ(user_value(user, "givenName"), "Alice");
  EXPECT_EQ(user_value(user, "familyName"), "O'Hara & <Sons>");
  EXPECT_EQ(user_value(user, "displayName"), "Alice O'Hara & <Sons>");
  EXPECT_EQ(user_value(user, "groups"), "engineering");
  EXPECT_EQ(user_value(user, "Email"), std::nullopt);
  EXPECT_EQ(user_value(User{}, "groups"), std::nullopt);
}

TEST(Users, CanBeMadeFresh) {
  const User met = alice(), fresh_one = fresh(met, "r1"), other = fresh(met, "r2");
  EXPECT_EQ(fresh_one.email, "alice.r1@example.com");
  EXPECT_EQ(fresh_one.user_name, "alice.r1@example.com");
  EXPECT_EQ(fresh_one.given_name, met.given_name);
  EXPECT_EQ(fresh_one.groups, met.groups);
  EXPECT_NE(fresh_one.id, met.id);
  EXPECT_NE(fresh_one.id, other.id);
  EXPECT_EQ(fresh_one.id, fresh(met, "r1").id);
}

}  // namespace
}  // namespace idproctor::mock_idp
