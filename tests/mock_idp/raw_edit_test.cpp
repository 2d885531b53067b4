// Raw edits work on the serialized bytes, and nothing parses them afterwards.

#include <gmock/gmock.h>

#include "foundation/core/text.hpp"
#include "tests/mock_idp/support.hpp"
#include "tests/support/saml_oracle.hpp"

namespace idproctor::mock_idp {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

/// The first text between two marks.
std::string between(const std::string& text, const std::string& from, const std::string& to) {
  const std::size_t begin = text.find(from);
  if (begin == std::string::npos) return "(absent)";
  return text.substr(begin + from.size(), text.find(to, begin) - begin - from.size());
}

TEST(RawEdit, PutsACommentIntoTheDigest) {
  const std::string bytes =
      build("generic",
            recipe({sign({"assertion"}), EditStage{{set("//$identity", "${victim}"),
                                                    raw("//ds:DigestValue/text()",
                                                        "<!--${digest(//saml:Assertion)}-->${original}")}}}))
          .bytes;
  // The same ids come from the same seed, so that signing the forgery shows its digest, and signing honestly
  // ours.
  const auto digest_of = [](std::vector<Stage> stages) {
    return value(build("generic", recipe(std::move(stages))).bytes, "string(//ds:DigestValue)");
  };
  const std::string honest = digest_of({sign({"assertion"})});
  const std::string forged = digest_of({EditStage{{set("//$identity", "${victim}")}}, sign({"assertion"})});
  ASSERT_NE(honest, forged);
  EXPECT_EQ(between(bytes, "<ds:DigestValue>", "</ds:DigestValue>"), "<!--" + forged + "-->" + honest);
}

TEST(RawEdit, EditsEachOfSeveralWithItsOwnOriginal) {
  const std::string plain = build("okta").bytes;
  const std::string bytes =
      build("okta", recipe({SignStage{}, EditStage{{raw("//ds:DigestValue/text()", "<!--x-->${original}")}}}))
          .bytes;
  EXPECT_EQ(replace_all(bytes, "<!--x-->", ""), plain);
  EXPECT_EQ(value(bytes, "count(//ds:DigestValue/comment())"), "2");
}

TEST(RawEdit, AppendsASecondDocument) {
  SamlOracle oracle;
  for (const char* provider : kDialects) {
    Recipe attack =
        recipe({EditStage{{remove("//saml:Assertion"),
                           set("//samlp:StatusCode/@Value", "urn:oasis:names:tc:SAML:2.0:status:Requester")}},
                sign({"response"}), EditStage{{raw("end", "${forged}")}}});
    attack.messages["forged"] = recipe({EditStage{{set("//$identity", "${victim}")}}});
    const Message message = build(provider, attack);
    EXPECT_FALSE(xml::Document::parse(message.bytes)) << "two roots are no document";
    EXPECT_THAT(vouched(message), IsEmpty());

    const bool okta_prefix = message.bytes.find("</saml2p:Response>") != std::string::npos;
    const std::string closing = okta_prefix ? "</saml2p:Response>" : "</samlp:Response>";
    const std::size_t end = message.bytes.find(closing) + closing.size();
    const std::string first = message.bytes.substr(0, end), second = message.bytes.substr(end);
    EXPECT_TRUE(oracle.verifies(first, keys().idp().certificate)) << oracle.log() << first;
    EXPECT_EQ(value(first, "count(//saml:Assertion)"), "0");
    EXPECT_EQ(value(second, "string(//saml:NameID)"), "victim@example.com");
    EXPECT_EQ(value(second, "count(//ds:Signature)"), "0");
    EXPECT_THAT(second, testing::Not(HasSubstr("<?xml"))) << "a declaration inside would stop every parser";
  }
}

TEST(RawEdit, PutsBytesInFront) {
  const std::string bytes =
      build("okta", recipe({EditStage{{raw("start", "<!DOCTYPE r>"), raw("end", "\n")}}})).bytes;
  EXPECT_THAT(bytes, StartsWith("<!DOCTYPE r><?xml version"));
  EXPECT_THAT(bytes, EndsWith("</saml2p:Response>\n"));
}

TEST(RawEdit, PutsADoctypeBetweenTheDeclarationAndTheRoot) {
  const std::string bytes = build("okta", recipe({EditStage{{raw("prolog", "<!DOCTYPE r>")}}})).bytes;
  EXPECT_THAT(bytes, StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><!DOCTYPE r><saml2p:Response"));
}

TEST(RawEdit, PutsAProcessingInstructionIntoAText) {
  const Message message = build(
      "generic",
      recipe({SignStage{}, EditStage{{raw("//saml:NameID/text()", "victim@example.com<?x?>.${original}")}}}));
  EXPECT_THAT(message.bytes, HasSubstr(">victim@example.com<?x?>.alice@example.com</saml:NameID>"));
  EXPECT_THAT(vouched(message), IsEmpty());
}

TEST(RawEdit, KeepsTheOriginalEscaped) {
  const std::string bytes =
      build("generic",
            recipe({EditStage{{raw("//saml:SubjectConfirmationData/@Recipient", "${original}&#38;c")}}}))
          .bytes;
  EXPECT_THAT(bytes, HasSubstr("Recipient=\"https://sp.example/acs?a=1&amp;b=2&#38;c\""));
}

TEST(RawEdit, ReplacesAnElement) {
  const std::string bytes =
      build("generic", recipe({EditStage{{raw("//saml:Audience", "<a><b>${original}</a></b>")}}})).bytes;
  EXPECT_THAT(bytes, HasSubstr("<saml:AudienceRestriction><a><b><saml:Audience>" + std::string(kSp) +
                               "</saml:Audience></a></b></saml:AudienceRestriction>"));
}

}  // namespace
}  // namespace idproctor::mock_idp
