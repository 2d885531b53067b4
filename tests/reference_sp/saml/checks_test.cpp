// Every check of the SAML half against one deviation of its own: refused with all checks on, accepted in
// exactly the way of its mistake with that one off, and still refused with any other one off.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "foundation/core/base64.hpp"
#include "foundation/core/file.hpp"
#include "foundation/xml/canonical.hpp"
#include "foundation/xml/digest.hpp"
#include "foundation/xml/edit.hpp"
#include "tests/reference_sp/saml/encrypted.hpp"

namespace idproctor::reference::testing {
namespace {

using Who = std::optional<std::string>;

struct Deviation {
  std::string name;
  std::string check;                           ///< the one that must refuse it
  std::function<Who(Scene&)> attempt;          ///< who is logged in at the end
  std::string accepted_as = alice;             ///< with the check off
  std::vector<std::string> also_without = {};  ///< other checks that let it in when they alone are off
};

void PrintTo(const Deviation& deviation, std::ostream* out) {
  *out << deviation.name;
}

std::function<Who(Scene&)> sending(std::function<void(Sent&)> change) {
  return [=](Scene& scene) {
    Sent sent;
    change(sent);
    return scene.login(sent);
  };
}

std::function<Who(Scene&)> with_edit(Edit edit, Signed what = Signed::assertion) {
  return sending([=](Sent& sent) {
    sent.what = what;
    sent.before.push_back(edit);
  });
}

std::function<Who(Scene&)> tampered(Edit edit) {
  return sending([=](Sent& sent) { sent.after.push_back(edit); });
}

std::string seconds_from_now(const Scene& scene, int seconds) {
  return format_time(scene.clock.now() + std::chrono::seconds(seconds));
}

std::function<Who(Scene&)> with_time(const std::string& xpath, int seconds) {
  return [=](Scene& scene) {
    Sent sent;
    sent.before.push_back(set(xpath, seconds_from_now(scene, seconds)));
    return scene.login(sent);
  };
}

std::string digest_of_assertion(const xml::Document& document) {
  const xml::Node assertion = must(document.select("/samlp:Response/saml:Assertion")).at(0),
                  signature = must(document.select("ds:Signature", assertion)).at(0);
  const std::string octets =
      must(xml::canonical(document, assertion, "http://www.w3.org/2001/10/xml-exc-c14n#", {}, signature));
  return base64_encode(crypto::sha256(octets));
}

void forge_before_signed(xml::Document& document) {
  must(xml::copy(document, "//saml:Assertion", xml::Position::before, "//saml:Assertion"));
  must(xml::remove(document, "/samlp:Response/saml:Assertion[1]/ds:Signature"));
  must(xml::set(document, "/samlp:Response/saml:Assertion[1]/@ID", "_forged"));
  must(xml::set(document, "/samlp:Response/saml:Assertion[1]/saml:Subject/saml:NameID", victim));
}

/// CVE-2025-29775: what was signed stays as it was for everybody who leaves comments out.
void forge_with_digest_in_comment(xml::Document& document) {
  set("//saml:NameID", victim)(document);
  const std::string digest = digest_of_assertion(document);
  must(xml::insert(document, "<!--" + digest + "-->", xml::Position::before, "//ds:DigestValue/text()"));
}

/// The forgery in place, the original in Extensions, where the signature's Reference still finds it.
void hide_original(xml::Document& document) {
  must(xml::insert(document, "<samlp:Extensions/>", xml::Position::before, "//samlp:Status"));
  must(xml::copy(document, "//saml:Assertion", xml::Position::into, "//samlp:Extensions"));
  must(xml::remove(document, "//samlp:Extensions//ds:Signature"));
  must(xml::set(document, "/samlp:Response/saml:Assertion/@ID", "_forged"));
  must(xml::set(document, "/samlp:Response/saml:Assertion/saml:Subject/saml:NameID", victim));
}

void hide_original_in_object(xml::Document& document) {
  hide_original(document);
  must(xml::insert(document, "<ds:Object/>", xml::Position::into, "//ds:Signature"));
  must(xml::move(document, "//samlp:Extensions/saml:Assertion", xml::Position::into, "//ds:Object"));
}

/// CVE-2025-29774.
void forge_with_second_signed_info(xml::Document& document) {
  hide_original(document);
  const std::string digest = digest_of_assertion(document);
  must(xml::copy(document, "//ds:SignedInfo", xml::Position::after, "//ds:SignedInfo"));
  must(xml::set(document, "//ds:SignedInfo[2]/ds:Reference/@URI", "#_forged"));
  must(xml::set(document, "//ds:SignedInfo[2]/ds:Reference/ds:DigestValue", digest));
}

/// CVE-2025-47949.
void hoist_signature(xml::Document& document) {
  must(xml::move(document, "//saml:Assertion/ds:Signature", xml::Position::after,
                 "/samlp:Response/saml:Issuer"));
  must(xml::insert(document, "<samlp:Extensions/>", xml::Position::before, "//samlp:Status"));
  must(xml::copy(document, "//saml:Assertion", xml::Position::into, "//samlp:Extensions"));
  must(xml::set(document, "/samlp:Response/saml:Assertion/@ID", "_forged"));
  must(xml::set(document, "/samlp:Response/saml:Assertion/saml:Subject/saml:NameID", victim));
}

Who log_in_deactivated(Scene& scene) {
  scene.accounts.all.push_back({"u1", alice, alice, false});
  return scene.login({});
}

/// Who is logged in by the second use of an assertion; its NotOnOrAfter is 300 seconds after the first.
Who replay_after(Scene& scene, Milliseconds wait) {
  const std::string message = encoded(scene.message({}));
  scene.post_form(message);
  EXPECT_EQ(scene.who(), alice);
  scene.clock.advance(wait);
  scene.forget_cookies();
  scene.post_form(message);
  return scene.who();
}

std::vector<Deviation> deviations() {
  const std::string data = "//saml:SubjectConfirmationData";
  const std::string other = "https://other-sp.example/metadata";
  std::vector<Deviation> all{
      {"status", "status",
       with_edit(set("//samlp:StatusCode/@Value", "urn:oasis:names:tc:SAML:2.0:status:Responder"))},
      {"destination", "destination", with_edit(set("/samlp:Response/@Destination", other))},
      {"destination-empty", "destination", with_edit(set("/samlp:Response/@Destination", ""))},
      {"destination-missing-on-signed", "destination",
       with_edit(remove("/samlp:Response/@Destination"), Signed::response)},
      {"destination-in-signed-response", "destination",
       with_edit(set("/samlp:Response/@Destination", other), Signed::response)},
      {"issuer-of-assertion", "issuer", with_edit(set("//saml:Assertion/saml:Issuer", other))},
      {"issuer-of-response", "issuer", with_edit(set("/samlp:Response/saml:Issuer", other))},
      {"issuer-missing-on-signed-response", "issuer",
       with_edit(remove("/samlp:Response/saml:Issuer"), Signed::response)},
      {"issuer-format", "issuer",
       with_edit(set("//saml:Assertion/saml:Issuer/@Format",
                     "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"))},
      {"in-response-to-wrong", "in-response-to",
       [](Scene& scene) {
         scene.begin_login();
         return scene.login({.in_response_to = "_made_up"});
       }},
      {"in-response-to-of-another-browser", "in-response-to",
       [](Scene& scene) {
         const std::string id = scene.begin_login();
         scene.forget_cookies();
         return scene.login({.in_response_to = id});
       }},
      {"in-response-to-used", "in-response-to",
       [](Scene& scene) {
         const std::string id = scene.begin_login();
         EXPECT_EQ(scene.login({.in_response_to = id}), alice);
         return scene.login({.in_response_to = id});
       }},
      {"in-response-to-on-response-alone",
       "in-response-to",
       [=](Scene& scene) {
         Sent sent{.in_response_to = scene.begin_login()};
         sent.before.push_back(remove(data + "/@InResponseTo"));
         return scene.login(sent);
       },
       alice,
       {"confirmation-in-response-to"}},
      // Who reads the Response's InResponseTo alone takes this for a response that nobody asked for.
      {"in-response-to-stripped-from-response",
       "in-response-to",
       [](Scene& scene) {
         Sent sent{.in_response_to = scene.begin_login()};
         sent.after.push_back(remove("/samlp:Response/@InResponseTo"));
         return scene.login(sent);
       },
       alice,
       {"confirmation-in-response-to"}},
      {"in-response-to-differs",
       "in-response-to",
       [=](Scene& scene) {
         Sent sent{.in_response_to = scene.begin_login()};
         sent.before.push_back(set(data + "/@InResponseTo", "_other"));
         return scene.login(sent);
       },
       alice,
       {"confirmation-in-response-to"}},
      {"in-response-to-of-confirmation",
       "confirmation-in-response-to",
       [=](Scene& scene) {
         Sent sent{.in_response_to = scene.begin_login()};
         sent.before.push_back(set(data + "/@InResponseTo", "_other"));
         return scene.login(sent);
       },
       alice,
       {"in-response-to"}},
      {"unsolicited-answer", "unsolicited",
       sending([](Sent& sent) { sent.in_response_to = "_nobody_asked"; })},
      {"unsolicited-empty-answer", "unsolicited", sending([](Sent& sent) { sent.in_response_to = ""; })},
      {"unsigned", "signature-required", sending([](Sent& sent) {
         sent.what = Signed::none;
         sent.user = victim;
       }),
       victim},
      {"signature-stripped", "signature-required", sending([](Sent& sent) {
         sent.after = {remove("//ds:Signature"), set("//saml:NameID", victim)};
       }),
       victim},
      {"encrypted-unsigned",
       "decrypted-signature",
       sending([](Sent& sent) {
         sent.what = Signed::none;
         sent.user = victim;
         sent.after.push_back(encrypt_assertion());
       }),
       victim,
       {"signature-required"}},
      {"encrypted-issuer-for-name-id", "decrypted-element", with_edit(encrypt_name_id([](const std::string&) {
         return "<saml:Issuer>" + std::string(victim) + "</saml:Issuer>";
       })),
       victim},
      {"encrypted-doctype", "decrypted-doctype",
       tampered(encrypt_assertion({}, [](std::string text) { return "<!DOCTYPE a>" + text; }))},
      {"encrypted-tag-altered", "gcm-tag", sending([](Sent& sent) {
         sent.after.push_back(
             encrypt_assertion(with_block_cipher("http://www.w3.org/2009/xmlenc11#aes256-gcm")));
         sent.after.push_back(flip_octet_of(cipher_value, 1));
       })},
      {"encrypted-by-rsa-1-5", "rsa-1-5",
       tampered(encrypt_assertion(with_key_transport("http://www.w3.org/2001/04/xmlenc#rsa-1_5")))},
      {"encrypted-by-triple-des", "triple-des",
       tampered(encrypt_assertion(with_block_cipher("http://www.w3.org/2001/04/xmlenc#tripledes-cbc")))},
      {"strangers-key",
       "trusted-key",
       sending([](Sent& sent) {
         sent.key = &stranger_key();
         sent.user = victim;
       }),
       victim,
       {"signature-value"}},
      {"value-of-zeros", "signature-value",
       tampered(set("//ds:SignatureValue", std::string(342, 'A') + "=="))},
      {"signature-emptied", "signature-complete", sending([](Sent& sent) {
         sent.after = {remove("//ds:Signature/*"), set("//saml:NameID", victim)};
       }),
       victim},
      {"encryption-key",
       "key-use",
       sending([](Sent& sent) { sent.key = &encryption_key(); }),
       alice,
       {"trusted-key", "signature-value"}},
      {"known-certificate-beside",
       "key-info-certificates",
       sending([](Sent& sent) {
         sent.key = &stranger_key();
         sent.user = victim;
         sent.before = {insert_before(
             "//ds:X509Certificate",
             "<ds:X509Certificate>" + idp_key().certificate.base64_der() + "</ds:X509Certificate>")};
       }),
       victim,
       {"signature-value"}},
      {"sha1-signature", "weak-algorithms",
       with_edit(set("//ds:SignatureMethod/@Algorithm", "http://www.w3.org/2000/09/xmldsig#rsa-sha1"))},
      {"sha1-digest", "weak-algorithms",
       with_edit(set("//ds:DigestMethod/@Algorithm", "http://www.w3.org/2000/09/xmldsig#sha1"))},
      {"hmac-with-the-certificate", "asymmetric-only", sending([](Sent& sent) {
         sent.user = victim;
         sent.before = {
             set("//ds:SignatureMethod/@Algorithm", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")};
         sent.signing.secret = idp_key().certificate.pem();
       }),
       victim},
      {"unknown-algorithm", "known-algorithm",
       with_edit(set("//ds:SignatureMethod/@Algorithm", "urn:unknown"))},
      {"unknown-canonicalization", "known-canonicalization",
       with_edit(set("//ds:CanonicalizationMethod/@Algorithm", "urn:unknown"))},
      {"no-reference", "reference-required", with_edit(remove("//ds:Reference"))},
      {"two-references", "one-reference", with_edit([](xml::Document& document) {
         must(xml::copy(document, "//ds:Reference", xml::Position::after, "//ds:Reference"));
       })},
      {"reference-to-everything", "reference-by-id", with_edit(set("//ds:Reference/@URI", ""))},
      {"unknown-transform", "transforms",
       with_edit(insert_before("//ds:Transform[2]", "<ds:Transform Algorithm=\"urn:unknown\"/>"))},
      {"tampered-name-id", "digest", tampered(set("//saml:NameID", victim)), victim},
      {"tampered-attribute", "digest", tampered(set("//saml:AttributeValue", "admin"))},
      {"digest-in-comment", "digest-text", tampered(forge_with_digest_in_comment), victim, {"digest"}},
      {"second-signed-info", "one-signed-info", tampered(forge_with_second_signed_info), victim},
      {"hoisted-signature",
       "covers-its-parent",
       tampered(hoist_signature),
       victim,
       {"reads-what-was-verified"}},
      {"signature-over-its-object", "covers-its-parent", tampered(hide_original_in_object), victim},
      {"signature-over-hidden-original",
       "covers-its-parent",
       tampered(hide_original),
       victim,
       {"reads-what-was-verified"}},
      // Who reads the last of two assertions reads the one that is signed: alice's.
      {"forged-before-signed",
       "reads-what-was-verified",
       tampered(forge_before_signed),
       victim,
       {"one-assertion"}},
      {"recipient", "recipient", with_edit(set(data + "/@Recipient", "https://other-sp.example/acs"))},
      {"recipient-missing", "recipient", with_edit(remove(data + "/@Recipient"))},
      {"confirmation-expired", "confirmation-expiry", with_time(data + "/@NotOnOrAfter", -181)},
      {"confirmation-without-end", "confirmation-expiry", with_edit(remove(data + "/@NotOnOrAfter"))},
      {"confirmation-end-malformed", "confirmation-expiry",
       with_edit(set(data + "/@NotOnOrAfter", "tomorrow"))},
      {"confirmation-method", "confirmation-method",
       with_edit(set("//saml:SubjectConfirmation/@Method", "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"))},
      {"audience", "audience", with_edit(set("//saml:Audience", other))},
      {"audience-second-restriction", "audience",
       with_edit(insert_into("//saml:Conditions", "<saml:AudienceRestriction><saml:Audience>" + other +
                                                      "</saml:Audience></saml:AudienceRestriction>"))},
      {"audience-empty", "audience", with_edit(set("//saml:Audience", ""))},
      {"audience-longer",
       "audience-exact",
       with_edit(set("//saml:Audience", std::string(sp_url) + "/saml/metadata.evil.example")),
       alice,
       {"audience"}},
      {"audience-restriction-missing", "audience-required", with_edit(remove("//saml:AudienceRestriction"))},
      {"audience-missing", "audience-required", with_edit(remove("//saml:Audience"))},
      {"audience-inside",
       "audience-exact",
       with_edit(set("//saml:Audience", "https://evil.example/?" + std::string(sp_url) + "/saml/metadata")),
       alice,
       {"audience"}},
      {"audience-upper-case",
       "audience-case",
       with_edit(set("//saml:Audience", std::string(sp_url) + "/SAML/metadata")),
       alice,
       {"audience"}},
      {"audience-slash",
       "audience-case",
       with_edit(set("//saml:Audience", std::string(sp_url) + "/saml/metadata/")),
       alice,
       {"audience", "audience-exact"}},
      {"audience-dots",
       "audience-literal",
       with_edit(set("//saml:Audience", "http://127-0-0-1:8080/saml/metadata")),
       alice,
       {"audience"}},
      {"destination-longer",
       "destination-exact",
       with_edit(set("/samlp:Response/@Destination", std::string(acs_url) + "/other")),
       alice,
       {"destination"}},
      {"recipient-longer",
       "recipient-exact",
       with_edit(set(data + "/@Recipient", std::string(acs_url) + "?tenant=other")),
       alice,
       {"recipient"}},
      {"issuer-longer",
       "issuer-exact",
       with_edit(set("//saml:Assertion/saml:Issuer", std::string(idp_entity_id) + "/other")),
       alice,
       {"issuer"}},
      {"version-of-assertion", "version", with_edit(set("//saml:Assertion/@Version", "1.1"))},
      {"version-of-response", "version", with_edit(set("/samlp:Response/@Version", "1.1"))},
      {"issue-instant-missing", "issue-instant", with_edit(remove("//saml:Assertion/@IssueInstant"))},
      {"issue-instant-malformed", "issue-instant",
       with_edit(set("/samlp:Response/@IssueInstant", "yesterday"))},
      {"id-of-response-missing", "ids", with_edit(remove("/samlp:Response/@ID"))},
      {"id-of-assertion-missing", "ids", with_edit(remove("//saml:Assertion/@ID"), Signed::response)},
      {"id-no-name", "ids", with_edit(set("/samlp:Response/@ID", "1"))},
      {"no-assertion", "assertion-required", with_edit(remove("//saml:Assertion"), Signed::response), ""},
      {"confirmation-missing", "confirmation-required", with_edit(remove("//saml:SubjectConfirmation"))},
      {"confirmation-without-data", "confirmation-data", with_edit(remove(data))},
      {"confirmation-with-not-before", "confirmation-not-before", with_time(data + "/@NotBefore", -600)},
      {"condition-unknown", "unknown-condition",
       with_edit(insert_into("//saml:Conditions", "<saml:Condition/>"))},
      // Who never looks at one of the two sees no order.
      {"period-backwards",
       "period-order",
       [](Scene& scene) {
         Sent sent;
         sent.before = {set("//saml:Conditions/@NotBefore", seconds_from_now(scene, 60)),
                        set("//saml:Conditions/@NotOnOrAfter", seconds_from_now(scene, -60))};
         return scene.login(sent);
       },
       alice,
       {"not-before", "not-on-or-after"}},
      {"expired-at-an-offset",
       "time-zone",
       [](Scene& scene) {
         std::string end = seconds_from_now(scene, 3600);
         end.replace(end.size() - 1, 1, "+02:00");
         Sent sent;
         sent.before = {set("//saml:Conditions/@NotBefore", seconds_from_now(scene, -7200)),
                        set("//saml:Conditions/@NotOnOrAfter", end)};
         return scene.login(sent);
       },
       alice,
       {"not-on-or-after"}},
      {"authn-statement-missing", "authn-statement", with_edit(remove("//saml:AuthnStatement"))},
      {"session-over", "session-expiry", with_time("//saml:AuthnStatement/@SessionNotOnOrAfter", -600)},
      // Who never looks at InResponseTo does not know what was asked for.
      {"stale-login",
       "force-authn",
       [](Scene& scene) {
         Sent sent{.in_response_to = scene.begin_login("/login?force_authn=1")};
         sent.before = {set("//saml:AuthnStatement/@AuthnInstant", seconds_from_now(scene, -600))};
         return scene.login(sent);
       },
       alice,
       {"in-response-to"}},
      {"weaker-context",
       "authn-context",
       [](Scene& scene) {
         return scene.login({.in_response_to = scene.begin_login("/login?authn_context=1")});
       },
       alice,
       {"in-response-to"}},
      {"two-name-ids",
       "name-id-single",
       with_edit(insert_before("//saml:SubjectConfirmation",
                               "<saml:NameID>" + std::string(victim) + "</saml:NameID>")),
       victim,
       {"own-name-id"}},
      {"name-id-for-another", "sp-name-qualifier", sending([](Sent& sent) {
         sent.before = {set("//saml:NameID/@Format", "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"),
                        set("//saml:NameID/@SPNameQualifier", "https://other-sp.example/metadata")};
       })},
      {"conditions-missing", "audience-required", with_edit(remove("//saml:Conditions"))},
      {"not-before", "not-before", with_time("//saml:Conditions/@NotBefore", 181)},
      {"not-before-malformed", "not-before", with_edit(set("//saml:Conditions/@NotBefore", "soon"))},
      {"not-on-or-after", "not-on-or-after",
       [](Scene& scene) {
         Sent sent;
         sent.before = {set("//saml:Conditions/@NotBefore", seconds_from_now(scene, -600)),
                        set("//saml:Conditions/@NotOnOrAfter", seconds_from_now(scene, -181))};
         return scene.login(sent);
       }},
      {"not-on-or-after-with-offset",
       "not-on-or-after",
       with_edit(set("//saml:Conditions/@NotOnOrAfter", "2030-01-01T00:00:00+02:00")),
       alice,
       {"time-zone"}},
      {"replay", "replay",
       [](Scene& scene) {
         const std::string message = encoded(scene.message({}));
         scene.post_form(message);
         EXPECT_EQ(scene.who(), alice);
         scene.forget_cookies();
         scene.post_form(message);
         return scene.who();
       }},
      {"replay-in-a-fresh-response", "replay",
       [](Scene& scene) {
         auto message = scene.message({});
         scene.post_form(encoded(message));
         EXPECT_EQ(scene.who(), alice);
         scene.forget_cookies();
         set("/samlp:Response/@ID", "_fresh")(message);
         scene.post_form(encoded(message));
         return scene.who();
       }},
      {"replay-in-the-tolerance",
       "replay-within-tolerance",
       [](Scene& scene) { return replay_after(scene, std::chrono::seconds(301)); },
       alice,
       {"replay"}},
      {"name-id-empty", "name-id", with_edit(set("//saml:NameID", "")), ""},
      {"name-id-missing", "name-id", with_edit(remove("//saml:NameID")), ""},
      {"deactivated", "deactivated-login", log_in_deactivated, alice, {"jit-resurrection"}},
      {"deactivated-in-other-letters",
       "deactivated-letters",
       [](Scene& scene) {
         std::string capital = alice;
         capital[0] = 'A';
         scene.accounts.all.push_back({"u1", capital, capital, false});
         return scene.login({});
       },
       alice,
       {"jit-resurrection", "deactivated-login"}},
      {"resurrected", "jit-resurrection",
       [](Scene& scene) {
         const Who who = log_in_deactivated(scene);
         return scene.accounts.all.front().active ? who : Who();
       }},
      {"session-after-the-end", "ends-sessions",
       [](Scene& scene) {
         EXPECT_EQ(scene.login({}), alice);
         scene.accounts.set_active(scene.accounts.all.front().id, false);
         return scene.who();
       }},
  };
  return all;
}

std::vector<std::string> checks_of_this_half() {
  std::vector<std::string> names;
  for (const Check& check : all_checks()) {
    if (check.name == "bearer-token") break;  // the SCIM ones begin here
    names.emplace_back(check.name);
  }
  return names;
}

class Deviations : public ::testing::TestWithParam<Deviation> {};

// One test for all three, since ctest starts a process for each.
TEST_P(Deviations, AreRefusedByTheirOwnCheckAlone) {
  const Deviation& deviation = GetParam();
  Scene strict;
  EXPECT_EQ(deviation.attempt(strict), std::nullopt);

  Scene careless({deviation.check});
  EXPECT_EQ(deviation.attempt(careless), deviation.accepted_as) << "without " << deviation.check;

  for (const std::string& other : checks_of_this_half()) {
    if (other == deviation.check || std::ranges::count(deviation.also_without, other) > 0) continue;
    Scene scene({other});
    EXPECT_EQ(deviation.attempt(scene), std::nullopt) << "without " << other;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Deviations, ::testing::ValuesIn(deviations()), [](const auto& test) {
  std::string name = test.param.name;
  std::ranges::replace(name, '-', '_');
  return name;
});

/// Checks that have no deviation here, since what they refuse is no login; each is asked with the check on
/// and with it off in the file that is named.
struct AskedElsewhere {
  const char* file;
  std::set<std::string> checks;
};

const std::vector<AskedElsewhere> kAskedElsewhere{
    // What becomes of a good message.
    {"kept_values_test.cpp",
     {"post-only", "relay-state", "long-values", "unicode-values", "several-values", "friendly-name",
      "session-renewed"}},
    // What attacks live from.
    {"attacks_test.cpp",
     {"id-unique", "one-assertion", "signature-anywhere", "own-digest", "enveloped-one", "own-name-id",
      "canonicalization-failure", "whole-text", "processing-instructions", "exact-identity", "well-formed",
      "one-document", "doctype", "fetches-nothing"}},
    // What ends a session.
    {"logout_test.cpp",
     {"logout-signature", "query-signature", "sig-alg", "raw-query", "logout-expiry", "logout-replay",
      "logout-name-id", "logout-session-index", "logout-every-index", "logout-all-sessions", "logout-answer",
      "logout-local"}},
    // Where messages come to, and what is shown of them.
    {"addresses_test.cpp", {"delivered-here", "own-connection"}},
    {"pages_test.cpp", {"escapes"}},
    // What the service itself says.
    {"own_messages_test.cpp",
     {"signs-requests", "signs-logout", "request-id", "request-name", "request-instant",
      "request-destination", "request-acs", "request-passive", "own-metadata-keys", "own-metadata-validity",
      "own-metadata-wishes"}},
    // What it takes of the identity provider's metadata.
    {"idp_metadata_test.cpp",
     {"metadata-valid-until", "metadata-signature", "metadata-entity-id", "metadata-role", "metadata-dtd",
      "metadata-keeps-old", "metadata-removed", "several-keys", "old-keys"}},
    {"short_keys_test.cpp", {"key-size"}},
};

TEST(Deviations, ThereIsOneForEveryCheck) {
  std::set<std::string> covered;
  for (const Deviation& deviation : deviations()) covered.insert(deviation.check);
  const std::filesystem::path folder = IDPROCTOR_SOURCE_DIR "/tests/reference_sp/saml";
  for (const auto& [file, checks] : kAskedElsewhere) {
    const std::string text = must(read_file(folder / file));
    for (const std::string& check : checks) {
      EXPECT_TRUE(covered.insert(check).second) << check << " is asked twice";
      EXPECT_NE(text.find('"' + check + '"'), std::string::npos) << file << " does not ask " << check;
    }
  }
  const auto known = checks_of_this_half();
  EXPECT_EQ(covered, std::set<std::string>(known.begin(), known.end()));
}

TEST(Checks, TheGoodMessageLogsInWithAnyOneCheckOff) {
  for (const std::string& off : checks_of_this_half()) {
    for (const Signed what : {Signed::assertion, Signed::response, Signed::both}) {
      Scene scene({off});
      EXPECT_EQ(scene.login({.what = what}), alice) << "without " << off;
      scene.forget_cookies();
      EXPECT_EQ(scene.login({.in_response_to = scene.begin_login(), .what = what}), alice)
          << "without " << off;
    }
  }
}

TEST(Checks, ResurrectionActivatesTheAccountEvenWhereLoginsAreNotChecked) {
  Scene scene({"jit-resurrection", "deactivated-login"});
  EXPECT_EQ(log_in_deactivated(scene), alice);
  EXPECT_TRUE(scene.accounts.all.front().active);
}

TEST(Checks, WithoutDeactivatedLoginTheAccountStaysInactive) {
  Scene scene({"deactivated-login"});
  EXPECT_EQ(log_in_deactivated(scene), alice);
  EXPECT_FALSE(scene.accounts.all.front().active);
}

// "forgets it at NotOnOrAfter": until then it is remembered, and behind the tolerance it is over anyway.
TEST(Checks, WithoutReplayWithinToleranceAUsedAssertionIsRememberedToItsEnd) {
  for (const int seconds : {0, 299, 480}) {
    Scene strict, mistaken({"replay-within-tolerance"});
    EXPECT_EQ(replay_after(strict, std::chrono::seconds(seconds)), std::nullopt) << seconds;
    EXPECT_EQ(replay_after(mistaken, std::chrono::seconds(seconds)), std::nullopt) << seconds;
  }
  for (const int seconds : {300, 479}) {
    Scene strict, mistaken({"replay-within-tolerance"});
    EXPECT_EQ(replay_after(strict, std::chrono::seconds(seconds)), std::nullopt) << seconds;
    EXPECT_EQ(replay_after(mistaken, std::chrono::seconds(seconds)), alice) << seconds;
  }
}

// "takes the first node in DigestValue for the digest": what is no digest of the element is still refused.
TEST(Checks, WithoutDigestTextTheCommentMustFit) {
  Scene scene({"digest-text"});
  Sent sent;
  sent.after = {
      set("//saml:NameID", victim), [](xml::Document& document) {
        must(xml::insert(document, "<!--AAAA-->", xml::Position::before, "//ds:DigestValue/text()"));
      }};
  EXPECT_EQ(scene.login(sent), std::nullopt);
}

// "digests the References of every one": one that does not fit is refused, and so is a value over none of
// them.
TEST(Checks, WithoutOneSignedInfoEveryReferenceMustFit) {
  Scene scene({"one-signed-info"});
  Sent other_digest;
  other_digest.after = {forge_with_second_signed_info, set("//ds:SignedInfo[2]//ds:DigestValue", "AAAA")};
  EXPECT_EQ(scene.login(other_digest), std::nullopt);
  Sent no_original;
  no_original.after = {forge_with_second_signed_info, remove("//samlp:Extensions")};
  EXPECT_EQ(scene.login(no_original), std::nullopt);
  Sent stranger{.key = &stranger_key()};
  stranger.after = {forge_with_second_signed_info};
  EXPECT_EQ(scene.login(stranger), std::nullopt);
}

TEST(Checks, WithoutCoversItsParentTheSignatureMustVerify) {
  Scene scene({"covers-its-parent"});
  Sent sent;
  sent.after = {hoist_signature, set("//samlp:Extensions//saml:NameID", victim)};
  EXPECT_EQ(scene.login(sent), std::nullopt);
}

// "verifies a signature only where there is one": a wrong one is still wrong.
TEST(Checks, WithoutSignatureRequiredAPresentSignatureMustVerify) {
  Scene scene({"signature-required"});
  Sent tampered;
  tampered.after.push_back(set("//saml:NameID", victim));
  EXPECT_EQ(scene.login(tampered), std::nullopt);
  Sent emptied;
  emptied.after.push_back(set("//ds:SignatureValue", ""));
  EXPECT_EQ(scene.login(emptied), std::nullopt);
}

TEST(Checks, WithoutTrustedKeyAMessageThatBringsNoneIsVerifiedWithTheTrustedOne) {
  Scene scene({"trusted-key"});
  Sent honest;
  honest.before.push_back(remove("//ds:KeyInfo"));
  EXPECT_EQ(scene.login(honest), alice);
  Sent stranger = honest;
  stranger.key = &stranger_key();
  EXPECT_EQ(scene.login(stranger), std::nullopt);
}

TEST(Checks, WithoutDigestTheSignatureValueStillCounts) {
  Scene scene({"digest"});
  Sent sent{.key = &stranger_key()};
  EXPECT_EQ(scene.login(sent), std::nullopt);
  Sent other_digest;
  other_digest.after.push_back(set("//ds:DigestValue", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="));
  EXPECT_EQ(scene.login(other_digest), std::nullopt);
}

TEST(Checks, WithoutAudienceThereMustBeSomeAudience) {
  Scene scene({"audience"});
  Sent sent;
  sent.before.push_back(remove("//saml:Audience"));
  EXPECT_EQ(scene.login(sent), std::nullopt);
}

}  // namespace
}  // namespace idproctor::reference::testing
