#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "harness/scenario/target.hpp"

namespace idproctor::scenario {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

constexpr const char* kDirectory =
    "name: a\nscim: { base_url: 'http://127.0.0.1:1/scim', token: '${env:IDPROCTOR_TEST_TOKEN}' }\n";

class ApplicationTarget : public testing::Test {
 protected:
  void SetUp() override { ::setenv("IDPROCTOR_TEST_TOKEN", "a-token-from-outside", 1); }
  static Result<Target> read(const std::string& more) { return parse_target(kDirectory + more, "t.yaml"); }
  static std::string error_of(const std::string& more) {
    const auto target = read(more);
    return target ? "it loaded" : describe(target.error());
  }
};

TEST_F(ApplicationTarget, of_kind_http_names_its_question_and_its_fields) {
  const auto target = read(R"(application:
  kind: http
  user:
    url: "http://127.0.0.1:1/users?email=${user.email}"
    headers: { Authorization: "Bearer ${env:IDPROCTOR_TEST_TOKEN}" }
    at: /users/0
  fields: { email: /mail, role: /job }
  states: { inactive: [gone, asleep] }
  absent: [404, 410]
  settle: 2s
)");
  ASSERT_TRUE(target) << describe(target.error());
  const Target::Application& application = *target->application;
  EXPECT_EQ(application.user->url, "http://127.0.0.1:1/users?email=${user.email}");
  EXPECT_EQ(application.user->headers.get("Authorization"), "Bearer a-token-from-outside");
  EXPECT_EQ(application.user_at, "/users/0");
  EXPECT_THAT(application.states.at("inactive"), ElementsAre("gone", "asleep"));
  EXPECT_THAT(application.absent, ElementsAre(404, 410));
  EXPECT_EQ(application.settle, Milliseconds(2'000));
  EXPECT_EQ(application.inactive, "keep");
  EXPECT_THAT(target->secrets, Contains("a-token-from-outside"));
  EXPECT_THAT(target->features(), IsSupersetOf({"application", "application_email", "keeps_inactive"}));
  // Nobody said which group carries a role, or that the application knows last names.
  EXPECT_THAT(target->features(), Not(Contains("application_role")));
  EXPECT_THAT(target->features(), Not(Contains("application_last_name")));
}

TEST_F(ApplicationTarget, says_how_logins_go_wrong_and_what_an_administrator_does) {
  const auto target = read(R"(application:
  kind: none
  login_for: { unknown_organization: "http://127.0.0.1:1/login?organization=none" }
  administration:
    deactivate_connection: { method: PATCH, url: "http://127.0.0.1:1/connection", body: { active: false } }
    activate_connection: { method: PATCH, url: "http://127.0.0.1:1/connection", body: { active: true } }
)");
  ASSERT_TRUE(target) << describe(target.error());
  const Target::Application& application = *target->application;
  EXPECT_EQ(application.login_for.at("unknown_organization"), "http://127.0.0.1:1/login?organization=none");
  EXPECT_EQ(application.administration.at("deactivate_connection").method, "PATCH");
  EXPECT_EQ(application.administration.at("activate_connection").body, R"({"active":true})");
  EXPECT_THAT(target->features(), IsSupersetOf({"login_for_unknown_organization", "deactivate_connection"}));
  EXPECT_THAT(target->features(), Not(Contains("unverify_domain")));
  // What is done must be taken back.
  EXPECT_THAT(
      error_of("application: { kind: none, administration: { verify_domain: { url: 'http://a' } } }\n"),
      HasSubstr("unverify_domain"));
}

TEST_F(ApplicationTarget, says_how_states_are_asked_and_tokens_made) {
  const auto target = read(R"(application:
  kind: http
  user: { url: "http://127.0.0.1:1/users", at: /users }
  lists_accounts: true
  connection_state: { url: "http://127.0.0.1:1/connection", at: /state }
  fresh: true
  keys: { stranger: "Bearer ${env:IDPROCTOR_TEST_TOKEN}" }
  tokens:
    create: { url: "http://127.0.0.1:1/tokens", body: { name: new } }
    at: /secret
    revoke: { method: DELETE, url: "http://127.0.0.1:1/tokens/${token.id}" }
)");
  ASSERT_TRUE(target) << describe(target.error());
  const Target::Application& application = *target->application;
  EXPECT_EQ(application.connection_state_at, "/state");
  EXPECT_EQ(application.tokens->create.method, "POST");
  EXPECT_EQ(application.tokens->create.body, R"({"name":"new"})");
  EXPECT_EQ(application.tokens->token_at, "/secret");
  EXPECT_EQ(application.tokens->id_at, "/id");
  EXPECT_EQ(application.tokens->revoke.url, "http://127.0.0.1:1/tokens/${token.id}");
  EXPECT_THAT(target->features(), IsSupersetOf({"application_accounts", "application_as_stranger", "fresh",
                                                "connection_state", "tokens"}));
  EXPECT_THAT(target->features(), Not(Contains("directory_state")));
}

TEST_F(ApplicationTarget, declares_roles_with_the_group_that_carries_them) {
  const auto target = read(
      "application: { kind: http, user: { url: 'http://127.0.0.1:1/u' }, roles: { admin: boss, default: hand "
      "}, "
      "role_group: 'Bosses*' }\n");
  ASSERT_TRUE(target) << describe(target.error());
  EXPECT_THAT(target->features(), Contains("application_role"));
  EXPECT_THAT(error_of("application: { kind: http, user: { url: 'http://127.0.0.1:1/u' }, role_group: a }\n"),
              HasSubstr("'roles' and 'role_group' go together"));
}

TEST_F(ApplicationTarget, of_kind_workos_is_the_documented_service_unless_another_is_named) {
  const auto target = read("application: { kind: workos, api_key: '${env:IDPROCTOR_TEST_TOKEN}' }\n");
  ASSERT_TRUE(target) << describe(target.error());
  EXPECT_EQ(target->application->base_url, "https://api.workos.com");
  EXPECT_EQ(target->application->inactive, "delete");
  EXPECT_THAT(target->features(), IsSupersetOf({"events", "application_groups", "deletes_inactive"}));
  EXPECT_FALSE(target->is_loopback());
}

TEST_F(ApplicationTarget, of_kind_polis_tells_events_where_it_logs_webhooks) {
  const std::string polis =
      "application: { kind: polis, base_url: 'http://127.0.0.1:1', api_key: '${env:IDPROCTOR_TEST_TOKEN}'";
  const auto silent = read(polis + " }\n"), telling = read(polis + ", webhook_log: true }\n");
  ASSERT_TRUE(silent && telling);
  EXPECT_THAT(silent->features(), Not(Contains("events")));
  EXPECT_THAT(telling->features(), Contains("events"));
}

TEST_F(ApplicationTarget, says_what_is_missing) {
  EXPECT_THAT(error_of("application: { kind: http }\n"), HasSubstr("needs 'user'"));
  EXPECT_THAT(error_of("application: { kind: workos }\n"), HasSubstr("needs 'api_key'"));
  EXPECT_THAT(error_of("application: { kind: polis, api_key: '${env:IDPROCTOR_TEST_TOKEN}' }\n"),
              HasSubstr("needs 'base_url'"));
  EXPECT_THAT(error_of("application: { kind: okta }\n"), HasSubstr("one of http, workos, polis, none"));
  EXPECT_THAT(error_of("application: { kind: none, keys: { root: a } }\n"),
              HasSubstr("admin, member and stranger"));
  EXPECT_THAT(error_of("application: { kind: workos, api_key: abc }\n"), HasSubstr("'api_key' is a secret"));
}

TEST_F(ApplicationTarget, receives_webhooks_at_an_address_of_ours) {
  const auto target =
      read("webhooks: { listen: '127.0.0.1:8123', scheme: workos, secret: '${env:IDPROCTOR_TEST_TOKEN}' }\n");
  ASSERT_TRUE(target) << describe(target.error());
  EXPECT_EQ(target->webhooks->listen_address, "127.0.0.1");
  EXPECT_EQ(target->webhooks->listen_port, 8123);
  EXPECT_THAT(target->features(), IsSupersetOf({"events", "webhooks"}));
  EXPECT_THAT(error_of("webhooks: { listen: 'here' }\n"), HasSubstr("an address and a port"));
  EXPECT_THAT(error_of("webhooks: { listen: '127.0.0.1:99999' }\n"), HasSubstr("an address and a port"));
  EXPECT_THAT(error_of("webhooks: { listen: '127.0.0.1:0', scheme: workos }\n"),
              HasSubstr("need the 'secret'"));
  EXPECT_THAT(error_of("webhooks: { scheme: none }\n"), HasSubstr("needs 'listen'"));
}

}  // namespace
}  // namespace idproctor::scenario
