#include <gmock/gmock.h>

#include "foundation/xml/edit.hpp"
#include "tests/foundation/xml/verify_support.hpp"

namespace idproctor::xml {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Signature wrapping: the signed Assertion is moved to where the schema tolerates it, a forgery takes its
/// place. Verification succeeds, and what it returns must be the original.
void expect_the_original(Document& document) {
  EXPECT_EQ(value(document, "(//saml:NameID)[1]"), "mallory@example.com") << "the attack must be a live one";
  const auto part = verify(document, first(document, "//ds:Signature"), rsa_key());
  ASSERT_EQ(error_of(part), "");
  EXPECT_EQ(part->id, "_a");
  const Document covered = parsed(part->canonical_xml);
  EXPECT_EQ(value(covered, "//saml:NameID"), "alice@example.com");
  EXPECT_THAT(part->canonical_xml, Not(HasSubstr("mallory")));
}

constexpr std::string_view forged_assertion =
    R"(<saml:Assertion ID="_f"><saml:Subject><saml:NameID>mallory@example.com</saml:NameID></saml:Subject>)"
    R"(</saml:Assertion>)";

TEST(SignatureWrapping, ForgeryBeforeTheOriginal) {
  Document document = signed_response(signature_template());
  ASSERT_TRUE(insert(document, forged_assertion, Position::before, "//saml:Assertion"));
  expect_the_original(document);
}

TEST(SignatureWrapping, OriginalInsideTheForgery) {
  Document document = signed_response(signature_template());
  ASSERT_TRUE(insert(document, forged_assertion, Position::before, "//saml:Assertion"));
  ASSERT_EQ(
      error_of(move(document, "//saml:Assertion[@ID='_a']", Position::into, "//saml:Assertion[@ID='_f']")),
      "");
  expect_the_original(document);
}

TEST(SignatureWrapping, OriginalInExtensions) {
  Document document = signed_response(signature_template());
  ASSERT_TRUE(insert(document, forged_assertion, Position::after, "/samlp:Response/saml:Issuer"));
  ASSERT_TRUE(wrap(document, "//saml:Assertion[@ID='_a']", "<samlp:Extensions/>"));
  expect_the_original(document);
}

TEST(SignatureWrapping, OriginalInsideItsOwnSignatureIsRefused) {
  Document document = signed_response(signature_template());
  ASSERT_TRUE(copy(document, "//saml:Assertion", Position::before, "//saml:Assertion"));
  ASSERT_TRUE(remove(document, "//saml:Assertion[1]/ds:Signature"));
  ASSERT_TRUE(set(document, "//saml:Assertion[1]/@ID", "_f"));
  ASSERT_TRUE(set(document, "//saml:Assertion[1]//saml:NameID", "mallory@example.com"));
  ASSERT_TRUE(move(document, "//ds:Signature", Position::into, "//saml:Assertion[1]"));
  ASSERT_TRUE(insert(document, "<ds:Object/>", Position::into, "//ds:Signature"));
  ASSERT_EQ(error_of(move(document, "//saml:Assertion[@ID='_a']", Position::into, "//ds:Object")), "");
  EXPECT_THAT(refusal(document), HasSubstr("digest of #_a does not match"))
      << "enveloped-signature takes it out";
}

TEST(SignatureWrapping, ForgeryWithTheSameIdIsRefused) {
  Document document = signed_response(signature_template());
  ASSERT_TRUE(copy(document, "//saml:Assertion", Position::before, "//saml:Assertion"));
  ASSERT_TRUE(remove(document, "//saml:Assertion[1]/ds:Signature"));
  EXPECT_THAT(refusal(document), HasSubstr("which an element before it has too"));
}

}  // namespace
}  // namespace idproctor::xml
