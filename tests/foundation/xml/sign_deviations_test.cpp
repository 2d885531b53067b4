// Signatures that a template asks for and no identity provider makes: several References, filters, names that
// nobody knows.

#include <gmock/gmock.h>

#include "foundation/core/base64.hpp"
#include "foundation/xml/canonical.hpp"
#include "foundation/xml/digest.hpp"
#include "foundation/xml/edit.hpp"
#include "foundation/xml/sign.hpp"
#include "foundation/xml/signature_value.hpp"
#include "foundation/xml/verify.hpp"
#include "tests/foundation/xml/support.hpp"

namespace idproctor::xml {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string digest_of(std::string_view octets) {
  return base64_encode(crypto::sha256(octets));
}

std::string canonical_assertion(const Document& document) {
  return canonical(document, first(document, "//saml:Assertion"), exclusive_c14n, {},
                   first(document, "//ds:Signature"))
      .value();
}

/// The value of SignatureMethod and SignatureValue as a verifier recomputes it.
std::string signed_octets(const Document& document) {
  return canonical(document, first(document, "//ds:SignedInfo"), exclusive_c14n).value();
}
std::string signature_bytes(const Document& document) {
  return base64_decode(value(document, "//ds:SignatureValue")).value();
}

Document signed_by_method(std::string_view method, const SigningOptions& options,
                          const std::string& child = {}) {
  Document document = parsed(response(signature_template("#_a", method)));
  if (!child.empty() && !insert(document, child, Position::into, "//ds:SignatureMethod")) {
    throw std::runtime_error("there is no SignatureMethod");
  }
  const auto done = sign(document, first(document, "//ds:Signature"), rsa_key(), options);
  if (!done) throw std::runtime_error(describe(done.error()));
  return document;
}

TEST(SignDeviations, ComputesOtherwiseThanNamed) {
  const Document document = signed_by_method("urn:none", {.computed_by = std::string(rsa_sha1)});
  EXPECT_TRUE(
      crypto::verify(rsa_key(), rsa_sha1, signed_octets(document), signature_bytes(document)).value());
  EXPECT_EQ(value(document, "//ds:SignatureMethod/@Algorithm"), "urn:none");
  EXPECT_EQ(value(signed_by_method(rsa_sha256, {.computed_by = "none"}), "//ds:SignatureValue"), "");
}

TEST(SignDeviations, TakesTheNearestForTheUnknown) {
  Document document = parsed(response(signature_template("#_a", "urn:method", "urn:digest")));
  const Node signature = first(document, "//ds:Signature");
  EXPECT_THAT(error_of(sign(document, signature, rsa_key())), HasSubstr("urn:digest"));
  ASSERT_TRUE(set(document, "//ds:CanonicalizationMethod/@Algorithm", "urn:canonicalization"));
  ASSERT_TRUE(
      insert(document, "<ds:Transform Algorithm='urn:transform'/>", Position::into, "//ds:Transforms"));
  ASSERT_EQ(error_of(sign(document, signature, rsa_key(), {.nearest = true})), "");
  EXPECT_EQ(value(document, "//ds:DigestValue"), digest_of(canonical_assertion(document)));
  EXPECT_TRUE(
      crypto::verify(rsa_key(), rsa_sha256, signed_octets(document), signature_bytes(document)).value());
}

TEST(SignDeviations, KeysAnHmacWithAnySecret) {
  const Document document = signed_by_method(method_hmac_sha256, {.secret = "public knowledge"});
  EXPECT_EQ(signature_bytes(document),
            crypto::hmac(method_hmac_sha256, "public knowledge", signed_octets(document)).value());
  const Document cut =
      signed_by_method(hmac_sha1, {.secret = "x"}, "<ds:HMACOutputLength>8</ds:HMACOutputLength>");
  EXPECT_EQ(signature_bytes(cut), crypto::hmac(hmac_sha1, "x", signed_octets(cut), 8).value());
  EXPECT_EQ(signature_bytes(cut).size(), 1u);
  EXPECT_THROW(signed_by_method(hmac_sha1, {.secret = "x"}, "<ds:HMACOutputLength>8x</ds:HMACOutputLength>"),
               std::runtime_error);
}

TEST(SignDeviations, FillsInEveryReference) {
  Document document = parsed(response(signature_template()));
  ASSERT_TRUE(copy(document, "//ds:Reference", Position::after, "//ds:Reference"));
  ASSERT_TRUE(set(document, "//ds:Reference[2]/@URI", "#_r"));
  ASSERT_EQ(error_of(sign(document, first(document, "//ds:Signature"), rsa_key())), "");
  const std::string response_octets =
      canonical(document, document.root(), exclusive_c14n, {}, first(document, "//ds:Signature")).value();
  EXPECT_EQ(value(document, "//ds:Reference[1]/ds:DigestValue"), digest_of(canonical_assertion(document)));
  EXPECT_EQ(value(document, "//ds:Reference[2]/ds:DigestValue"), digest_of(response_octets));
}

TEST(SignDeviations, WithoutReferencesSignsSignedInfoAlone) {
  Document document = parsed(response(signature_template()));
  ASSERT_TRUE(remove(document, "//ds:Reference"));
  ASSERT_EQ(error_of(sign(document, first(document, "//ds:Signature"), rsa_key())), "");
  EXPECT_TRUE(
      crypto::verify(rsa_key(), rsa_sha256, signed_octets(document), signature_bytes(document)).value());
}

TEST(SignDeviations, AMissingUriMeansTheDocument) {
  Document document = parsed(response(signature_template()));
  ASSERT_TRUE(remove(document, "//ds:Reference/@URI"));
  ASSERT_EQ(error_of(sign(document, first(document, "//ds:Signature"), rsa_key())), "");
  EXPECT_EQ(
      value(document, "//ds:DigestValue"),
      digest_of(canonical(document, Node(), exclusive_c14n, {}, first(document, "//ds:Signature")).value()));
}

constexpr std::string_view subject_left_out[] = {
    R"(<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath )"
    R"(xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">not(ancestor-or-self::saml:Subject)</ds:XPath>)"
    R"(</ds:Transform>)",
    R"(<ds:Transform Algorithm="http://www.w3.org/2002/06/xmldsig-filter2"><f:XPath Filter="subtract" )"
    R"(xmlns:f="http://www.w3.org/2002/06/xmldsig-filter2" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">)"
    R"(//saml:Subject</f:XPath></ds:Transform>)"};

TEST(SignDeviations, DigestsWhatAFilterLeaves) {
  for (const std::string_view filter : subject_left_out) {
    Document document = parsed(response(signature_template()));
    ASSERT_TRUE(insert(document, filter, Position::before, "//ds:Transform[2]"));
    ASSERT_EQ(error_of(sign(document, first(document, "//ds:Signature"), rsa_key())), "");
    Document rest = document.clone();
    ASSERT_TRUE(remove(rest, "//saml:Subject"));
    EXPECT_THAT(canonical_assertion(rest), Not(HasSubstr("NameID")));
    EXPECT_EQ(value(document, "//ds:DigestValue"), digest_of(canonical_assertion(rest))) << filter;
  }
}

TEST(SignDeviations, SaysWhatIsWrongWithAFilter) {
  for (
      const char* filter :
      {R"(<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"/>)",
       R"(<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>[</ds:XPath></ds:Transform>)"}) {
    Document document = parsed(response(signature_template()));
    ASSERT_TRUE(insert(document, filter, Position::before, "//ds:Transform[2]"));
    EXPECT_THAT(error_of(sign(document, first(document, "//ds:Signature"), rsa_key())), HasSubstr("XPath"));
  }
}

TEST(SignDeviations, CanonicalizesTwice) {
  Document document = parsed(response(signature_template()));
  ASSERT_TRUE(copy(document, "//ds:Transform[2]", Position::after, "//ds:Transform[2]"));
  ASSERT_EQ(error_of(sign(document, first(document, "//ds:Signature"), rsa_key())), "");
  EXPECT_EQ(value(document, "//ds:DigestValue"), digest_of(canonical_assertion(document)));
  ASSERT_TRUE(move(document, "//ds:Transform[1]", Position::into, "//ds:Transforms"));
  EXPECT_THAT(error_of(sign(document, first(document, "//ds:Signature"), rsa_key())),
              HasSubstr("before the canonicalization"));
}

// "#ID" means a node-set without comments, whatever the canonicalization would keep.
TEST(SignDeviations, LeavesCommentsOutOfWhatAnIdMeans) {
  Document document =
      parsed(replace_all(response(signature_template()), "<saml:Conditions>", "<saml:Conditions><!-- c -->"));
  ASSERT_TRUE(set(document, "//ds:Transform[2]/@Algorithm", std::string(exclusive_c14n) + "WithComments"));
  ASSERT_TRUE(sign(document, first(document, "//ds:Signature"), rsa_key()));
  EXPECT_EQ(value(document, "//ds:DigestValue"), digest_of(canonical_assertion(document)));
  EXPECT_EQ(error_of(verify(document, first(document, "//ds:Signature"), rsa_key())), "")
      << "xmlsec reads it so too";
  ASSERT_TRUE(set(document, "//ds:Reference/@URI", "#xpointer(id('_a'))"));
  ASSERT_TRUE(sign(document, first(document, "//ds:Signature"), rsa_key()));
  EXPECT_NE(value(document, "//ds:DigestValue"), digest_of(canonical_assertion(document)));
}

}  // namespace
}  // namespace idproctor::xml
