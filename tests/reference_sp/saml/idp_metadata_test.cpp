#include "reference_sp/saml/idp_metadata.hpp"

#include <gmock/gmock.h>

#include "foundation/core/text.hpp"
#include "foundation/xml/edit.hpp"
#include "tests/reference_sp/saml/support.hpp"

namespace idproctor::reference::testing {
namespace {

using ::testing::HasSubstr;

Time noon() {
  return must(parse_time("2026-03-01T12:00:00Z"));
}

const Checks& all_on() {
  static const Checks checks;
  return checks;
}

/// As an administrator pastes it: nothing is known of the identity provider yet.
MetadataPolicy pasted(Time now) {
  return {all_on(), now, {}, {}};
}

TEST(IdpMetadata, IsRead) {
  const auto metadata = must(read_idp_metadata(idp_metadata({idp_key(), second_idp_key()}), pasted(noon())));
  EXPECT_EQ(metadata.entity_id, idp_entity_id);
  EXPECT_EQ(metadata.redirect_location, "https://idp.example/sso?app=1&b=2");
  ASSERT_EQ(metadata.signing_keys.size(), 2u);
  EXPECT_TRUE(metadata.signing_keys[0].same_public_key(idp_key().key));
  EXPECT_TRUE(metadata.signing_keys[1].same_public_key(second_idp_key().key));
}

struct MetadataRow {
  std::string name;
  Edit edit;
  std::string reason;
};

void PrintTo(const MetadataRow& row, std::ostream* out) {
  *out << row.name;
}

class BadMetadata : public ::testing::TestWithParam<MetadataRow> {};

TEST_P(BadMetadata, IsAnErrorThatSaysWhy) {
  auto document = must(xml::Document::parse(idp_metadata()));
  GetParam().edit(document);
  const auto metadata = read_idp_metadata(document.serialize(), pasted(noon()));
  ASSERT_FALSE(metadata);
  EXPECT_THAT(metadata.error().message, HasSubstr(GetParam().reason));
}

Edit rename(const char* xpath, const char* name) {
  return [=](xml::Document& document) { must(xml::rename(document, xpath, name)); };
}

INSTANTIATE_TEST_SUITE_P(
    All, BadMetadata,
    ::testing::Values(
        MetadataRow{"other_root", rename("/*", "md:EntitiesDescriptor"), "expected an EntityDescriptor"},
        MetadataRow{"no_entity_id", remove("/*/@entityID"), "no entityID"},
        MetadataRow{"no_role", remove("//md:IDPSSODescriptor"), "no IDPSSODescriptor"},
        MetadataRow{
            "two_roles",
            insert_into(
                "/*",
                "<md:IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\"/>"),
            "2 IDPSSODescriptor"},
        MetadataRow{"no_redirect", remove("//md:SingleSignOnService[2]"),
                    "no SingleSignOnService with the HTTP-Redirect"},
        MetadataRow{"script_location", set("//md:SingleSignOnService[2]/@Location", "javascript:alert(1)"),
                    "no http or https"},
        MetadataRow{"no_key", remove("//md:KeyDescriptor"), "no signing certificate"},
        MetadataRow{"encryption_key_alone", set("//md:KeyDescriptor/@use", "encryption"),
                    "no signing certificate"},
        MetadataRow{"broken_certificate", set("//ds:X509Certificate", "AAAA"), "certificate cannot be read"},
        MetadataRow{"over", set("/*/@validUntil", "2026-03-01T12:00:00Z"), "valid until 2026-03-01T12:00:00"},
        MetadataRow{"role_over", set("//md:IDPSSODescriptor/@validUntil", "2026-01-01T00:00:00Z"),
                    "valid until"}),
    [](const auto& test) { return test.param.name; });

TEST(IdpMetadata, ThatIsNoXmlIsAnError) {
  EXPECT_FALSE(read_idp_metadata("", pasted(noon())));
  EXPECT_FALSE(read_idp_metadata("<a", pasted(noon())));
  EXPECT_FALSE(read_idp_metadata("<!DOCTYPE a><a/>", pasted(noon())));
  MemoryAccounts accounts;
  ManualClock clock(noon());
  SamlConfig config;
  config.base_url = sp_url;
  const auto service = SamlService::create(config, Checks(), accounts, clock);
  ASSERT_FALSE(service);
  EXPECT_THAT(service.error().message, HasSubstr("metadata is not XML"));
}

TEST(IdpMetadata, ThatIsStillValidIsRead) {
  auto document = must(xml::Document::parse(idp_metadata()));
  set("/*/@validUntil", "2026-03-01T12:00:01Z")(document);
  EXPECT_TRUE(read_idp_metadata(document.serialize(), pasted(noon())));
}

}  // namespace
}  // namespace idproctor::reference::testing
