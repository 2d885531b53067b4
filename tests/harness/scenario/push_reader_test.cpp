#include <gmock/gmock.h>

#include "harness/scenario/loader.hpp"

namespace idproctor::scenario {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

Result<std::vector<Case>> suite_with(const std::string& step) {
  return parse_suite(
      "suite: s\ntitle: t\ncases:\n  - id: one\n    title: t\n    steps:\n      - " + step + "\n", "s.yaml");
}

template <class Kind>
Kind step_of(const std::string& step) {
  const auto cases = suite_with(step);
  if (!cases) throw std::runtime_error(describe(cases.error()));
  return std::get<Kind>(cases->front().steps.front().action);
}

std::string trouble_with(const std::string& step) {
  const auto cases = suite_with(step);
  return cases ? "" : describe(cases.error());
}

TEST(PushStep, ShortFormIsAUser) {
  const auto step = step_of<UserStep>("provision: alice");
  EXPECT_EQ(step.operation, "provision");
  EXPECT_EQ(step.user, "alice");
  EXPECT_TRUE(step.deviation.empty());
}

TEST(PushStep, InFullItEditsTheProvidersRequest) {
  const auto step = step_of<UserStep>(
      "provision: { user: alice, request: POST, headers: { X: y }, edit: [{ set: /title, to: null }, { "
      "remove: "
      "/active }, { rename: /userName, to: UserName }, { insert: /emails/-, to: { value: x } }] }");
  EXPECT_EQ(step.deviation.call, "POST");
  EXPECT_EQ(step.deviation.headers.at("X"), "y");
  using Kind = scim::JsonEdit::Kind;
  ASSERT_THAT(step.deviation.edits, SizeIs(4));
  EXPECT_EQ(step.deviation.edits[0].kind, Kind::set);
  EXPECT_TRUE(step.deviation.edits[0].value.is_null());
  EXPECT_EQ(step.deviation.edits[1].kind, Kind::remove);
  EXPECT_EQ(step.deviation.edits[2].value, "UserName");
  EXPECT_EQ(step.deviation.edits[3].pointer, "/emails/-");
  EXPECT_EQ(step.deviation.edits[3].value["value"], "x");
}

TEST(PushStep, UpdatesAndGroupsMayDeviateToo) {
  EXPECT_THAT(step_of<UserStep>("update: { user: alice, set: { givenName: A }, edit: [{ remove: /x }] }")
                  .deviation.edits,
              SizeIs(1));
  EXPECT_THAT(step_of<GroupStep>("group: { create: g, edit: [{ set: /members, to: [] }] }").deviation.edits,
              SizeIs(1));
}

TEST(PushStep, AnEditIsOneChangeWithItsValue) {
  EXPECT_THAT(trouble_with("provision: { user: alice, edit: [{ set: /a }] }"), HasSubstr("'to' belongs to"));
  EXPECT_THAT(trouble_with("provision: { user: alice, edit: [{ remove: /a, to: 1 }] }"),
              HasSubstr("'to' belongs to"));
  EXPECT_THAT(trouble_with("provision: { user: alice, edit: [{ set: /a, remove: /b, to: 1 }] }"),
              HasSubstr("one of set, remove"));
  EXPECT_THAT(trouble_with("provision: { user: alice, edits: [] }"), HasSubstr("edits"));
}

TEST(ParallelStep, HoldsScimStepsAlone) {
  const auto step = step_of<ParallelStep>("parallel: [{ provision: alice }, { scim: { path: /Users } }]");
  EXPECT_THAT(step.steps, SizeIs(2));
  EXPECT_THAT(trouble_with("parallel: [{ provision: alice }, { login: bob }]"), HasSubstr("only SCIM"));
  EXPECT_THAT(trouble_with("parallel: [{ provision: alice }]"), HasSubstr("not parallel"));
}

TEST(ParallelStep, IsLookedIntoForPushes) {
  const auto cases = suite_with("parallel: [{ provision: alice }, { scim: { path: /Users } }]");
  EXPECT_THAT(pushes_of(cases->front()), SizeIs(2));
}

TEST(ScimStep, MayBeAbandoned) {
  EXPECT_TRUE(step_of<ScimStep>("scim: { method: POST, path: /Users, abandoned: true }").abandoned);
  EXPECT_FALSE(step_of<ScimStep>("scim: { method: POST, path: /Users }").abandoned);
}

}  // namespace
}  // namespace idproctor::scenario
