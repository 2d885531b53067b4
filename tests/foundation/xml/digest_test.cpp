#include "foundation/xml/digest.hpp"

#include <gmock/gmock.h>

#include "tests/foundation/xml/support.hpp"

namespace idproctor::xml {
namespace {

using testing::HasSubstr;

// FIPS 180-2, appendices A to D, and RFC 3174 7.3: the digests of "abc".
TEST(Digest, ComputesThePublishedValues) {
  EXPECT_EQ(to_hex(crypto::digest(digest_sha1, "abc").value()), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(to_hex(crypto::digest(digest_sha256, "abc").value()),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(
      to_hex(crypto::digest(digest_sha384, "abc").value()),
      "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
  EXPECT_EQ(to_hex(crypto::digest(digest_sha512, "abc").value()),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  EXPECT_EQ(crypto::sha256("abc"), crypto::digest(digest_sha256, "abc").value());
  EXPECT_THAT(error_of(crypto::digest("urn:none", "abc")), HasSubstr("urn:none"));
}

// RFC 4231 4.3.
TEST(Digest, ComputesThePublishedHmac) {
  EXPECT_EQ(to_hex(crypto::hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Digest, RandomBytesDiffer) {
  EXPECT_EQ(crypto::random_bytes(16).size(), 16u);
  EXPECT_NE(crypto::random_bytes(16), crypto::random_bytes(16));
  EXPECT_EQ(crypto::random_bytes(0), "");
}

TEST(Digest, ComparesWholeTexts) {
  EXPECT_TRUE(crypto::equal_in_constant_time("abc", "abc"));
  EXPECT_TRUE(crypto::equal_in_constant_time("", ""));
  EXPECT_FALSE(crypto::equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(crypto::equal_in_constant_time("abc", "abcd"));
}

constexpr std::string_view inclusive = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
constexpr std::string_view inclusive_11 = "http://www.w3.org/2006/12/xml-c14n11";

class Canonical : public testing::Test {
 protected:
  std::string of(std::string_view xpath, std::string_view algorithm, std::string_view list = {},
                 std::string_view without = {}) {
    const Node skipped = without.empty() ? Node() : first(document_, without);
    auto text = canonical(document_, first(document_, xpath), algorithm, list, skipped);
    return text ? *text : "error: " + describe(text.error());
  }
  Document document_ = parsed(
      "<p:a xmlns:p=\"urn:p\" xmlns:q=\"urn:q\" xmlns=\"urn:d\" xml:lang=\"en\" xml:id=\"i\">"
      "<p:b  z='1'   a='&#10;\"'><!-- c --><q:c/><d/></p:b></p:a>");
};

constexpr std::string_view b = "//*[local-name() = 'b']";

TEST_F(Canonical, ExclusiveRendersWhatIsUsed) {
  EXPECT_EQ(of(b, exclusive_c14n),
            "<p:b xmlns:p=\"urn:p\" a=\"&#xA;&quot;\" z=\"1\"><q:c xmlns:q=\"urn:q\"></q:c>"
            "<d xmlns=\"urn:d\"></d></p:b>");
}

TEST_F(Canonical, KeepsCommentsWhenAsked) {
  EXPECT_EQ(of(b, std::string(exclusive_c14n) + "WithComments"),
            "<p:b xmlns:p=\"urn:p\" a=\"&#xA;&quot;\" z=\"1\"><!-- c --><q:c xmlns:q=\"urn:q\"></q:c>"
            "<d xmlns=\"urn:d\"></d></p:b>");
}

TEST_F(Canonical, RendersThePrefixListAtTheTop) {
  EXPECT_EQ(of(b, exclusive_c14n, " q\n#default "),
            "<p:b xmlns=\"urn:d\" xmlns:p=\"urn:p\" xmlns:q=\"urn:q\" a=\"&#xA;&quot;\" z=\"1\"><q:c></q:c>"
            "<d></d></p:b>");
}

// Canonical XML 1.0 passes every xml: attribute on to the top of the subtree, 1.1 does not do so with xml:id.
TEST_F(Canonical, InclusiveTakesTheContextAlong) {
  EXPECT_EQ(of(b, inclusive),
            "<p:b xmlns=\"urn:d\" xmlns:p=\"urn:p\" xmlns:q=\"urn:q\" a=\"&#xA;&quot;\" z=\"1\" xml:id=\"i\" "
            "xml:lang=\"en\"><q:c></q:c><d></d></p:b>");
  EXPECT_EQ(of(b, inclusive_11),
            "<p:b xmlns=\"urn:d\" xmlns:p=\"urn:p\" xmlns:q=\"urn:q\" a=\"&#xA;&quot;\" z=\"1\" "
            "xml:lang=\"en\"><q:c></q:c><d></d></p:b>");
  EXPECT_THAT(of(b, std::string(inclusive) + "#WithComments"), HasSubstr("<!-- c -->"));
  EXPECT_THAT(of(b, std::string(inclusive_11) + "#WithComments"), HasSubstr("<!-- c -->"));
}

TEST_F(Canonical, LeavesASubtreeOut) {
  EXPECT_EQ(of(b, exclusive_c14n, {}, "//*[local-name() = 'c']"),
            "<p:b xmlns:p=\"urn:p\" a=\"&#xA;&quot;\" z=\"1\"><d xmlns=\"urn:d\"></d></p:b>");
}

TEST_F(Canonical, OfTheWholeDocument) {
  const Document document = parsed("<!-- c --><a><b/></a>");
  EXPECT_EQ(canonical(document, Node(), exclusive_c14n).value(), "<a><b></b></a>");
}

TEST_F(Canonical, SaysWhyNot) {
  EXPECT_THAT(of(b, "urn:none"), HasSubstr("unknown canonicalization algorithm urn:none"));
  const Document document = parsed("<a xmlns:p=\"relative\"><p:b/></a>");
  EXPECT_THAT(error_of(canonical(document, document.root(), exclusive_c14n)), HasSubstr("relative"));
}

}  // namespace
}  // namespace idproctor::xml
