#include "mock_idp/metadata.hpp"

#include "tests/mock_idp/support.hpp"
#include "tests/support/saml_oracle.hpp"

namespace idproctor::mock_idp {
namespace {

constexpr const char* kSchema = "saml-schema-metadata-2.0.xsd";

TEST(Metadata, FitsTheSchemaInEveryDialect) {
  SamlOracle oracle;
  for (const char* provider : kDialects) {
    const std::string xml = idp_metadata(dialect(provider), {{keys().idp()}});
    EXPECT_TRUE(oracle.validates(xml, kSchema)) << oracle.log();
    xml::Document broken = parsed(xml);
    must(xml::remove(broken, "//md:SingleSignOnService"));
    EXPECT_FALSE(oracle.validates(broken.serialize(), kSchema)) << "the judge refuses what is wrong";
  }
}

TEST(Metadata, SaysWhoAndWhere) {
  const Dialect& okta = dialect("okta");
  const std::string xml = idp_metadata(okta, {{keys().idp()}});
  EXPECT_EQ(value(xml, "string(/md:EntityDescriptor/@entityID)"), okta.entity_id);
  EXPECT_EQ(value(xml, "string(//md:KeyDescriptor[@use='signing']//ds:X509Certificate)"),
            keys().idp().certificate.base64_der());
  EXPECT_EQ(value(xml, "string(//md:NameIDFormat)"), okta.name_id_format);
  for (const char* binding : {"HTTP-Redirect", "HTTP-POST"}) {
    EXPECT_EQ(
        value(xml,
              std::string("string(//md:SingleSignOnService[@Binding='urn:oasis:names:tc:SAML:2.0:bindings:") +
                  binding + "']/@Location)"),
        std::string(kBaseUrl) + "/okta/sso");
  }
}

TEST(Metadata, TakesAnotherNameAndAddress) {
  const std::string xml =
      idp_metadata(dialect("okta"), {{keys().idp()}}, "https://idp.example/?a&\"b", "http://127.0.0.1:8080");
  EXPECT_EQ(value(xml, "string(/*/@entityID)"), "https://idp.example/?a&\"b");
  EXPECT_EQ(value(xml, "count(//md:SingleSignOnService[@Location='http://127.0.0.1:8080/okta/sso'])"), "2");
}

TEST(Metadata, NamesEveryPublishedKeyAndItsUse) {
  const std::string xml =
      idp_metadata(dialect("generic"), must(keys().published({"idp-next", "idp-encryption"})));
  EXPECT_EQ(value(xml, "count(//md:KeyDescriptor[@use='signing'])"), "2");
  EXPECT_EQ(value(xml, "string(//md:KeyDescriptor[@use='encryption']//ds:X509Certificate)"),
            must(keys().get("idp-encryption"))->certificate.base64_der());
}

}  // namespace
}  // namespace idproctor::mock_idp
