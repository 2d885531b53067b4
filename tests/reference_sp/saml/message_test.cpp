// What must be refused without a switch of its own, what must be accepted, and the reasons that are stated.

#include <gmock/gmock.h>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/edit.hpp"
#include "tests/reference_sp/saml/support.hpp"

namespace idproctor::reference::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct MessageRow {
  std::string name;
  std::vector<Edit> before;
  std::string reason = "";  ///< a part of the page, for refusals
  Signed what = Signed::assertion;
};

void PrintTo(const MessageRow& row, std::ostream* out) {
  *out << row.name;
}

std::string name_of(const ::testing::TestParamInfo<MessageRow>& test) {
  return test.param.name;
}

Sent sent_of(const MessageRow& row) {
  return {.what = row.what, .before = row.before};
}

class RefusedMessage : public ::testing::TestWithParam<MessageRow> {};

TEST_P(RefusedMessage, WithItsReason) {
  Scene scene;
  const auto answer = scene.send(sent_of(GetParam()));
  EXPECT_EQ(answer.status, 403);
  EXPECT_THAT(answer.body, HasSubstr(escape_markup(GetParam().reason)));
  EXPECT_FALSE(answer.headers.has("Set-Cookie"));
  EXPECT_EQ(scene.who(), std::nullopt);
}

const std::string confirmation = "//saml:SubjectConfirmation";

INSTANTIATE_TEST_SUITE_P(
    Envelope, RefusedMessage,
    ::testing::Values(
        MessageRow{
            "response_version", {set("/samlp:Response/@Version", "2.1")}, "Response/@Version is \"2.1\""},
        MessageRow{"response_without_version", {remove("/samlp:Response/@Version")}, "Response/@Version"},
        MessageRow{
            "assertion_version", {set("//saml:Assertion/@Version", "1.1")}, "Assertion/@Version is \"1.1\""},
        MessageRow{
            "response_instant", {set("/samlp:Response/@IssueInstant", "today")}, "Response/@IssueInstant"},
        MessageRow{"assertion_instant",
                   {set("//saml:Assertion/@IssueInstant", "2026-03-01")},
                   "Assertion/@IssueInstant"},
        MessageRow{"assertion_without_instant",
                   {remove("//saml:Assertion/@IssueInstant")},
                   "Assertion/@IssueInstant"},
        MessageRow{"response_without_id", {remove("/samlp:Response/@ID")}, "the Response has no ID"},
        MessageRow{"response_id_empty", {set("/samlp:Response/@ID", "")}, "IDs: "},
        MessageRow{"response_id_with_digit", {set("/samlp:Response/@ID", "1a")}, "IDs: "},
        MessageRow{"no_status", {remove("//samlp:Status")}, "no Status"},
        MessageRow{"no_status_code", {remove("//samlp:StatusCode")}, "no StatusCode"},
        MessageRow{"no_assertion", {remove("//saml:Assertion")}, "no Assertion"},
        MessageRow{"no_issuer", {remove("//saml:Assertion/saml:Issuer")}, "no Issuer"},
        MessageRow{"encrypted_assertion",
                   {insert_into("/samlp:Response", "<saml:EncryptedAssertion/>")},
                   "the Response has 2 assertions"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Assertion, RefusedMessage,
    ::testing::Values(
        MessageRow{"no_subject", {remove("//saml:Subject")}, "no Subject"},
        MessageRow{"two_subjects", {insert_into("//saml:Assertion", "<saml:Subject/>")}, "2 Subject"},
        MessageRow{"two_name_ids",
                   {insert_into("//saml:Subject", "<saml:NameID>x</saml:NameID>")},
                   "several NameIDs"},
        MessageRow{"name_id_of_spaces", {set("//saml:NameID", "  \n ")}, "NameID is empty"},
        MessageRow{
            "name_id_with_element", {insert_into("//saml:NameID", "<saml:Audience/>")}, "elements in it"},
        MessageRow{
            "name_id_with_instruction", {insert_into("//saml:NameID", "<?x y?>")}, "processing instruction"},
        MessageRow{"attribute_with_instruction",
                   {insert_into("//saml:AttributeValue", "<?x y?>")},
                   "processing instruction"},
        MessageRow{"encrypted_id", {insert_into("//saml:Subject", "<saml:EncryptedID/>")}, "several NameIDs"},
        MessageRow{"base_id", {insert_into("//saml:Subject", "<saml:BaseID/>")}, "BaseID"},
        MessageRow{"encrypted_attribute",
                   {insert_into("//saml:AttributeStatement", "<saml:EncryptedAttribute/>")},
                   "EncryptedAttribute"},
        MessageRow{"attribute_without_name", {remove("//saml:Attribute/@Name")}, "Attribute has no Name"},
        MessageRow{"no_confirmation", {remove(confirmation)}, "no SubjectConfirmation"},
        MessageRow{"no_confirmation_data", {remove(confirmation + "/*")}, "no SubjectConfirmationData"},
        MessageRow{"confirmation_not_before",
                   {set(confirmation + "/*/@NotBefore", "2020-01-01T00:00:00Z")},
                   "SubjectConfirmationData has a NotBefore"},
        MessageRow{"unknown_condition",
                   {insert_into("//saml:Conditions", "<saml:Condition xsi:type=\"xs:string\"/>")},
                   "unknown condition"},
        MessageRow{
            "foreign_condition", {insert_into("//saml:Conditions", "<md:OneTimeUse/>")}, "unknown condition"},
        MessageRow{
            "two_conditions", {insert_into("//saml:Assertion", "<saml:Conditions/>")}, "several Conditions"},
        MessageRow{"period_backwards",
                   {set("//saml:Conditions/@NotBefore", "2026-03-01T12:01:00Z"),
                    set("//saml:Conditions/@NotOnOrAfter", "2026-03-01T12:01:00Z")},
                   "NotBefore is not earlier"},
        MessageRow{"audience_other_case",
                   {set("//saml:Audience", "HTTP://127.0.0.1:8080/saml/metadata")},
                   "Audience mismatch"},
        MessageRow{"audience_prefix", {set("//saml:Audience", sp_url)}, "Audience mismatch"},
        MessageRow{"no_authn_statement", {remove("//saml:AuthnStatement")}, "no AuthnStatement"},
        MessageRow{"authn_instant", {set("//saml:AuthnStatement/@AuthnInstant", "x")}, "AuthnInstant"},
        MessageRow{"session_over",
                   {set("//saml:AuthnStatement/@SessionNotOnOrAfter", "2026-03-01T11:56:00Z")},
                   "SessionNotOnOrAfter: the session ended"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Reasons, RefusedMessage,
    ::testing::Values(
        MessageRow{"recipient",
                   {set("//saml:SubjectConfirmationData/@Recipient", "https://other.example/acs")},
                   "Recipient mismatch: the assertion is for \"https://other.example/acs\", this service is "
                   "http://127.0.0.1:8080/saml/acs"},
        MessageRow{"audience",
                   {set("//saml:Audience", "https://other.example")},
                   "Audience mismatch: the assertion is for \"https://other.example\", this service is "
                   "http://127.0.0.1:8080/saml/metadata"},
        MessageRow{"destination",
                   {set("/samlp:Response/@Destination", "https://other.example/acs")},
                   "Destination mismatch"},
        MessageRow{"issuer",
                   {set("//saml:Assertion/saml:Issuer", "https://other.example")},
                   "Issuer mismatch: the assertion is from \"https://other.example\""},
        MessageRow{"markup_in_a_value",
                   {set("//saml:Audience", "<script>alert(1)</script>")},
                   "\"<script>alert(1)</script>\""},
        MessageRow{
            "status",
            {set("//samlp:StatusCode/@Value", "urn:oasis:names:tc:SAML:2.0:status:Responder"),
             insert_into("//samlp:StatusCode",
                         "<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:AuthnFailed\"/>"),
             insert_into("//samlp:Status", "<samlp:StatusMessage>no such user</samlp:StatusMessage>")},
            "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed (no such user)"}),
    name_of);

class Accepted : public ::testing::TestWithParam<MessageRow> {};

TEST_P(Accepted, AsTheSignedIdentity) {
  Scene scene;
  const auto answer = scene.send(sent_of(GetParam()));
  EXPECT_EQ(answer.status, 302) << answer.body;
  EXPECT_EQ(scene.who(), alice);
}

INSTANTIATE_TEST_SUITE_P(
    All, Accepted,
    ::testing::Values(
        MessageRow{
            "one_of_several_audiences",
            {insert_before("//saml:Audience", "<saml:Audience>https://other.example</saml:Audience>")}},
        MessageRow{"two_restrictions_that_both_name_us",
                   {insert_into("//saml:Conditions",
                                "<saml:AudienceRestriction><saml:Audience>http://127.0.0.1:8080/saml/"
                                "metadata</saml:Audience></saml:AudienceRestriction>")}},
        MessageRow{"one_time_use", {insert_into("//saml:Conditions", "<saml:OneTimeUse/>")}},
        MessageRow{"proxy_restriction",
                   {insert_into("//saml:Conditions", "<saml:ProxyRestriction Count=\"0\"/>")}},
        MessageRow{"conditions_without_times",
                   {remove("//saml:Conditions/@NotBefore"), remove("//saml:Conditions/@NotOnOrAfter")}},
        MessageRow{
            "second_confirmation_fits",
            {insert_before(confirmation,
                           "<saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\">"
                           "<saml:SubjectConfirmationData Recipient=\"https://other.example\" "
                           "NotOnOrAfter=\"2030-01-01T00:00:00Z\"/></saml:SubjectConfirmation>")}},
        MessageRow{"address", {set("//saml:SubjectConfirmationData/@Address", "127.0.0.1")}},
        MessageRow{"no_destination_on_unsigned_response", {remove("/samlp:Response/@Destination")}},
        MessageRow{"no_issuer_on_unsigned_response", {remove("/samlp:Response/saml:Issuer")}},
        MessageRow{"issuer_format_entity",
                   {set("//saml:Assertion/saml:Issuer/@Format",
                        "urn:oasis:names:tc:SAML:2.0:nameid-format:entity")}},
        MessageRow{"extensions",
                   {insert_before("//samlp:Status", "<samlp:Extensions><xs:any/></samlp:Extensions>")}},
        MessageRow{"nested_success_code",
                   {insert_into("//samlp:StatusCode", "<samlp:StatusCode Value=\"urn:x\"/>")},
                   "",
                   Signed::response},
        MessageRow{"session_in_the_future",
                   {set("//saml:AuthnStatement/@SessionNotOnOrAfter", "2026-03-01T20:00:00.1234567Z")}},
        MessageRow{"no_key_info", {remove("//ds:KeyInfo")}},
        MessageRow{"advice_with_a_foreign_assertion",
                   {insert_before(
                       "//saml:AuthnStatement",
                       "<saml:Advice><saml:Assertion ID=\"_advice\" Version=\"2.0\" "
                       "IssueInstant=\"2026-03-01T12:00:00Z\"><saml:Issuer>https://x.example</saml:Issuer>"
                       "</saml:Assertion></saml:Advice>")}}),
    name_of);

// Both sides of the tolerance, which is 180 seconds.
struct Boundary {
  const char* xpath;
  int seconds;
  bool accepted;
};
void PrintTo(const Boundary& boundary, std::ostream* out) {
  *out << boundary.xpath << " " << boundary.seconds;
}

class ClockTolerance : public ::testing::TestWithParam<Boundary> {};

TEST_P(ClockTolerance, IsExact) {
  const auto [xpath, seconds, accepted] = GetParam();
  Scene scene;
  Sent sent;
  sent.before = {set("//saml:Conditions/@NotBefore", "2026-03-01T00:00:00Z"),
                 set(xpath, format_time(scene.clock.now() + std::chrono::seconds(seconds)))};
  if (std::string_view(xpath).ends_with("NotBefore"))
    sent.before.push_back(remove("//saml:Conditions/@NotOnOrAfter"));
  EXPECT_EQ(scene.login(sent).has_value(), accepted);
}

INSTANTIATE_TEST_SUITE_P(
    All, ClockTolerance,
    ::testing::Values(Boundary{"//saml:Conditions/@NotBefore", 180, true},
                      Boundary{"//saml:Conditions/@NotBefore", 181, false},
                      Boundary{"//saml:Conditions/@NotOnOrAfter", -179, true},
                      Boundary{"//saml:Conditions/@NotOnOrAfter", -180, false},
                      Boundary{"//saml:SubjectConfirmationData/@NotOnOrAfter", -179, true},
                      Boundary{"//saml:SubjectConfirmationData/@NotOnOrAfter", -180, false},
                      Boundary{"//saml:AuthnStatement/@SessionNotOnOrAfter", -179, true},
                      Boundary{"//saml:AuthnStatement/@SessionNotOnOrAfter", -180, false}));

TEST(Replay, IsRememberedUntilTheToleranceIsOver) {
  Scene scene;
  const auto message = scene.message({});
  EXPECT_EQ(scene.post_form(encoded(message)).status, 302);
  scene.forget_cookies();
  scene.clock.advance(std::chrono::seconds(479));  // 300 of life, 180 of tolerance
  EXPECT_THAT(scene.post_form(encoded(message)).body, HasSubstr("Replay: the assertion"));
  scene.clock.advance(std::chrono::seconds(1));
  EXPECT_THAT(scene.post_form(encoded(message)).body, HasSubstr("NotOnOrAfter"));
}

TEST(Replay, DoesNotCountAMessageThatWasRefused) {
  Scene scene;
  Sent sent;
  sent.after = {set("/samlp:Response/@Destination", "https://other.example")};
  auto message = scene.message(sent);
  EXPECT_EQ(scene.post_form(encoded(message)).status, 403);
  set("/samlp:Response/@Destination", acs_url)(message);
  EXPECT_EQ(scene.post_form(encoded(message)).status, 302);
}

TEST(Values, AreReadWholeWhereACommentWasPutIn) {
  Scene scene;
  auto xml = scene.message({.user = "alice@example.com.evil.example"}).serialize();
  for (const char* inserted : {"<!---->", "<!--x-->"}) {
    const auto changed =
        replace_all(xml, "alice@example.com.evil", std::string("alice@example.com") + inserted + ".evil");
    ASSERT_NE(changed, xml);
    scene.post_form(base64_encode(changed));
    const auto who = scene.who();
    EXPECT_TRUE(!who || *who == "alice@example.com.evil.example") << *who;
  }
}

TEST(Values, WithAnInstructionOrACharacterDataSectionAreNeverAltered) {
  Scene scene;
  const auto xml = scene.message({.user = "aliceZ@example.com"}).serialize();
  for (const char* inserted :
       {"alice<?x Z?>@example.com", "alice<![CDATA[Z]]>@example.com", "alice&#x5A;@example.com"}) {
    scene.forget_cookies();
    scene.post_form(base64_encode(replace_all(xml, "aliceZ@example.com", inserted)));
    const auto who = scene.who();
    EXPECT_TRUE(!who || *who == "aliceZ@example.com") << *who;
  }
}

TEST(Values, KeepTheirSpaces) {
  Scene scene;
  EXPECT_EQ(scene.login({.user = " alice "}), " alice ");
}

TEST(Values, InAttributesComeWhole) {
  Scene scene;
  auto xml = scene.message({}).serialize();
  scene.post_form(
      base64_encode(replace_all(xml, "<saml:AttributeValue>alice", "<saml:AttributeValue>ali<!--x-->ce")));
  if (scene.who()) {
    EXPECT_EQ(scene.whoami()["attributes"]["email"], alice);
  }
}

TEST(Refusal, EscapesForeignText) {
  Scene scene;
  const auto answer = scene.send({.before = {set("//saml:Audience", "<img src=x onerror=alert(1)>")}});
  EXPECT_THAT(answer.body, Not(HasSubstr("<img")));
  EXPECT_EQ(answer.headers.get("Content-Type"), "text/html; charset=utf-8");
}

TEST(Refusal, LeavesAnEarlierSessionAlone) {
  Scene scene;
  EXPECT_EQ(scene.login({}), alice);
  EXPECT_EQ(scene.send({.user = victim, .what = Signed::none}).status, 403);
  EXPECT_EQ(scene.who(), alice);
}

}  // namespace
}  // namespace idproctor::reference::testing
