#include "reference_sp/saml/idp_metadata.hpp"

#include <gmock/gmock.h>

#include "foundation/core/text.hpp"
#include "foundation/xml/edit.hpp"
#include "foundation/xml/sign.hpp"
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

TEST(IdpMetadata, WithoutAnyRoleHasNoKeysEvenWhereRolesDoNotMatter) {
  auto document = must(xml::Document::parse(idp_metadata()));
  remove("//md:IDPSSODescriptor")(document);
  const Checks checks({"metadata-role"});
  const auto metadata = read_idp_metadata(document.serialize(), {checks, noon(), {}, {}});
  ASSERT_FALSE(metadata);
  EXPECT_THAT(metadata.error().message, HasSubstr("no IDPSSODescriptor"));
}

// What the service takes once the connection stands, when an administrator brings new metadata.

constexpr const char* saml_1_1 = "urn:oasis:names:tc:SAML:1.1:protocol";

/// A service that was set up with idp_key(), and may have agreed on signed metadata.
Scene connection(std::set<std::string, std::less<>> without, bool signed_metadata = false) {
  return Scene(std::move(without), [=](SamlConfig& config) {
    config.admin_token = "admin";
    config.signed_metadata = signed_metadata;
  });
}

/// The answer's status.
int bring(Scene& scene, const std::string& metadata) {
  http::Request put("PUT", "/saml/idp-metadata");
  put.headers.set("Authorization", "Bearer admin");
  put.body = metadata;
  return scene.request(std::move(put)).status;
}

/// Metadata of second_idp_key() alone, edited.
std::string new_metadata(const Edit& edit = {}) {
  auto document = must(xml::Document::parse(idp_metadata({second_idp_key()})));
  if (edit) edit(document);
  return document.serialize();
}

/// The same with an ID, signed; `after` edits what was signed.
std::string signed_new_metadata(const SigningKey& signer, const Edit& after = {},
                                const std::string& reference_to = "_metadata") {
  auto document = must(xml::Document::parse(new_metadata()));
  set("/*/@ID", "_metadata")(document);
  set("//md:IDPSSODescriptor/@ID", "_role")(document);
  insert_before("//md:IDPSSODescriptor", signature_template(reference_to, signer))(document);
  must(xml::sign(document, must(document.select("/*/ds:Signature")).at(0), signer.key));
  if (after) after(document);
  return document.serialize();
}

struct RefusedMetadata {
  std::string name, check;
  std::function<std::string()> metadata;  ///< with second_idp_key() in it, where nothing else is said
  bool signature_agreed = false;
  const SigningKey& (*key)() = second_idp_key;
};

void PrintTo(const RefusedMetadata& row, std::ostream* out) {
  *out << row.name;
}

class NewMetadata : public ::testing::TestWithParam<RefusedMetadata> {};

TEST_P(NewMetadata, IsRefusedByItsOwnCheckAlone) {
  const RefusedMetadata& row = GetParam();
  const std::string metadata = row.metadata();
  auto strict = connection({}, row.signature_agreed);
  EXPECT_EQ(bring(strict, metadata), 400);
  EXPECT_EQ(strict.login({.key = &row.key()}), std::nullopt);
  EXPECT_EQ(strict.login({}), alice) << "the old metadata stays";

  auto careless = connection({row.check}, row.signature_agreed);
  EXPECT_EQ(bring(careless, metadata), 200);
  EXPECT_EQ(careless.login({.user = victim, .key = &row.key()}), victim);
  EXPECT_EQ(careless.login({}), std::nullopt) << "the new metadata takes the old one's place";

  const auto signer = row.signature_agreed ? std::optional(idp_key().certificate.public_key()) : std::nullopt;
  for (const Check& other : all_checks()) {
    if (other.name == row.check) continue;
    const Checks checks({std::string(other.name)});
    EXPECT_FALSE(read_idp_metadata(metadata, {checks, noon(), idp_entity_id, signer}))
        << "without " << other.name;
  }
}

RefusedMetadata edited(std::string name, std::string check, Edit edit) {
  return {std::move(name), std::move(check), [=] { return new_metadata(edit); }};
}

RefusedMetadata behind(std::string name, std::string doctype) {
  return {std::move(name), "metadata-dtd", [=] { return doctype + new_metadata(); }};
}

INSTANTIATE_TEST_SUITE_P(
    All, NewMetadata,
    ::testing::Values(
        edited("over", "metadata-valid-until", set("/*/@validUntil", "2026-03-01T12:00:00Z")),
        edited("role_over", "metadata-valid-until",
               set("//md:IDPSSODescriptor/@validUntil", "2026-01-01T00:00:00Z")),
        edited("of_another", "metadata-entity-id", set("/*/@entityID", "https://other-idp.example/metadata")),
        edited("of_one_whose_name_begins_alike", "metadata-entity-id",
               set("/*/@entityID", std::string(idp_entity_id) + "/other")),
        edited("of_a_service_provider", "metadata-role",
               rename("//md:IDPSSODescriptor", "md:SPSSODescriptor")),
        edited("with_another_root", "metadata-role", rename("/*", "md:EntitiesDescriptor")),
        edited("without_an_entity_id", "metadata-role", remove("/*/@entityID")),
        edited("without_an_address_for_logins", "metadata-role", remove("//md:SingleSignOnService")),
        edited("for_saml_1_1", "metadata-role",
               set("//md:IDPSSODescriptor/@protocolSupportEnumeration", saml_1_1)),
        behind("behind_a_doctype", "<!DOCTYPE md:EntityDescriptor>"),
        behind("behind_an_entity", "<!DOCTYPE md [<!ENTITY e \"x\">]>"),
        behind("behind_an_external_subset", "<!DOCTYPE md SYSTEM \"https://idp.example/saml.dtd\">"),
        RefusedMetadata{"unsigned", "metadata-signature", [] { return new_metadata(); }, true},
        RefusedMetadata{"signed_by_a_stranger", "metadata-signature",
                        [] { return signed_new_metadata(stranger_key()); }, true},
        RefusedMetadata{"signed_by_the_new_key", "metadata-signature",
                        [] { return signed_new_metadata(second_idp_key()); }, true},
        RefusedMetadata{"signed_for_its_role_alone", "metadata-signature",
                        [] { return signed_new_metadata(idp_key(), {}, "_role"); }, true},
        RefusedMetadata{"changed_after_signing", "metadata-signature",
                        [] {
                          return signed_new_metadata(idp_key(), set("//md:KeyDescriptor//ds:X509Certificate",
                                                                    stranger_key().certificate_text));
                        },
                        true, stranger_key}),
    [](const auto& test) { return test.param.name; });

// The twins of the refusals: the same without the flaw.
TEST(NewMetadataThatHolds, IsTaken) {
  auto scene = connection({});
  EXPECT_EQ(bring(scene, new_metadata(set("/*/@validUntil", "2026-03-01T12:00:01Z"))), 200);
  EXPECT_EQ(scene.login({.key = &second_idp_key()}), alice);
  auto agreed = connection({}, true);
  EXPECT_EQ(bring(agreed, signed_new_metadata(idp_key())), 200);
  EXPECT_EQ(agreed.login({.key = &second_idp_key()}), alice);
}

TEST(NewMetadataThatHolds, GivesTrustToTheKeysOfItsSaml2RoleAlone) {
  const auto with_old_role = [](xml::Document& document) {
    must(xml::copy(document, "//md:IDPSSODescriptor", xml::Position::after, "//md:IDPSSODescriptor"));
    set("//md:IDPSSODescriptor[2]/@protocolSupportEnumeration", saml_1_1)(document);
    set("//md:IDPSSODescriptor[2]//ds:X509Certificate", stranger_key().certificate_text)(document);
  };
  for (const bool mistaken : {false, true}) {
    auto scene = mistaken ? connection({"metadata-role"}) : connection({});
    EXPECT_EQ(bring(scene, new_metadata(with_old_role)), 200);
    EXPECT_EQ(scene.login({.key = &second_idp_key()}), alice);
    EXPECT_EQ(scene.login({.key = &stranger_key()}).has_value(), mistaken);
  }
}

// "forgets the old metadata before it has read the new one"
TEST(NewMetadataThatCannotBeTaken, ChangesNothing) {
  const std::string too_late = new_metadata(set("/*/@validUntil", "2026-01-01T00:00:00Z"));
  for (const std::string& metadata : {std::string("<html><title>Sign in</title></html>"), too_late}) {
    for (const bool mistaken : {false, true}) {
      auto scene = mistaken ? connection({"metadata-keeps-old"}) : connection({});
      EXPECT_EQ(bring(scene, metadata), 400);
      EXPECT_EQ(scene.login({}).has_value(), !mistaken);
      EXPECT_EQ(bring(scene, new_metadata()), 200);
      EXPECT_EQ(scene.login({.key = &second_idp_key()}), alice) << "the next one may be good";
    }
  }
}

TEST(NewMetadataThatCannotBeTaken, IsWhatSomebodyElseThanTheAdministratorBrings) {
  auto scene = connection({});
  for (const char* authorization : {"", "Bearer ", "Bearer other", "admin"}) {
    http::Request put("PUT", "/saml/idp-metadata");
    put.headers.set("Authorization", authorization);
    put.body = new_metadata();
    EXPECT_EQ(scene.request(std::move(put)).status, 401) << authorization;
  }
  EXPECT_EQ(scene.login({.key = &second_idp_key()}), std::nullopt);
}

// "goes on with the copy in its cache"
TEST(MetadataThatWasTakenAway, GivesNoKeyTrust) {
  for (const bool mistaken : {false, true}) {
    auto scene = mistaken ? connection({"metadata-removed"}) : connection({});
    http::Request removal("DELETE", "/saml/idp-metadata");
    EXPECT_EQ(scene.request(removal).status, 401);
    removal.headers.set("Authorization", "Bearer admin");
    EXPECT_EQ(scene.request(removal).status, 204);
    EXPECT_EQ(scene.login({}).has_value(), mistaken);
    EXPECT_EQ(scene.request(http::Request("GET", "/login")).status, mistaken ? 302 : 503);
    EXPECT_EQ(bring(scene, idp_metadata()), 200);
    EXPECT_EQ(scene.login({}), alice);
  }
}

/// A service that fetches metadata, and what it asked for.
struct Fetching {
  Scene scene{{}, [this](SamlConfig& config) {
                config.admin_token = "admin";
                config.wires.send = [this](http::Request request, Wires::Answer answer) {
                  asked.push_back(request.url);
                  answers.push_back(std::move(answer));
                };
              }};
  int bring_url(const std::string& url) { return bring(scene, dump(Json{{"url", url}})); }
  std::vector<std::string> asked;
  std::vector<Wires::Answer> answers;
};

TEST(MetadataFromAnAddress, IsTakenWhenItComes) {
  Fetching fetching;
  EXPECT_EQ(fetching.bring_url("no address"), 400);
  EXPECT_EQ(fetching.bring_url("https://idp.example/metadata"), 202);
  ASSERT_EQ(fetching.asked, std::vector<std::string>{"https://idp.example/metadata"});
  EXPECT_EQ(fetching.scene.login({.key = &second_idp_key()}), std::nullopt) << "not yet";
  EXPECT_EQ(fetching.scene.login({}), alice) << "until then the old one counts";
  fetching.answers[0](http::Response(200, "application/samlmetadata+xml", new_metadata()));
  EXPECT_EQ(fetching.scene.login({.key = &second_idp_key()}), alice);
}

TEST(MetadataFromAnAddress, ThatCannotBeHadChangesNothing) {
  Fetching fetching;
  fetching.bring_url("https://idp.example/metadata");
  fetching.answers[0](http::Response(404, "text/html", new_metadata()));
  fetching.bring_url("https://idp.example/metadata");
  fetching.answers[1](Error{Error::Kind::unreachable, "nobody listens", {}});
  fetching.bring_url("https://idp.example/metadata");
  fetching.answers[2](http::Response(200, "text/html", "<title>Sign in</title>"));
  EXPECT_EQ(fetching.scene.login({}), alice);
  EXPECT_EQ(fetching.scene.login({.key = &second_idp_key()}), std::nullopt);
}

TEST(MetadataFromAnAddress, ComesTooLateAfterWhatWasBroughtSince) {
  Fetching fetching;
  fetching.bring_url("https://idp.example/metadata");
  EXPECT_EQ(bring(fetching.scene, idp_metadata()), 200);
  fetching.answers[0](http::Response(200, "application/samlmetadata+xml", new_metadata()));
  EXPECT_EQ(fetching.scene.login({.key = &second_idp_key()}), std::nullopt);
}

// "goes on trusting the key that the connection began with"
TEST(KeyRollover, TheKeysOfTheMetadataOfTodaySign) {
  for (const bool mistaken : {false, true}) {
    auto scene = mistaken ? connection({"old-keys"}) : connection({});
    EXPECT_EQ(bring(scene, idp_metadata({idp_key(), second_idp_key()})), 200);
    EXPECT_EQ(scene.login({}), alice);
    EXPECT_EQ(scene.login({.key = &second_idp_key()}), alice);
    EXPECT_EQ(bring(scene, idp_metadata({second_idp_key()})), 200);
    EXPECT_EQ(scene.login({}).has_value(), mistaken);
    EXPECT_EQ(scene.login({.key = &second_idp_key()}), alice);
    EXPECT_EQ(bring(scene, idp_metadata({stranger_key()})), 200);
    EXPECT_EQ(scene.login({}).has_value(), mistaken);
    EXPECT_EQ(scene.login({.key = &second_idp_key()}), std::nullopt) << "that one never began a connection";
  }
}

// "reads the first key"
TEST(KeyRollover, AnyOfSeveralKeysSigns) {
  for (const bool mistaken : {false, true}) {
    auto scene = mistaken ? connection({"several-keys"}) : connection({});
    EXPECT_EQ(bring(scene, idp_metadata({second_idp_key(), idp_key()})), 200);
    EXPECT_EQ(scene.login({.key = &second_idp_key()}), alice);
    EXPECT_EQ(scene.login({}).has_value(), !mistaken) << "the order says nothing";
    EXPECT_EQ(scene.login({.key = &stranger_key()}), std::nullopt);
  }
}

}  // namespace
}  // namespace idproctor::reference::testing
