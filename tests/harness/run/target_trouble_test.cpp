// Verdicts about targets that misbehave. The question is always the same: an assertion for another audience,
// which must be refused.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/harness/run/naive_sp.hpp"
#include "tests/harness/support/lab.hpp"

namespace idproctor::run {
namespace {

using testing::HasSubstr;

Lab& one_at_a_time() {
  static Lab one;
  one.jobs = 1;
  return one;
}

CaseResult ask(const NaiveSp& sp, const std::string& id = "saml.audience.mismatch") {
  const auto results = one_at_a_time().examine(one_at_a_time().select({id}), sp.target());
  return result_of(results, id);
}

TEST(TargetTrouble, a_target_that_believes_everything_is_found) {
  const NaiveSp sp;
  const CaseResult result = ask(sp);
  EXPECT_EQ(result.status, Status::fail);
  EXPECT_EQ(result.observed, "accepted");
  EXPECT_EQ(result.control.status, "pass");
  EXPECT_EQ(result.evidence.back().rung, "whoami");
}

TEST(TargetTrouble, an_unsigned_login_that_succeeds_is_impersonation) {
  const NaiveSp sp;
  EXPECT_EQ(ask(sp, "saml.signature.unsigned").observed, "impersonated");
  const CaseResult tampered = ask(sp, "saml.signature.tampered-name-id");
  EXPECT_EQ(tampered.observed, "impersonated");
  EXPECT_THAT(tampered.reason, HasSubstr("'victim."));
}

TEST(TargetTrouble, a_truncated_user_is_an_altered_one) {
  NaiveSp sp;
  sp.longest_name = 5;
  const CaseResult result = ask(sp, "saml.login.idp-initiated");
  EXPECT_EQ(result.observed, "altered");
  EXPECT_EQ(result.status, Status::fail);
}

TEST(TargetTrouble, a_refusal_by_an_error_page_is_a_refusal) {
  const NaiveSp sp([](http::Peer& peer, NaiveSp&) {
    peer.write(http_answer("500 Internal Server Error", "Content-Type: text/html\r\n",
                           "<h1>Audience mismatch</h1>"));
    return true;
  });
  const CaseResult result = ask(sp);
  EXPECT_EQ(result.status, Status::pass) << result.reason;
  EXPECT_EQ(result.observed, "rejected");
  EXPECT_EQ(result.message, "Audience mismatch");
}

TEST(TargetTrouble, headers_that_no_browser_takes_begin_no_session) {
  const NaiveSp sp([](http::Peer& peer, NaiveSp&) {
    const std::string filler(300'000, 'x');
    peer.write(
        http_answer("302 Found", "Location: /me\r\nSet-Cookie: user=x\r\nX-Filler: " + filler + "\r\n", ""));
    return true;
  });
  const CaseResult result = ask(sp);
  EXPECT_EQ(result.status, Status::pass) << result.reason;
  EXPECT_EQ(result.observed, "rejected");
  EXPECT_THAT(result.reason, HasSubstr("bytes of headers, more than browsers take"));
}

TEST(TargetTrouble, a_target_that_asks_another_identity_provider_is_told_so) {
  NaiveSp sp;
  sp.has_other_idp = true;
  const CaseResult result = ask(sp, "saml.login.sp-initiated");
  EXPECT_EQ(result.status, Status::error);
  EXPECT_THAT(result.reason, HasSubstr("/other-idp; this one, Generic"));
}

TEST(TargetTrouble, a_logout_behind_a_form_is_a_logout) {
  const NaiveSp sp;
  const CaseResult result = ask(sp, "saml.login.logout-ends-session");
  EXPECT_EQ(result.status, Status::pass) << result.reason;
}

TEST(TargetTrouble, a_logout_that_asks_nobody_is_no_single_logout) {
  const NaiveSp sp;
  const CaseResult result = ask(sp, "saml.logout.sp-initiated.redirect");
  EXPECT_EQ(result.status, Status::skip);
  EXPECT_THAT(result.reason, HasSubstr("asks the identity provider for nothing"));
}

TEST(TargetTrouble, a_target_that_reads_nothing_encrypted_refuses_no_attack_with_it) {
  const NaiveSp sp;
  scenario::Target target = sp.target();
  const Time now = SystemClock().now();
  const crypto::Key key = crypto::Key::generate_rsa();
  target.saml->encryption_certificate = crypto::Certificate::self_signed(
      key, "nobody has its key", now - std::chrono::hours(1), now + std::chrono::hours(1));
  const std::string id = "attacks.encryption.unsigned";
  const auto results = one_at_a_time().examine(one_at_a_time().select({id}), target);
  const CaseResult& result = result_of(results, id);
  EXPECT_EQ(result.status, Status::inconclusive);
  EXPECT_THAT(result.reason, HasSubstr("an honest login with an encrypted assertion fails"));
}

TEST(TargetTrouble, an_honest_login_that_fails_is_refused_and_not_broken) {
  NaiveSp sp;
  sp.locked = true;
  const CaseResult result = ask(sp, "saml.login.idp-initiated");
  EXPECT_EQ(result.status, Status::fail);
  EXPECT_EQ(result.observed, "rejected");
}

TEST(TargetTrouble, a_redirect_loop_after_a_refusal_does_not_hide_it) {
  const NaiveSp sp([](http::Peer& peer, NaiveSp&) {
    peer.write(http_answer("302 Found", "Location: /loop\r\n", ""));
    return true;
  });
  const CaseResult result = ask(sp);
  EXPECT_EQ(result.status, Status::pass);
  EXPECT_THAT(result.reason, HasSubstr("more than 20 redirects"));
}

TEST(TargetTrouble, no_complete_answer_is_broken) {
  const std::vector<std::pair<std::string, NaiveSp::Misbehaviour>> ways{
      {"never answers", [](http::Peer& peer, NaiveSp&) { return peer.wait_for_close(), true; }},
      {"closes at once", [](http::Peer&, NaiveSp&) { return true; }},
      {"half an answer",
       [](http::Peer& peer, NaiveSp&) {
         peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf of it");
         return true;
       }},
      {"garbage", [](http::Peer& peer, NaiveSp&) { return peer.write("\x16\x03 what?\r\n\r\n"), true; }},
      {"endless", [](http::Peer& peer, NaiveSp&) {
         peer.write("HTTP/1.1 200 OK\r\n\r\n");
         const std::string chunk(1 << 20, 'x');
         while (peer.write(chunk)) {
         }
         return true;
       }}};
  for (const auto& [way, misbehaviour] : ways) {
    const NaiveSp sp(misbehaviour);
    const CaseResult result = ask(sp);
    EXPECT_EQ(result.observed, "broken") << way << ": " << result.reason;
    EXPECT_EQ(result.status, Status::fail) << way;
  }
}

TEST(TargetTrouble, a_target_that_locks_everybody_out_does_not_pass) {
  const NaiveSp sp([](http::Peer& peer, NaiveSp& self) {
    self.locked = true;
    peer.write(http_answer("429 Too Many Requests", "", "slow down"));
    return true;
  });
  const CaseResult result = ask(sp);
  EXPECT_EQ(result.status, Status::fail);
  EXPECT_EQ(result.observed, "broken");
  EXPECT_THAT(result.reason, HasSubstr("after this case an honest login fails"));
}

TEST(TargetTrouble, a_failing_control_decides_nothing) {
  NaiveSp sp;
  sp.locked = true;
  const CaseResult result = ask(sp);
  EXPECT_EQ(result.status, Status::inconclusive);
  EXPECT_THAT(result.reason, HasSubstr("an honest login fails"));
  EXPECT_EQ(result.message, "no <b>thanks</b>");  // as the target said it; reports escape it
}

TEST(TargetTrouble, html_where_json_was_expected_is_no_verdict) {
  const NaiveSp sp([](http::Peer&, NaiveSp& self) {
    self.whoami_is_html = true;
    return false;
  });
  const CaseResult result = ask(sp);
  EXPECT_EQ(result.status, Status::inconclusive);
  EXPECT_EQ(result.observed, "unknown");
  EXPECT_THAT(result.reason, HasSubstr("JSON was expected, and text/html came"));
}

TEST(TargetTrouble, an_unreachable_target_is_our_trouble_and_every_case_says_so) {
  scenario::Target target = NaiveSp().target();  // nobody listens there any more
  const auto results = one_at_a_time().examine(one_at_a_time().select({"saml.audience"}), target);
  ASSERT_FALSE(results.empty());
  for (const CaseResult& result : results) {
    EXPECT_EQ(result.status, Status::error) << result.key;
    EXPECT_THAT(result.reason, HasSubstr("refused"));
  }
}

TEST(TargetTrouble, a_whoami_that_names_somebody_without_a_session_is_an_error) {
  const http::RawServer server(
      http::always(http_answer("200 OK", "Content-Type: application/json\r\n", R"({"email":"root"})")));
  scenario::Target target = NaiveSp().target();
  target.session->whoami = server.url("/me");
  const auto results = one_at_a_time().examine(one_at_a_time().select({"saml.audience.mismatch"}), target);
  EXPECT_EQ(results.front().status, Status::error);
  EXPECT_THAT(results.front().reason, HasSubstr("names 'root' although nobody is logged in"));
}

TEST(TargetTrouble, metadata_that_is_a_login_page_is_named_so) {
  const http::RawServer server(
      http::always(http_answer("200 OK", "Content-Type: text/html\r\n", "<!doctype html><p>Log in")));
  scenario::Target target = NaiveSp().target();
  target.saml->metadata = server.url("/metadata");
  const auto results = one_at_a_time().examine(one_at_a_time().select({"saml.audience.mismatch"}), target);
  EXPECT_EQ(results.front().status, Status::error);
  EXPECT_THAT(results.front().reason, HasSubstr("an HTML page came"));
}

TEST(TargetTrouble, scim_answers_of_every_kind_become_results) {
  for (const std::string& answer :
       {http_answer("200 OK", "Content-Type: text/html\r\n", "<p>hello"),
        http_answer("200 OK", "", "[1,2,3]"),
        http_answer("201 Created", "Content-Type: application/json\r\n", R"({"id":7})"),
        http_answer("200 OK", "Content-Type: application/json\r\n",
                    R"({"Resources":{"a":1},"totalResults":"many"})"),
        http_answer("200 OK", "Content-Type: application/json\r\n", std::string(2 << 20, '[')),
        http_answer("500 No", "", std::string("\xff\xfe\x00", 3)),
        std::string("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{")}) {
    const http::RawServer server(http::once(answer));
    scenario::Target target;
    target.name = "odd";
    target.scim = scenario::Target::Scim{server.url("/scim"), "a-secret-token", "inactive"};
    target.settle = Milliseconds{0};
    for (const char* provider : {"generic", "okta", "entra"}) {
      for (const CaseResult& result :
           one_at_a_time().examine(one_at_a_time().select({"scim.provisioning"}), target, provider)) {
        if (result.status == Status::skip) continue;
        EXPECT_TRUE(is_red(result)) << result.key << " " << answer.substr(0, 60);
        EXPECT_FALSE(result.reason.empty());
      }
    }
  }
}

}  // namespace
}  // namespace idproctor::run
