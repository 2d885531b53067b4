// The mistakes by which service providers fell to attacks: with the check on the victim is safe, with it off
// the attack that the mistake is known for succeeds.

#include <gtest/gtest.h>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/canonical.hpp"
#include "foundation/xml/digest.hpp"
#include "foundation/xml/edit.hpp"
#include "foundation/xml/signature_value.hpp"
#include "tests/reference_sp/saml/support.hpp"

namespace idproctor::reference::testing {
namespace {

using xml::Position;
using Who = std::optional<std::string>;

const std::string kAssertion = "/samlp:Response/saml:Assertion";
const std::string kSignature = kAssertion + "/ds:Signature";

struct Attack {
  std::string name;
  std::set<std::string, std::less<>> mistakes;  ///< the checks that must be off together
  std::function<Who(Scene&)> attempt;
  Who careless = victim;      ///< who is logged in with the mistakes
  Who strict = std::nullopt;  ///< and with every check on
};

void PrintTo(const Attack& attack, std::ostream* out) {
  *out << attack.name;
}

/// The honest message of `user`, edited after it was signed.
std::function<Who(Scene&)> attacked(Edit edit, Signed what = Signed::assertion, std::string user = alice) {
  return [=](Scene& scene) { return scene.login({.user = user, .what = what, .after = {edit}}); };
}

/// The message's bytes as `change` leaves them.
std::function<Who(Scene&)> as_bytes(std::function<std::string(const std::string&)> change,
                                    std::string user = alice) {
  return [=](Scene& scene) {
    scene.post_form(base64_encode(change(scene.message({.user = user}).serialize())));
    return scene.who();
  };
}

void forge(xml::Document& document) {
  must(xml::set(document, kAssertion + "/@ID", "_forged"));
  must(xml::set(document, kAssertion + "/saml:Subject/saml:NameID", victim));
}

/// A copy of the signed assertion without its signature goes to `place`, then the one in place is forged.
void hide_original_in_signature(xml::Document& document) {
  must(xml::insert(document, "<ds:Object/>", Position::into, kSignature));
  must(xml::copy(document, kAssertion, Position::into, kSignature + "/ds:Object"));
  must(xml::remove(document, kSignature + "/ds:Object//ds:Signature"));
  forge(document);
}

void hide_original_in_extensions(xml::Document& document) {
  must(xml::insert(document, "<samlp:Extensions/>", Position::before, "//samlp:Status"));
  must(xml::copy(document, kAssertion, Position::into, "//samlp:Extensions"));
  must(xml::remove(document, "//samlp:Extensions//ds:Signature"));
}

void same_id(xml::Document& document) {
  hide_original_in_extensions(document);
  must(xml::set(document, kAssertion + "/saml:Subject/saml:NameID", victim));
}

void append_forged(xml::Document& document) {
  must(xml::copy(document, kAssertion, Position::after, kAssertion));
  must(xml::remove(document, kAssertion + "[2]/ds:Signature"));
  must(xml::set(document, kAssertion + "[2]/@ID", "_forged"));
  must(xml::set(document, kAssertion + "[2]/saml:Subject/saml:NameID", victim));
}

void wrap_signed(xml::Document& document) {
  must(xml::copy(document, kAssertion, Position::before, kAssertion));
  must(xml::remove(document, kAssertion + "[1]/ds:Signature"));
  must(xml::set(document, kAssertion + "[1]/@ID", "_forged"));
  must(xml::set(document, kAssertion + "[1]/saml:Subject/saml:NameID", victim));
  must(xml::move(document, kAssertion + "[2]", Position::into, kAssertion + "[1]"));
}

void copy_signature(xml::Document& document) {
  must(xml::copy(document, kSignature, Position::after, kSignature));
  must(xml::insert(document, "<ds:Object>unsigned</ds:Object>", Position::into, kSignature + "[2]"));
}

void advise(xml::Document& document) {
  must(xml::insert(
      document,
      "<saml:Advice><saml:Assertion ID=\"_advice\" Version=\"2.0\" IssueInstant=\"2026-03-01T12:00:00Z\">"
      "<saml:Issuer>x</saml:Issuer><saml:Subject><saml:NameID>" +
          std::string(victim) + "</saml:NameID></saml:Subject></saml:Assertion></saml:Advice>",
      Position::after, kAssertion + "/saml:Conditions"));
}

/// "victim@example.com.evil" is signed; `cut` stands between the victim's name and the rest when it is sent.
std::function<Who(Scene&)> interrupted(std::string cut) {
  const std::string longer = std::string(victim) + ".evil";
  return as_bytes([=](const std::string& bytes) { return replace_all(bytes, longer, victim + cut); }, longer);
}

std::vector<Attack> attacks() {
  const std::string longer = std::string(victim) + ".evil";
  const auto with_doctype = [](const std::string& declarations, const std::string& bytes) {
    return "<!DOCTYPE r [" + declarations + "]>" + bytes;
  };
  return {
      {"covers_its_parent", {"covers-its-parent"}, attacked(hide_original_in_signature)},
      {"id_unique", {"id-unique"}, attacked(same_id)},
      {"one_assertion", {"one-assertion"}, attacked(append_forged)},
      {"signature_anywhere", {"signature-anywhere"}, attacked(wrap_signed)},
      {"enveloped_one", {"enveloped-one"}, attacked(copy_signature), alice},
      {"own_name_id",
       {"own-name-id"},
       [](Scene& scene) { return scene.login({.before = {advise}}); },
       victim,
       alice},
      {"comment", {"whole-text"}, interrupted("<!---->.evil"), victim, longer},
      {"cdata", {"whole-text"}, interrupted("<![CDATA[.evil]]>"), victim, longer},
      {"processing_instruction",
       {"processing-instructions"},
       as_bytes(
           [](const std::string& bytes) {
             return replace_all(bytes, "evil." + std::string(victim), "<?x evil.?>" + std::string(victim));
           },
           "evil." + std::string(victim))},
      {"look_alike",
       {"exact-identity"},
       [](Scene& scene) {
         return scene.login({.user = "v\u0456ctim@example.com"}) ? scene.accounts.all.back().user_name
                                                                 : Who();
       },
       victim,
       "v\u0456ctim@example.com"},
      {"trailing_junk",
       {"well-formed"},
       as_bytes([](const std::string& bytes) { return bytes + "more"; }),
       alice},
      {"doctype",
       {"doctype"},
       as_bytes([=](const std::string& bytes) { return with_doctype("", bytes); }),
       alice},
      {"entity",
       {"doctype"},
       as_bytes([=](const std::string& bytes) {
         return with_doctype(
             "<!ENTITY e \"" + std::string(alice) + "\">",
             replace_all(bytes, ">" + std::string(alice) + "</saml:NameID>", ">&e;</saml:NameID>"));
       }),
       alice},
  };
}

class Attacks : public ::testing::TestWithParam<Attack> {};

TEST_P(Attacks, SucceedByTheirMistakeAlone) {
  const Attack& attack = GetParam();
  Scene strict;
  EXPECT_EQ(attack.attempt(strict), attack.strict);
  Scene careless(attack.mistakes);
  EXPECT_EQ(attack.attempt(careless), attack.careless);
}

INSTANTIATE_TEST_SUITE_P(All, Attacks, ::testing::ValuesIn(attacks()),
                         [](const auto& test) { return test.param.name; });

constexpr std::string_view kExclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";

xml::Node first_of(const xml::Document& document, const std::string& xpath) {
  return must(document.select(xpath)).at(0);
}

TEST(Attacks, ASmuggledDigestCountsWhereTheFirstOneIsTaken) {
  for (const bool careless : {false, true}) {
    Scene scene(careless ? std::set<std::string, std::less<>>{"own-digest"}
                         : std::set<std::string, std::less<>>{});
    xml::Document message = scene.message({});
    set("//saml:NameID", victim)(message);
    const std::string octets = must(xml::canonical(message, first_of(message, kAssertion), kExclusive, {},
                                                   first_of(message, kSignature)));
    insert_into("//samlp:Status", "<samlp:StatusDetail><ds:DigestValue>" +
                                      base64_encode(crypto::sha256(octets)) +
                                      "</ds:DigestValue></samlp:StatusDetail>")(message);
    scene.post_form(encoded(message));
    EXPECT_EQ(scene.who(), careless ? Who(victim) : Who());
  }
}

TEST(Attacks, OfTwoDocumentsTheUnsignedOneIsReadWithOneDocumentOff) {
  for (const bool careless : {false, true}) {
    Scene scene(careless ? std::set<std::string, std::less<>>{"one-document"}
                         : std::set<std::string, std::less<>>{});
    const std::string honest = scene.message({}).serialize();
    const std::string forged =
        replace_all(scene.message({.user = victim, .what = Signed::none}).serialize(), "ID=\"_", "ID=\"_f");
    scene.post_form(base64_encode(honest + forged));
    EXPECT_EQ(scene.who(), careless ? Who(victim) : Who());
    scene.forget_cookies();
    scene.post_form(base64_encode(forged + forged));
    EXPECT_EQ(scene.who(), std::nullopt) << "neither is signed";
  }
}

TEST(Attacks, WhatAMessageNamesIsFetchedOnlyByMistake) {
  std::vector<std::string> asked;
  const auto listen = [&](SamlConfig& config) {
    config.outside = [&](const std::string& url) { asked.push_back(url); };
  };
  const Edit include =
      insert_into("//samlp:Status",
                  "<x:include xmlns:x=\"http://www.w3.org/2001/XInclude\" href=\"http://127.0.0.1/i\"/>");
  const Edit style = [](xml::Document& document) {
    must(xml::insert(document, "<?xml-stylesheet href=\"http://127.0.0.1/s\"?>", Position::before,
                     "/samlp:Response"));
  };
  Scene strict({}, listen);
  EXPECT_EQ(strict.login({.after = {include, style}}), alice);
  EXPECT_TRUE(asked.empty());
  Scene careless({"fetches-nothing"}, listen);
  EXPECT_EQ(careless.login({.after = {include, style}}), alice);
  EXPECT_EQ(asked, (std::vector<std::string>{"http://127.0.0.1/i", "http://127.0.0.1/s"}));
}

TEST(Attacks, ExternalEntitiesAreFetchedOnlyByMistake) {
  std::vector<std::string> asked;
  const auto listen = [&](SamlConfig& config) {
    config.outside = [&](const std::string& url) { asked.push_back(url); };
  };
  for (const bool careless : {false, true}) {
    Scene scene(
        careless ? std::set<std::string, std::less<>>{"doctype"} : std::set<std::string, std::less<>>{},
        listen);
    scene.post_form(
        base64_encode("<!DOCTYPE r SYSTEM \"http://127.0.0.1/dtd\">" + scene.message({}).serialize()));
    EXPECT_EQ(scene.who(), careless ? Who(alice) : Who());
    EXPECT_EQ(asked.size(), careless ? 1u : 0u);
  }
}

// What libxml2 cannot canonicalize has no digest. A library that goes on finds the digest of the empty
// string, and that is what this message's SignedInfo says, under a good signature.
TEST(Attacks, VoidCanonicalizationSignsAnything) {
  for (const bool careless : {false, true}) {
    Scene scene(careless ? std::set<std::string, std::less<>>{"canonicalization-failure"}
                         : std::set<std::string, std::less<>>{});
    xml::Document message = scene.message({});
    set("//saml:NameID", victim)(message);
    set("//ds:DigestValue", base64_encode(crypto::sha256("")))(message);
    const std::string signed_info =
        must(xml::canonical(message, first_of(message, "//ds:SignedInfo"), kExclusive));
    const std::string value =
        must(crypto::sign(idp_key().key, "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", signed_info));
    set("//ds:SignatureValue", base64_encode(value))(message);
    EXPECT_NE(scene.login({}), std::nullopt) << "the honest message";
    scene.forget_cookies();
    scene.post_form(encoded(message));
    EXPECT_EQ(scene.who(), std::nullopt) << "it can be canonicalized, and the digest is another";
    scene.post_form(base64_encode(
        replace_all(message.serialize(), "<saml:Conditions ", "<saml:Conditions xmlns:n=\"1\" n:x=\"\" ")));
    EXPECT_EQ(scene.who(), careless ? Who(victim) : Who());
  }
}

}  // namespace
}  // namespace idproctor::reference::testing
