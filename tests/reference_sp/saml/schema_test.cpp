// What the service publishes and sends, against the OASIS schemas (Debian packages opensaml-schemas,
// xmltooling-schemas for the W3C schemas that they import, and libxml2-utils).

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "foundation/core/file.hpp"
#include "tests/reference_sp/saml/support.hpp"

namespace idproctor::reference::testing {
namespace {

namespace fs = std::filesystem;

// The schemas import by web address; Debian's catalogs list the namespaces alone.
constexpr const char* catalog = R"(<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">
  <system systemId="http://www.w3.org/TR/2002/REC-xmldsig-core-20020212/xmldsig-core-schema.xsd"
          uri="file:///usr/share/xml/xmltooling/xmldsig-core-schema.xsd"/>
  <system systemId="http://www.w3.org/TR/2002/REC-xmlenc-core-20021210/xenc-schema.xsd"
          uri="file:///usr/share/xml/xmltooling/xenc-schema.xsd"/>
  <system systemId="http://www.w3.org/2001/xml.xsd" uri="file:///usr/share/xml/xmltooling/xml.xsd"/>
</catalog>)";

class Schema : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* needed : {"/usr/share/xml/opensaml/saml-schema-metadata-2.0.xsd",
                               "/usr/share/xml/xmltooling/xmldsig-core-schema.xsd", "/usr/bin/xmllint"}) {
      ASSERT_TRUE(fs::exists(needed))
          << needed << " is missing: apt-get install opensaml-schemas xmltooling-schemas libxml2-utils";
    }
    std::string name = (fs::temp_directory_path() / "idproctor-schema-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    must(write_file(folder_ / "catalog.xml", catalog));
  }
  void TearDown() override {
    if (!folder_.empty()) fs::remove_all(folder_);
  }

  bool validates(const std::string& xml, const std::string& schema) {
    must(write_file(folder_ / "document.xml", xml));
    const std::string command = "XML_CATALOG_FILES=" + (folder_ / "catalog.xml").string() +
                                " xmllint --nonet --noout --schema /usr/share/xml/opensaml/" + schema + " " +
                                (folder_ / "document.xml").string() + " >" + (folder_ / "log").string() +
                                " 2>&1";
    const int status = std::system(command.c_str());
    log_ = must(read_file(folder_ / "log"));
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

  fs::path folder_;
  std::string log_;
};

TEST_F(Schema, OfMetadataFitsOurMetadata) {
  Scene scene;
  const auto answer = scene.get("/saml/metadata");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers.get("Content-Type"), "application/samlmetadata+xml");
  EXPECT_TRUE(validates(answer.body, "saml-schema-metadata-2.0.xsd")) << log_;

  const auto document = must(xml::Document::parse(answer.body));
  EXPECT_EQ(document.root().attribute("entityID"), "http://127.0.0.1:8080/saml/metadata");
  const auto role = must(document.select("//md:SPSSODescriptor")).at(0);
  EXPECT_EQ(role.attribute("AuthnRequestsSigned"), "false");
  EXPECT_EQ(role.attribute("WantAssertionsSigned"), "false");
  const auto acs = must(document.select("//md:AssertionConsumerService"));
  ASSERT_EQ(acs.size(), 1u);
  EXPECT_EQ(acs[0].attribute("Location"), acs_url);
  EXPECT_EQ(acs[0].attribute("Binding"), "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST");
  EXPECT_EQ(acs[0].attribute("index"), "0");
}

TEST_F(Schema, OfTheProtocolFitsOurAuthnRequest) {
  Scene scene;
  const auto request = authn_request_of(scene.get("/login"));
  EXPECT_TRUE(validates(request.serialize(), "saml-schema-protocol-2.0.xsd")) << log_;
}

// The messages of these tests are honest ones too.
TEST_F(Schema, OfTheProtocolFitsTheMessagesOfTheseTests) {
  Scene scene;
  for (const Signed what : {Signed::assertion, Signed::response, Signed::both, Signed::none}) {
    EXPECT_TRUE(validates(scene.message({.in_response_to = "_1", .what = what}).serialize(),
                          "saml-schema-protocol-2.0.xsd"))
        << log_;
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
