// The providers that we ship: their page, and how a run of all of them is cut.

#include "harness/run/providers.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "foundation/core/file.hpp"
#include "harness/run/provider_table.hpp"
#include "harness/run/runner.hpp"
#include "harness/scenario/catalogue.hpp"

namespace idproctor::run {
namespace {

const std::string kHome = IDPROCTOR_SOURCE_DIR;

TEST(Providers, HaveTheirPage) {
  const auto page = read_file(kHome + "/docs/providers.md");
  ASSERT_TRUE(page) << describe(page.error());
  const auto table = provider_table(kHome);
  ASSERT_TRUE(table) << describe(table.error());
  EXPECT_THAT(*page, testing::HasSubstr(*table)) << "idproctor lint --print providers writes it";
  EXPECT_THAT(*table,
              testing::HasSubstr("| `keycloak` | Keycloak | 2024-05 | M | M | M | M | M | M |  | M | M |"));
  EXPECT_THAT(*table, testing::Not(testing::HasSubstr("`okta-patch` |"))) << "no SAML half of its own";
  const auto scim = scim_table(kHome);
  ASSERT_TRUE(scim) << describe(scim.error());
  EXPECT_THAT(*page, testing::HasSubstr(*scim)) << "idproctor lint --print providers writes it";
  EXPECT_THAT(*scim,
              testing::HasSubstr("| `cyberark` | CyberArk Identity, SCIM outbound provisioning | 2026-11 | "
                                 " |  | D | D | D | D | D | D | – | D | D | D | D | – | – |"));
}

TEST(Providers, KnowGenericByItsLongNameToo) {
  const auto patch = load_provider(kHome, "generic-patch");
  ASSERT_TRUE(patch) << describe(patch.error());
  EXPECT_EQ(patch->id, "generic");
  EXPECT_THAT(provider_ids(kHome), testing::Not(testing::Contains("generic-patch"))) << "asked once";
}

TEST(Providers, WithoutAHalfHaveGenerics) {
  const auto keycloak = load_provider(kHome, "keycloak");
  ASSERT_TRUE(keycloak) << describe(keycloak.error());
  EXPECT_EQ(keycloak->saml->id, "keycloak");
  EXPECT_EQ(keycloak->scim->id, "generic");
  const auto put = load_provider(kHome, "generic-put");
  ASSERT_TRUE(put) << describe(put.error());
  EXPECT_EQ(put->saml->id, "generic");
}

TEST(Providers, WithADashInTheirNameAreNoVariant) {
  const auto unsolicited = load_provider(kHome, "shibboleth-unsolicited");
  ASSERT_TRUE(unsolicited) << describe(unsolicited.error());
  EXPECT_EQ(unsolicited->saml->id, "shibboleth-unsolicited");
  EXPECT_TRUE(unsolicited->saml->unsolicited);
}

TEST(Providers, UnknownAreAnError) {
  const auto unknown = load_provider(kHome, "nobody");
  ASSERT_FALSE(unknown);
  EXPECT_THAT(describe(unknown.error()), testing::HasSubstr("there are generic, generic-put, adfs"));
}

// docs/decisions/0001: a case that only signs on is asked once for each SAML half, one that only pushes once
// for each SCIM half, one that does both under each provider.
TEST(Providers, AreAskedOnceForEachHalfTheyShare) {
  const auto catalogue = scenario::load_catalogue(kHome);
  ASSERT_TRUE(catalogue) << describe(catalogue.error());
  Plan plan;
  plan.cases = catalogue->cases;
  plan.providers = provider_ids(kHome);
  const auto assignments = assign(plan, kHome);
  ASSERT_TRUE(assignments) << describe(assignments.error());
  const auto providers_of = [&](const std::string& id) {
    std::vector<std::string> names;
    for (const Assignment& assignment : *assignments) {
      const bool asked =
          std::ranges::any_of(assignment.cases, [&](const auto* one) { return one->id == id; });
      if (asked) names.push_back(assignment.provider);
    }
    return names;
  };
  EXPECT_EQ(providers_of("saml.audience.mismatch").size(), plan.providers.size() - 5)
      << "all but the three SCIM variants, and the two that only push";
  EXPECT_THAT(providers_of("scim.provisioning.create"),
              testing::ElementsAre("generic", "generic-put", "authentik", "cyberark", "entra", "entra-flag",
                                   "google", "jumpcloud", "okta", "okta-patch", "onelogin", "pingfederate",
                                   "pingone", "rippling", "sailpoint"));
  EXPECT_EQ(providers_of("lifecycle.deprovision.deactivated-user-cannot-log-in").size(),
            plan.providers.size());
}

}  // namespace
}  // namespace idproctor::run
