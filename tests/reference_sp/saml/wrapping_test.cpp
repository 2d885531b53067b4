// Signature wrapping. Each shape is live: without "reads-what-was-verified" it logs the victim in, and with
// every check on nobody but the signed identity ever gets a session.

#include <gtest/gtest.h>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/edit.hpp"
#include "tests/reference_sp/saml/support.hpp"

namespace idproctor::reference::testing {
namespace {

using xml::Position;

const char* const the_assertion = "/samlp:Response/saml:Assertion";

std::string text_of(const xml::Document& document, const std::string& xpath) {
  return document.serialize(must(document.select(xpath)).at(0));
}

/// The signed element as it was before it was signed: without its own signature.
std::string without_signature(const xml::Document& signed_message, const std::string& xpath) {
  auto copy = signed_message.clone();
  must(xml::remove(copy, xpath + "/ds:Signature"));
  return text_of(copy, xpath);
}

void name_the_victim(xml::Document& document, const std::string& assertion, const std::string& id) {
  must(xml::set(document, assertion + "/@ID", id));
  must(xml::set(document, assertion + "/saml:Subject/saml:NameID", victim));
}

/// A second, unsigned assertion for the victim before or after the signed one.
void add_forged_assertion(xml::Document& document, bool before) {
  must(xml::copy(document, the_assertion, before ? Position::before : Position::after, the_assertion));
  const std::string forged = std::string(the_assertion) + (before ? "[1]" : "[2]");
  must(xml::remove(document, forged + "/ds:Signature"));
  name_the_victim(document, forged, "_evil");
}

/// The signed Response goes where `place` says, and the Response around it is forged.
void wrap_response(xml::Document& document,
                   const std::function<void(xml::Document&, const std::string&)>& place) {
  const std::string original = without_signature(document, "/samlp:Response");
  must(xml::set(document, "/samlp:Response/@ID", "_evil_response"));
  name_the_victim(document, the_assertion, "_evil");
  place(document, original);
}

/// The assertion is forged in place and keeps its signature; the signed one goes where `place` says.
void wrap_assertion(xml::Document& document,
                    const std::function<void(xml::Document&, const std::string&)>& place) {
  const std::string original = without_signature(document, the_assertion);
  name_the_victim(document, the_assertion, "_evil");
  place(document, original);
}

struct Shape {
  std::string name;
  Signed what;
  Edit wrap;
  bool live = true;  ///< whether a verifier that only asks "does some signature verify?" can be fooled by it
};

void PrintTo(const Shape& shape, std::ostream* out) {
  *out << shape.name;
}

std::vector<Shape> shapes() {
  // What lies within the signature goes with it in the enveloped-signature transform, as xmlsec applies it,
  // so that the originals in an Object do not verify here. Libraries that cut the signature out of the
  // referenced element alone are fooled by them.
  const auto in_object = [](const std::string& at) {
    return [=](xml::Document& document, const std::string& original) {
      must(xml::insert(document, "<ds:Object>" + original + "</ds:Object>", Position::into, at));
    };
  };
  return {
      // The enveloped-signature transform takes the signature out, and what lies in it goes along: with
      // xmlsec an
      // original inside of its own signature (here, in xsw8 and in the hoisted one) verifies no more.
      {"xsw1", Signed::response,
       [=](xml::Document& d) { wrap_response(d, in_object("/samlp:Response/ds:Signature")); }, false},
      {"xsw2", Signed::response,
       [](xml::Document& d) {
         wrap_response(d, [](xml::Document& document, const std::string& original) {
           must(xml::insert(document, original, Position::after, "/samlp:Response/saml:Assertion"));
         });
       }},
      {"xsw3", Signed::assertion, [](xml::Document& d) { add_forged_assertion(d, true); }},
      {"forged_after_signed", Signed::assertion, [](xml::Document& d) { add_forged_assertion(d, false); },
       false},
      {"xsw4", Signed::assertion,
       [](xml::Document& d) {
         add_forged_assertion(d, true);
         must(xml::move(d, "/samlp:Response/saml:Assertion[2]", Position::into,
                        "/samlp:Response/saml:Assertion[1]"));
       }},
      {"xsw5", Signed::assertion,
       [](xml::Document& d) {
         wrap_assertion(d, [](xml::Document& document, const std::string& original) {
           must(xml::insert(document, original, Position::into, "/samlp:Response"));
         });
       }},
      // xmlsec refuses a foreign child of ds:Signature, so that this one is no danger even to the careless.
      {"xsw6", Signed::assertion,
       [](xml::Document& d) {
         wrap_assertion(d, [](xml::Document& document, const std::string& original) {
           must(xml::insert(document, original, Position::into,
                            "/samlp:Response/saml:Assertion/ds:Signature"));
         });
       },
       false},
      {"xsw7", Signed::assertion,
       [](xml::Document& d) {
         const std::string forged =
             replace_all(without_signature(d, the_assertion), ">" + std::string(alice) + "</saml:NameID>",
                         ">" + std::string(victim) + "</saml:NameID>");
         must(xml::insert(d, "<samlp:Extensions>" + forged + "</samlp:Extensions>", Position::before,
                          "//samlp:Status"));
       }},
      {"xsw8", Signed::assertion,
       [=](xml::Document& d) { wrap_assertion(d, in_object("/samlp:Response/saml:Assertion/ds:Signature")); },
       false},
      {"same_id_and_copied_signature", Signed::assertion,
       [](xml::Document& d) {
         const std::string original = without_signature(d, the_assertion);
         must(xml::set(d, "//saml:NameID", victim));
         must(xml::insert(d, "<samlp:Extensions>" + original + "</samlp:Extensions>", Position::after,
                          "/samlp:Response/saml:Assertion"));
       }},
      {"signature_hoisted_over_extensions", Signed::assertion,
       [](xml::Document& d) {
         wrap_assertion(d, [](xml::Document& document, const std::string& original) {
           must(xml::move(document, "/samlp:Response/saml:Assertion/ds:Signature", Position::after,
                          "/samlp:Response/saml:Issuer"));
           must(xml::insert(document, "<samlp:StatusDetail>" + original + "</samlp:StatusDetail>",
                            Position::into, "//samlp:Status"));
         });
       },
       false},  // the hidden original is the first //Assertion
      {"signature_hoisted_over_object", Signed::assertion,
       [](xml::Document& d) {
         wrap_assertion(d, [](xml::Document& document, const std::string& original) {
           must(xml::move(document, "/samlp:Response/saml:Assertion/ds:Signature", Position::into,
                          "/samlp:Response"));
           must(xml::insert(document, "<ds:Object>" + original + "</ds:Object>", Position::into,
                            "/samlp:Response/ds:Signature"));
         });
       },
       false},
      {"in_advice", Signed::assertion,
       [](xml::Document& d) {
         add_forged_assertion(d, true);
         must(xml::insert(d, "<saml:Advice/>", Position::after,
                          "/samlp:Response/saml:Assertion[1]/saml:Conditions"));
         must(xml::move(d, "/samlp:Response/saml:Assertion[2]", Position::into,
                        "/samlp:Response/saml:Assertion[1]/saml:Advice"));
       }},
  };
}

class Wrapping : public ::testing::TestWithParam<Shape> {
 protected:
  Sent sent() const { return {.what = GetParam().what, .after = {GetParam().wrap}}; }
};

TEST_P(Wrapping, LogsTheVictimInOnlyWhereTheDocumentIsRead) {
  Scene strict;
  const auto who = strict.login(sent());
  EXPECT_TRUE(!who || *who == alice) << *who;

  Scene careless({"reads-what-was-verified"});
  const auto read = careless.login(sent());
  EXPECT_EQ(read == victim, GetParam().live) << read.value_or("nobody");

  for (const char* other : {"signature-required", "trusted-key", "digest", "replay", "issuer"}) {
    Scene scene({other});
    EXPECT_NE(scene.login(sent()), victim) << "without " << other;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Wrapping, ::testing::ValuesIn(shapes()),
                         [](const auto& test) { return test.param.name; });

// A genuine error Response is signed too, and its signature says nothing of an assertion that is added.
TEST(Wrapping, ASignedErrorVouchesForNothing) {
  for (const char* off : {"", "status"}) {
    Scene scene(*off ? std::set<std::string, std::less<>>{off} : std::set<std::string, std::less<>>{});
    Sent sent{.what = Signed::response};
    const std::string assertion =
        text_of(scene.message({.user = victim, .what = Signed::none}), the_assertion);
    sent.before = {remove(the_assertion),
                   set("//samlp:StatusCode/@Value", "urn:oasis:names:tc:SAML:2.0:status:Responder")};
    sent.after = {insert_into("/samlp:Response", assertion)};
    EXPECT_EQ(scene.login(sent), std::nullopt);
  }
}

TEST(Wrapping, ASecondDocumentRootIsNoXml) {
  Scene scene;
  const std::string forged = scene.message({.user = victim, .what = Signed::none}).serialize();
  const std::string honest = scene.message({}).serialize();
  for (const std::string& both : {honest + forged, forged + honest}) {
    scene.post_form(base64_encode(both));
    EXPECT_EQ(scene.who(), std::nullopt);
  }
}

}  // namespace
}  // namespace idproctor::reference::testing
