// Messages made to harm: each is refused with a sentence or read in linear time, and none crashes.

#include <gmock/gmock.h>

#include "foundation/core/base64.hpp"
#include "foundation/xml/edit.hpp"
#include "tests/foundation/xml/verify_support.hpp"

namespace idproctor::xml {
namespace {

using testing::HasSubstr;

TEST(Hostile, RelativeNamespaceInTheSignedElement) {
  Document document = signed_response(signature_template());
  const std::string text =
      replace_all(document.serialize(), "<saml:NameID>", "<saml:NameID xmlns:x=\"relative\" x:y=\"\">");
  EXPECT_NE(refusal(parsed(text)), "");
}

TEST(Hostile, DeepMessageAtTheLimit) {
  Document document = signed_response(signature_template());
  std::string open;
  std::string close;
  for (int i = 0; i < 252; ++i) {
    open += "<a>";
    close += "</a>";
  }
  document = parsed(replace_all(document.serialize(), "alice@example.com", open + close));
  EXPECT_THAT(refusal(document), HasSubstr("digest of #_a does not match"));
  ASSERT_TRUE(sign(document, first(document, "//ds:Signature"), rsa_key()));
  EXPECT_EQ(refusal(document), "");
  EXPECT_TRUE(Document::parse(document.clone().serialize()));
}

TEST(Hostile, ManyIds) {
  std::string many;
  for (int i = 0; i < 50'000; ++i) many += "<samlp:X ID=\"_" + std::to_string(i) + "\"/>";
  Document document = signed_response(signature_template());
  document = parsed(replace_all(document.serialize(), "<saml:Assertion ", many + "<saml:Assertion "));
  EXPECT_EQ(refusal(document), "");
}

TEST(Hostile, ManyDuplicateIdsAreNamedOnce) {
  std::string many;
  for (int i = 0; i < 10'000; ++i) many += "<x ID=\"_x\"/>";
  EXPECT_EQ(id_problems(parsed("<a>" + many + "</a>")).size(), 1u);
}

TEST(Hostile, HugeAttributesAndValues) {
  const std::string huge(1 << 20, 'A');
  Document document = signed_response(signature_template());
  for (const std::string xpath :
       {"//ds:Reference/@URI", "//ds:DigestMethod/@Algorithm", "//ds:SignatureMethod/@Algorithm",
        "//ds:DigestValue", "//ds:SignatureValue", "//saml:Assertion/@ID"}) {
    Document changed = document.clone();
    ASSERT_TRUE(set(changed, xpath, huge)) << xpath;
    const std::string sentence = refusal(changed);
    EXPECT_NE(sentence, "") << xpath;
    EXPECT_LT(sentence.size(), 10'000u) << xpath << ": the sentence must stay one that a person can read";
  }
  ASSERT_TRUE(set(document, "//ds:Reference/@URI", "#" + huge));
  EXPECT_LT(refusal(document).size(), 10'000u);
  ASSERT_TRUE(set(document, "//saml:Assertion/@ID", huge));
  EXPECT_LT(refusal(document).size(), 10'000u);
}

TEST(Hostile, ControlCharactersDoNotReachTheSentence) {
  Document document = signed_response(signature_template());
  ASSERT_TRUE(set(document, "//ds:SignatureMethod/@Algorithm", "urn:\n\r\tx\xC2\x9Bm"));
  EXPECT_EQ(refusal(document).find('\n'), std::string::npos);
}

TEST(Hostile, EveryTruncatedSignatureValue) {
  Document document = signed_response(signature_template());
  const std::string signature = base64_decode(value(document, "//ds:SignatureValue")).value();
  for (std::size_t size = 0; size < signature.size(); size += 15) {
    ASSERT_TRUE(set(document, "//ds:SignatureValue", base64_encode(signature.substr(0, size))));
    EXPECT_NE(refusal(document), "") << size;
  }
}

// Each element of the signature once removed, doubled, emptied or renamed.
TEST(Hostile, EveryMangledSignature) {
  const Document intact = signed_response(signature_template());
  const std::string all = "(//ds:Signature//* | //ds:Signature//@*)";
  const int count = std::stoi(value(intact, "count(" + all + ")"));
  for (int i = 1; i <= count; ++i) {
    const std::string xpath = all + "[" + std::to_string(i) + "]";
    Document removed = intact.clone();
    ASSERT_TRUE(remove(removed, xpath));
    EXPECT_NE(refusal(removed), "") << removed.serialize();
    Document emptied = intact.clone();
    ASSERT_TRUE(set(emptied, xpath, ""));
    EXPECT_EQ(refusal(emptied).empty(), emptied.serialize() == intact.serialize()) << emptied.serialize();
    Document renamed = intact.clone();
    ASSERT_TRUE(rename(renamed, xpath, "Other"));
    EXPECT_NE(refusal(renamed), "") << renamed.serialize();
  }
}

}  // namespace
}  // namespace idproctor::xml
