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

Step step_of(const std::string& text) {
  const auto cases = suite_with(text);
  if (!cases) throw std::runtime_error(describe(cases.error()));
  return cases->front().steps.front();
}

std::string trouble_with(const std::string& step) {
  const auto cases = suite_with(step);
  return cases ? "" : describe(cases.error());
}

TEST(ChainStep, ExpectsWhatTheApplicationShows) {
  const Step step =
      step_of("{ provision: alice, expect: { application: { user: alice, state: active, role: admin } } }");
  ASSERT_TRUE(step.expect.application);
  EXPECT_EQ(step.expect.application->user, "alice");
  EXPECT_EQ(step.expect.application->state, "active");
  ASSERT_THAT(step.expect.application->fields, SizeIs(1));
  EXPECT_EQ(step.expect.application->fields[0].first, "role");
}

TEST(ChainStep, LooksAtALinkAndAsSomebodyElse) {
  const Step link =
      step_of("wait_for: { application: { link: directory, at_start: true, state: not-active } }");
  EXPECT_EQ(link.expect.application->link, "directory");
  EXPECT_TRUE(link.expect.application->at_start);
  EXPECT_THAT(link.expect.application->fields, SizeIs(0));
  const Step other = step_of("wait_for: { application: { user: alice, as: stranger, accounts: 1 } }");
  EXPECT_EQ(other.expect.application->as, "stranger");
  EXPECT_THAT(other.expect.application->fields, SizeIs(1));
}

TEST(ChainStep, MakesAndEndsATokenAndStopsBeforeTheCallback) {
  const auto token = std::get<TokenStep>(step_of("token: { revoke: old }").action);
  EXPECT_EQ(token.operation, "revoke");
  EXPECT_EQ(token.name, "old");
  EXPECT_TRUE(
      std::get<LoginStep>(step_of("login: { at: application, until: callback }").action).until_callback);
}

TEST(ChainStep, BeginsALoginForWhatIsNotThere) {
  const auto login =
      std::get<LoginStep>(step_of("login: { at: application, for: unknown_organization }").action);
  EXPECT_EQ(login.login_for, "unknown_organization");
  EXPECT_THAT(trouble_with("login: { at: application, for: somebody }"), HasSubstr("unknown_connection"));
  EXPECT_THAT(trouble_with("login: { for: unknown_organization }"), HasSubstr("at the application"));
}

TEST(ChainStep, SaysWhatAnAdministratorDoes) {
  EXPECT_EQ(std::get<AdministerStep>(step_of("administer: verify_domain").action).action, "verify_domain");
  EXPECT_THAT(trouble_with("administer: delete_everything"), HasSubstr("delete_everything"));
}

TEST(ChainStep, TakesMetadataAwayAndNamesTheirAddress) {
  EXPECT_TRUE(std::get<MetadataStep>(step_of("metadata: remove").action).removes);
  EXPECT_EQ(std::get<MetadataStep>(step_of("metadata: { url: redirect-loop }").action).url, "redirect-loop");
  EXPECT_EQ(std::get<MetadataStep>(step_of("metadata: { url: no-answer }").action).url, "no-answer");
  EXPECT_EQ(std::get<MetadataStep>(step_of("metadata: { url: '503' }").action).url, "503");
  for (const char* word : {"200", "away", "4040"}) {
    EXPECT_THAT(trouble_with("metadata: { url: '" + std::string(word) + "' }"), HasSubstr("reachable"));
  }
}

TEST(ChainStep, ExpectsEventsInTheirOrder) {
  const Step step = step_of(
      "{ provision: alice, expect: { events: [{ type: user.created, user: alice, count: 1 }, { type: "
      "group.user_added, group: g, data: { /a: b } }] } }");
  ASSERT_THAT(step.expect.events, SizeIs(2));
  EXPECT_EQ(step.expect.events[0].count, 1);
  EXPECT_EQ(step.expect.events[1].group, "g");
  EXPECT_EQ(step.expect.events[1].data[0].first, "/a");
}

TEST(ChainStep, WaitsForSomethingOrSeesToItThatItNeverShows) {
  const Step eventually = step_of("wait_for: { application: { user: alice, state: absent } }");
  EXPECT_FALSE(std::get<WaitForStep>(eventually.action).during);
  EXPECT_TRUE(eventually.expect.application);
  const Step never = step_of("wait_for: { events: [{ type: user.deleted }], during: 2s }");
  EXPECT_EQ(std::get<WaitForStep>(never.action).during, Milliseconds(2'000));
}

TEST(ChainStep, PlaysAWebhook) {
  const Step step =
      step_of("webhook: { type: user.updated, user: bob, state: inactive, age: 10s, deviation: no-v1 }");
  const auto& webhook = std::get<WebhookStep>(step.action);
  EXPECT_EQ(webhook.user, "bob");
  EXPECT_EQ(webhook.state, "inactive");
  EXPECT_EQ(webhook.age, Milliseconds(10'000));
  EXPECT_EQ(webhook.deviation, "no-v1");
}

TEST(ChainStep, AsksTheApplicationByHttp) {
  const Step step =
      step_of("http: { method: POST, url: '${application.admin_url}', as: member, form: { a: b } }");
  const auto& http = std::get<HttpStep>(step.action);
  EXPECT_EQ(http.method, "POST");
  EXPECT_EQ(http.as, "member");
  EXPECT_EQ(http.form.at("a"), "b");
}

TEST(ChainStep, GoesOverEverybodyAgain) {
  EXPECT_EQ(std::get<SyncStep>(step_of("sync: restart").action).kind, "restart");
  EXPECT_THAT(std::get<SyncStep>(step_of("sync: { on_demand: alice }").action).users, SizeIs(1));
}

TEST(ChainStep, SaysWhatIsWrong) {
  EXPECT_THAT(trouble_with("{ provision: alice, expect: { application: { state: active } } }"),
              HasSubstr("asked for a 'user', a 'group' or a 'link'"));
  EXPECT_THAT(trouble_with("wait_for: { application: { link: connection } }"),
              HasSubstr("its 'state' is asked"));
  EXPECT_THAT(trouble_with("wait_for: { application: { user: alice, at_start: true } }"),
              HasSubstr("about a 'link'"));
  EXPECT_THAT(trouble_with("wait_for: { application: { group: g, as: stranger } }"),
              HasSubstr("asked for a 'user'"));
  EXPECT_THAT(trouble_with("login: { until: callback }"), HasSubstr("of a login at the application"));
  EXPECT_THAT(trouble_with("token: { create: a, revoke: b }"), HasSubstr("create or revoke"));
  EXPECT_THAT(trouble_with("{ http: { url: a }, expect: { page: nice } }"), HasSubstr("or tells an 'error'"));
  EXPECT_THAT(trouble_with("{ provision: alice, expect: { application: { user: alice, state: asleep } } }"),
              HasSubstr("none of active, inactive, absent, not-active"));
  EXPECT_THAT(trouble_with("{ provision: alice, expect: { events: [{ type: dsync.user.created }] } }"),
              HasSubstr("'dsync.user.created' is none of user.created"));
  EXPECT_THAT(trouble_with("wait_for: { during: 1s }"), HasSubstr("waits for 'application' or 'events'"));
  EXPECT_THAT(trouble_with("{ wait_for: { events: [{ type: user.created }] }, expect: accepted }"),
              HasSubstr("its own expectation"));
  EXPECT_THAT(trouble_with("http: { url: a, as: root }"), HasSubstr("none of admin, member, stranger"));
  EXPECT_THAT(trouble_with("wait_for: { application: { link: directory, former: true, state: active } }"),
              HasSubstr("'former' is about a 'user'"));
  EXPECT_THAT(trouble_with("login: { edit: [{ remove: $attribute(shoeSize) }] }"),
              HasSubstr("$attribute(shoeSize) is no value of a user"));
  EXPECT_THAT(trouble_with("sync: sometimes"), HasSubstr("cycle, restart, or on_demand"));
  EXPECT_THAT(trouble_with("login: { at: application, start: idp }"), HasSubstr("where the user begins"));
}

}  // namespace
}  // namespace idproctor::scenario
