// What an encrypt stage leaves in the message, and whom the message vouches for then.

#include <gmock/gmock.h>

#include "foundation/xml/decrypt.hpp"
#include "mock_idp/audit.hpp"
#include "mock_idp/encrypt_elements.hpp"
#include "tests/mock_idp/support.hpp"
#include "tests/support/saml_oracle.hpp"

namespace idproctor::mock_idp {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

/// The service provider's own pair, here that of somebody in the ring.
const KeyPair& recipient() {
  return *keys().get("stranger-same-name").value();
}

Login encrypted_login() {
  Login who = login();
  who.encryption_certificate = recipient().certificate;
  return who;
}

EncryptStage encrypt(std::vector<std::string> elements) {
  EncryptStage stage;
  stage.elements = std::move(elements);
  stage.where = "case.yaml:6:7";
  return stage;
}

Message made(std::vector<Stage> stages, const std::string& provider = "generic") {
  return build(provider, recipe(std::move(stages)), encrypted_login());
}

/// What sign and encrypt of the short form become.
std::vector<Stage> short_form(SignStage sign_stage, EncryptStage encrypt_stage) {
  SignStage after = sign_stage;
  sign_stage.side = SignStage::Side::before_encryption;
  after.side = SignStage::Side::after_encryption;
  return {sign_stage, std::move(encrypt_stage), after};
}

std::string opened(const std::string& bytes) {
  const xml::Document document = parsed(bytes);
  return must(xml::decrypt(must(document.select("//xenc:EncryptedData")).front(), recipient().key));
}

TEST(EncryptStages, HideTheAssertionInEveryDialect) {
  for (const char* provider : kDialects) {
    const Message message = made(short_form(sign({}), encrypt({"assertion"})), provider);
    EXPECT_EQ(value(message.bytes, "count(/samlp:Response/saml:EncryptedAssertion)"), "1") << provider;
    EXPECT_EQ(value(message.bytes, "count(//saml:Assertion)"), "0") << provider;
    EXPECT_THAT(message.bytes, Not(HasSubstr("alice"))) << provider;
    EXPECT_EQ(value(opened(message.bytes), "//saml:NameID"), "alice@example.com") << provider;
    EXPECT_THAT(vouched(message), AllOf(Not(IsEmpty()), Each("alice@example.com"))) << provider;
  }
}

TEST(EncryptStages, KeepTheSchema) {
  SamlOracle oracle;
  // Three hands that differ in every prefix, and that send attributes.
  for (const char* provider : {"entra", "generic", "okta"}) {
    for (const char* placement : {"inside", "sibling"}) {
      EncryptStage stage = encrypt({"name-id", "(//saml:Attribute)[1]"});
      stage.key_placement = placement;
      EncryptStage whole = encrypt({"assertion"});
      whole.key_placement = placement;
      const std::string bytes = made({stage, sign({"assertion"}), whole, sign({"response"})}, provider).bytes;
      EXPECT_EQ(oracle.validates(bytes, "saml-schema-protocol-2.0.xsd"), fits_the_schema(provider))
          << provider << oracle.log();
      EXPECT_TRUE(oracle.verifies(bytes, keys().idp().certificate)) << provider << oracle.log();
      EXPECT_EQ(oracle.validates(opened(bytes), "saml-schema-assertion-2.0.xsd"), fits_the_schema(provider))
          << provider << oracle.log();
      EXPECT_TRUE(oracle.verifies(opened(bytes), keys().idp().certificate)) << provider << oracle.log();
    }
  }
}

TEST(EncryptStages, WriteWhatIsAsked) {
  EncryptStage stage = encrypt({"assertion"});
  stage.algorithm = "aes128-gcm";
  stage.key_transport = "rsa-oaep";
  stage.digest = "sha256";
  stage.mgf = "sha256";
  stage.key_placement = "sibling";
  stage.key_info = "none";
  const std::string bytes = made({sign({"assertion"}), stage}).bytes;
  const std::string key = "/samlp:Response/saml:EncryptedAssertion/xenc:EncryptedKey";
  EXPECT_EQ(value(bytes, "string(//xenc:EncryptedData/xenc:EncryptionMethod/@Algorithm)"),
            "http://www.w3.org/2009/xmlenc11#aes128-gcm");
  EXPECT_EQ(value(bytes, "string(" + key + "/xenc:EncryptionMethod/@Algorithm)"),
            "http://www.w3.org/2009/xmlenc11#rsa-oaep");
  EXPECT_EQ(value(bytes, "string(" + key + "//ds:DigestMethod/@Algorithm)"),
            "http://www.w3.org/2001/04/xmlenc#sha256");
  EXPECT_EQ(value(bytes, "string(" + key + "//xenc11:MGF/@Algorithm)"),
            "http://www.w3.org/2009/xmlenc11#mgf1sha256");
  EXPECT_EQ(value(bytes, "concat('#', " + key + "/@Id)"), value(bytes, "string(//ds:RetrievalMethod/@URI)"));
  EXPECT_EQ(value(bytes, "string(" + key + "/@Recipient)"), kSp);
  EXPECT_EQ(value(bytes, "count(//ds:X509Certificate)"), "0");
  EXPECT_EQ(value(opened(bytes), "//saml:NameID"), "alice@example.com");

  const std::string habit = made({encrypt({"assertion"})}).bytes;
  EXPECT_EQ(value(habit, "string(//xenc:EncryptedKey//ds:X509Certificate)"),
            recipient().certificate.base64_der());
  EXPECT_EQ(value(habit, "count(//ds:KeyInfo/xenc:EncryptedKey)"), "1");
}

TEST(EncryptStages, TakeTheDialectsPrefixes) {
  EXPECT_THAT(made({encrypt({"assertion"})}, "okta").bytes,
              HasSubstr("<saml2:EncryptedAssertion xmlns:saml2="));
  EXPECT_THAT(made({encrypt({"assertion"})}, "entra").bytes, HasSubstr("<EncryptedAssertion xmlns="));
  EXPECT_THAT(made({encrypt({"assertion"})}, "entra").bytes, HasSubstr("<e:EncryptedKey xmlns:e="));
}

TEST(EncryptStages, SignOnTheirOwnSide) {
  SamlOracle oracle;
  for (const char* element : {"assertion", "name-id", "attribute email"}) {
    const std::string bytes = made(short_form(sign({"assertion", "response"}), encrypt({element}))).bytes;
    EXPECT_TRUE(oracle.verifies(bytes, keys().idp().certificate, "/*/*[local-name()='Signature']"))
        << element << oracle.log();
    const std::string inner = element == std::string("assertion") ? opened(bytes) : bytes;
    EXPECT_TRUE(oracle.verifies(inner, keys().idp().certificate,
                                "//*[local-name()='Assertion']/*[local-name()='Signature']"))
        << element << oracle.log();
  }
}

TEST(EncryptStages, VouchForWhatIsCovered) {
  const auto names = [](std::vector<Stage> stages) { return vouched(made(std::move(stages))); };
  EXPECT_THAT(names({encrypt({"assertion"})}), IsEmpty());
  EXPECT_THAT(names({encrypt({"assertion"}), sign({"response"})}), ElementsAre("alice@example.com"));
  EXPECT_THAT(names({encrypt({"name-id"}), sign({"assertion"})}), ElementsAre("alice@example.com"));
  EXPECT_THAT(names({encrypt({"name-id"}), sign({"assertion"}), encrypt({"assertion"})}),
              ElementsAre("alice@example.com"));
  const std::string value = "//xenc:EncryptedData/xenc:CipherData/xenc:CipherValue";
  EXPECT_THAT(names({sign({"assertion"}), encrypt({"assertion"}),
                     EditStage{{set(value, "${flip(text(" + value + "))}")}}}),
              IsEmpty());
  EXPECT_THAT(
      names({sign({"assertion"}), EditStage{{set("//saml:NameID", "${victim}")}}, encrypt({"assertion"})}),
      IsEmpty());
}

TEST(EncryptStages, KeepIntactWhatLiesInside) {
  const auto alive = [](std::vector<Stage> stages, const std::string& xpath) {
    Recipe asked = recipe(std::move(stages));
    asked.intact = xpath;
    return error_of(try_build("generic", asked, encrypted_login()));
  };
  EXPECT_EQ(alive({sign({"assertion"}), encrypt({"assertion"})}, "//saml:Assertion"), "");
  EXPECT_EQ(alive({sign({"assertion"}), EditStage{forged_assertion_first()}, encrypt({"assertion"})},
                  "/samlp:Response/saml:Assertion"),
            "");
  EXPECT_NE(alive({encrypt({"assertion"})}, "//saml:Assertion"), "");
  EXPECT_NE(alive({sign({"assertion"}), EditStage{{set("//saml:NameID", "x")}}, encrypt({"assertion"})},
                  "//saml:Assertion"),
            "");
}

TEST(EncryptStages, EncryptAnotherContent) {
  EncryptStage stage = encrypt({"assertion"});
  stage.content = "<!DOCTYPE a [<!ENTITY e \"x\">]>${original}<!--${victim}-->";
  stage.wrapper = "EncryptedID";
  const Message message = made({sign({"assertion"}), stage});
  EXPECT_THAT(opened(message.bytes),
              AllOf(StartsWith("<!DOCTYPE a"), HasSubstr("<!--victim@example.com-->")));
  EXPECT_EQ(value(message.bytes, "count(//saml:EncryptedID)"), "1");
  EXPECT_THAT(vouched(message), ElementsAre("alice@example.com")) << "a DOCTYPE does not hide it from us";
}

TEST(EncryptStages, EncryptToAStranger) {
  EncryptStage stage = encrypt({"assertion"});
  stage.recipient = "stranger";
  const std::string bytes = made({stage}).bytes;
  const xml::Document document = parsed(bytes);
  const xml::Node data = must(document.select("//xenc:EncryptedData")).front();
  EXPECT_NE(error_of(xml::decrypt(data, recipient().key)), "");
  EXPECT_EQ(error_of(xml::decrypt(data, must(keys().get("stranger"))->key)), "");
}

TEST(EncryptStages, SayWhatTheyCannot) {
  const auto trouble = [](EncryptStage stage, const Login& who) {
    return error_of(try_build("generic", recipe({std::move(stage)}), who));
  };
  EXPECT_THAT(trouble(encrypt({"assertion"}), login()),
              AllOf(StartsWith("case.yaml:6:7: "), HasSubstr("no encryption certificate")));
  EXPECT_THAT(trouble(encrypt({"//saml:Nothing"}), encrypted_login()), HasSubstr("selects nothing"));
  EXPECT_THAT(trouble(encrypt({"//saml:Assertion/@ID"}), encrypted_login()), HasSubstr("only an element"));
  EncryptStage stage = encrypt({"assertion"});
  stage.algorithm = "rot13";
  EXPECT_THAT(trouble(stage, encrypted_login()), AllOf(HasSubstr("rot13"), HasSubstr("aes256-gcm")));
  stage = encrypt({"assertion"});
  stage.key_placement = "elsewhere";
  EXPECT_THAT(trouble(stage, encrypted_login()), HasSubstr("elsewhere"));
  stage = encrypt({"assertion"});
  stage.recipient = "nobody";
  EXPECT_THAT(trouble(stage, encrypted_login()), HasSubstr("nobody"));
}

TEST(Revealed, ReplacesOnlyWhatIsUnchanged) {
  const auto data = [](const std::string& text) {
    return "<xenc:EncryptedData "
           "xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\"><xenc:CipherData><xenc:CipherValue>" +
           text + "</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>";
  };
  const std::vector<Plaintext> known{{"AAAA", "<x/>"}, {"BBBB", "<y>" + data("AAAA") + "</y>"}};
  EXPECT_EQ(revealed("<r><EncryptedID>" + data("AAAA") + "</EncryptedID></r>", known), "<r><x/></r>");
  EXPECT_EQ(revealed("<r>" + data("BBBB") + data("AAAA") + "</r>", known), "<r><y><x/></y><x/></r>");
  EXPECT_EQ(revealed("<r><EncryptedID>" + data("AAAA") + data("AAAA") + "</EncryptedID></r>", known),
            "<r><x/></r>");
  EXPECT_EQ(revealed(data("AAAA"), known), "<x/>");
  for (const std::string& other :
       {"<r>" + data("CCCC") + "</r>", std::string("no XML"), std::string("<r/>")}) {
    EXPECT_EQ(revealed(other, known), other);
  }
}

}  // namespace
}  // namespace idproctor::mock_idp
