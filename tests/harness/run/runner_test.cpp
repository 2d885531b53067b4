#include "harness/run/runner.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/harness/support/lab.hpp"

namespace idproctor::run {
namespace {

Lab& lab() {
  static Lab one;
  return one;
}

std::vector<std::string> keys(const Plan& plan) {
  std::vector<std::string> all;
  const auto assignments = assign(plan, IDPROCTOR_SOURCE_DIR);
  for (const Assignment& assignment : assignments.value()) {
    for (const scenario::Case* one : assignment.cases) all.push_back(one->id + "@" + assignment.provider);
  }
  return all;
}

TEST(Assign, a_half_that_providers_share_is_asked_once) {
  Plan plan;
  plan.cases = lab().select({"saml.audience.mismatch", "scim.provisioning.create"});
  plan.providers = {"okta", "okta-patch"};
  EXPECT_THAT(keys(plan), testing::ElementsAre("saml.audience.mismatch@okta", "scim.provisioning.create@okta",
                                               "scim.provisioning.create@okta-patch"));
}

TEST(Assign, shards_cover_everything_once) {
  Plan plan;
  plan.cases = lab().select({"saml"});
  plan.providers = {"generic", "okta"};
  const auto whole = keys(plan);
  std::multiset<std::string> parts;
  for (plan.shard_count = 3, plan.shard_index = 1; plan.shard_index <= 3; ++plan.shard_index) {
    for (const std::string& key : keys(plan)) parts.insert(key);
  }
  EXPECT_EQ(parts, std::multiset<std::string>(whole.begin(), whole.end()));
}

TEST(Runner, a_case_that_needs_what_the_target_lacks_is_skipped_with_the_reason) {
  scenario::Target target;
  target.name = "directory only";
  target.scim = scenario::Target::Scim{"http://127.0.0.1:1/scim", "a-token-of-this-test", "inactive"};
  const auto results = lab().examine(lab().select({"saml.audience.mismatch"}), target);
  EXPECT_EQ(results.front().status, Status::skip);
  EXPECT_EQ(results.front().reason, "the target file has no saml");
  EXPECT_TRUE(results.front().exchanges.empty());
}

TEST(Runner, a_case_that_rests_on_what_the_provider_never_does_is_skipped_with_the_reason) {
  const auto reason = [](const char* provider, const char* one) {
    const CaseResult result = lab().examine_reference({one}, {provider}, {}).front();
    EXPECT_EQ(result.status, Status::skip) << one;
    return result.reason;
  };
  EXPECT_EQ(reason("salesforce", "saml.logout.session-index"), "Salesforce writes no SessionIndex");
  EXPECT_EQ(reason("okta", "saml.chained.login"), "Okta asks no other identity provider");
  EXPECT_EQ(reason("shibboleth-unsolicited", "saml.in-response-to.unknown-request"),
            "Shibboleth IdP (unsolicited) answers no AuthnRequest");
}

// The first provider believes the second one or does not; either way what reaches the target is its own
// message.
TEST(Runner, a_login_goes_through_two_identity_providers) {
  const auto outcome = [](const char* one) { return lab().examine_reference({one}, {"duo"}, {}).front(); };
  const CaseResult believed = outcome("saml.chained.login");
  EXPECT_EQ(believed.status, Status::pass) << believed.reason;
  std::vector<std::string> hosts;
  for (const Exchange& exchange : believed.exchanges) {
    if (exchange.request.method == "POST") hosts.push_back(exchange.request.url);
  }
  std::ranges::sort(hosts);
  hosts.erase(std::unique(hosts.begin(), hosts.end()), hosts.end());
  EXPECT_EQ(hosts.size(), 2u)
      << "the second provider's answer goes to the first, the first one's to the target";

  const CaseResult refused = outcome("saml.chained.unsigned-answer");
  EXPECT_EQ(refused.status, Status::pass) << refused.reason;
  EXPECT_EQ(refused.observed, "rejected");
}

TEST(Runner, side_by_side_or_one_by_one_gives_the_same_verdicts) {
  const auto verdicts = [&](int jobs) {
    lab().jobs = jobs;
    std::map<std::string, Status> all;
    for (const CaseResult& result :
         lab().examine_reference({"saml.audience", "saml.recipient", "saml.login"}, {"okta"}, {"audience"}))
      all[result.id] = result.status;
    return all;
  };
  EXPECT_EQ(verdicts(1), verdicts(8));
}

// They listen whether somebody comes to the canary. Four at once would leave the run with nothing to do.
TEST(Runner, cases_that_watch_stand_apart_from_each_other) {
  lab().jobs = 1;
  const auto results =
      lab().examine_reference({"attacks.external-fetches", "saml.audience"}, {"generic"}, {});
  const auto watches = [](const CaseResult& result) {
    return result.id.starts_with("attacks.external-fetches");
  };
  EXPECT_GE(std::ranges::count_if(results, watches), 3);
  EXPECT_EQ(std::ranges::adjacent_find(
                results, [&](const auto& one, const auto& next) { return watches(one) && watches(next); }),
            results.end());
}

TEST(Runner, both_the_write_and_the_read_that_contradicts_it_are_evidence) {
  const auto results =
      lab().examine_reference({"scim.provisioning.group-with-members"}, {"generic-put"}, {"put-members"});
  const CaseResult& result = result_of(results, "scim.provisioning.group-with-members");
  ASSERT_EQ(result.status, Status::fail);
  ASSERT_GE(result.evidence.size(), 2u);
  const Evidence& write = result.evidence[result.evidence.size() - 2];
  const Evidence& read = result.evidence.back();
  EXPECT_EQ(write.layer, "wire");
  EXPECT_EQ(write.observed, "status 200");
  EXPECT_EQ(read.layer, "state");
  const auto method_of = [&](const Evidence& evidence) {
    const auto found = std::ranges::find(result.exchanges, evidence.exchange, &Exchange::id);
    return found == result.exchanges.end() ? "" : found->request.method;
  };
  EXPECT_EQ(method_of(write), "PUT");
  EXPECT_EQ(method_of(read), "GET");
}

}  // namespace
}  // namespace idproctor::run
