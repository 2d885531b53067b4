// A chain that breaks: the report says at which link.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/harness/support/lab.hpp"

namespace idproctor::run {
namespace {

using testing::HasSubstr;

CaseResult examine(const std::string& id, const std::vector<std::string>& without) {
  static Lab lab;
  return result_of(lab.examine_reference({id}, {"generic"}, without), id);
}

TEST(ChainLinks, hold) {
  EXPECT_EQ(examine("lifecycle.application.leave", {}).status, Status::pass);
}

TEST(ChainLinks, break_between_directory_and_event) {
  const CaseResult result = examine("lifecycle.application.leave", {"deactivation-event"});
  EXPECT_EQ(result.status, Status::fail);
  EXPECT_THAT(result.reason, HasSubstr("no event was sent"));
  EXPECT_THAT(result.fix, HasSubstr("Write the event"));
  EXPECT_THAT(result.reason, HasSubstr("shows state active instead of absent"));
  EXPECT_EQ(result.evidence.back().layer, "application");
}

TEST(ChainLinks, break_between_event_and_application) {
  const CaseResult result = examine("lifecycle.application.leave", {"app-deactivation"});
  EXPECT_EQ(result.status, Status::fail);
  EXPECT_THAT(result.reason, HasSubstr("the event user.deleted was sent, and the application shows"));
}

TEST(ChainLinks, break_before_the_directory) {
  const CaseResult result = examine("lifecycle.application.leave", {"inactive-shown"});
  EXPECT_EQ(result.status, Status::fail);
  EXPECT_EQ(result.evidence.back().layer, "state");
}

TEST(ChainLinks, break_in_a_directory_that_shows_no_members) {
  Lab lab;
  const std::string id = "lifecycle.groups.member";
  const CaseResult result = result_of(lab.examine_reference({id}, {"generic-put"}, {"put-members"}), id);
  EXPECT_EQ(result.status, Status::fail);
  EXPECT_THAT(result.reason, HasSubstr("the application shows groups []"));
  EXPECT_THAT(result.reason,
              HasSubstr("before that the request was answered with success, and /members shows"));
}

TEST(ChainLinks, break_where_nobody_can_believe_an_event) {
  const CaseResult result = examine("lifecycle.events.created", {"webhook-signed"});
  EXPECT_EQ(result.status, Status::fail);
  EXPECT_THAT(result.reason, HasSubstr("user.created"));
}

TEST(ChainLinks, break_where_a_membership_is_not_told) {
  const CaseResult result = examine("lifecycle.events.member-leaves", {"membership-events"});
  EXPECT_EQ(result.status, Status::fail);
  EXPECT_THAT(result.reason, HasSubstr("group.user_added"));
  EXPECT_THAT(result.fix, HasSubstr("Write the event"));
}

}  // namespace
}  // namespace idproctor::run
