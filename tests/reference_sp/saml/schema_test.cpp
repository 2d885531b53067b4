// What the service publishes and sends, against the OASIS schemas.

#include <gtest/gtest.h>

#include "tests/reference_sp/saml/support.hpp"
#include "tests/support/saml_oracle.hpp"

namespace idproctor::reference::testing {
namespace {

class Schema : public ::testing::Test {
 protected:
  bool validates(const std::string& xml, const std::string& schema) { return oracle_.validates(xml, schema); }
  const std::string& log() const { return oracle_.log(); }

 private:
  SamlOracle oracle_;
};

TEST_F(Schema, OfMetadataFitsOurMetadata) {
  Scene scene;
  const auto answer = scene.get("/saml/metadata");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers.get("Content-Type"), "application/samlmetadata+xml");
  EXPECT_TRUE(validates(answer.body, "saml-schema-metadata-2.0.xsd")) << log();

  const auto document = must(xml::Document::parse(answer.body));
  EXPECT_EQ(document.root().attribute("entityID"), "http://127.0.0.1:8080/saml/metadata");
  const auto role = must(document.select("//md:SPSSODescriptor")).at(0);
  EXPECT_EQ(role.attribute("AuthnRequestsSigned"), "true");
  EXPECT_EQ(role.attribute("WantAssertionsSigned"), "false");
  const auto acs = must(document.select("//md:AssertionConsumerService"));
  ASSERT_EQ(acs.size(), 2u);
  EXPECT_EQ(acs[0].attribute("Location"), acs_url);
  EXPECT_EQ(acs[0].attribute("Binding"), "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST");
  EXPECT_EQ(acs[0].attribute("isDefault"), "true");
  EXPECT_EQ(acs[0].attribute("index"), "0");
  EXPECT_EQ(acs[1].attribute("index"), "1");
}

TEST_F(Schema, OfTheProtocolFitsOurAuthnRequest) {
  Scene scene;
  const auto request = authn_request_of(scene.get("/login"));
  EXPECT_TRUE(validates(request.serialize(), "saml-schema-protocol-2.0.xsd")) << log();
}

// The messages of these tests are honest ones too.
TEST_F(Schema, OfTheProtocolFitsTheMessagesOfTheseTests) {
  Scene scene;
  for (const Signed what : {Signed::assertion, Signed::response, Signed::both, Signed::none}) {
    EXPECT_TRUE(validates(scene.message({.in_response_to = "_1", .what = what}).serialize(),
                          "saml-schema-protocol-2.0.xsd"))
        << log();
  }
}

TEST_F(Schema, RefusesWhatDoesNotFit) {
  Scene scene;
  auto request = authn_request_of(scene.get("/login"));
  remove("/*/@ID")(request);
  EXPECT_FALSE(validates(request.serialize(), "saml-schema-protocol-2.0.xsd"));
}

}  // namespace
}  // namespace idproctor::reference::testing
