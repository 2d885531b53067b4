#include "tests/support/saml_oracle.hpp"

#include <stdexcept>

#include "foundation/core/file.hpp"
#include "tests/support/command.hpp"

namespace idproctor {
namespace {

namespace fs = std::filesystem;

// The schemas import by web address; Debian's catalogs list the namespaces alone.
constexpr const char* kCatalog = R"(<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">
  <system systemId="http://www.w3.org/TR/2002/REC-xmldsig-core-20020212/xmldsig-core-schema.xsd"
          uri="file:///usr/share/xml/xmltooling/xmldsig-core-schema.xsd"/>
  <system systemId="http://www.w3.org/TR/2002/REC-xmlenc-core-20021210/xenc-schema.xsd"
          uri="file:///usr/share/xml/xmltooling/xenc-schema.xsd"/>
  <system systemId="http://www.w3.org/2001/xml.xsd" uri="file:///usr/share/xml/xmltooling/xml.xsd"/>
</catalog>)";

void write(const fs::path& path, std::string_view text) {
  if (auto written = write_private_file(path, text); !written)
    throw std::runtime_error(describe(written.error()));
}

}  // namespace

SamlOracle::SamlOracle() {
  for (const char* needed : {"/usr/share/xml/opensaml/saml-schema-protocol-2.0.xsd",
                             "/usr/share/xml/xmltooling/xmldsig-core-schema.xsd"}) {
    if (!fs::exists(needed))
      throw std::runtime_error(std::string(needed) + " is missing; bin/setup installs it");
  }
  write(folder_ / "catalog.xml", kCatalog);
  for (const char* command : {"xmlsec1", "xmllint"}) {
    if (!run(std::string(command) + " --version")) {
      throw std::runtime_error(std::string("the command ") + command +
                               " does not run; bin/setup installs it");
    }
  }
}

bool SamlOracle::run(const std::string& command) {
  CommandResult result = run_command(command);
  log_ = std::move(result.output);
  return result.exit_code == 0;
}

bool SamlOracle::verifies(std::string_view xml, const crypto::Certificate& certificate,
                          std::string_view signature_xpath) {
  write(folder_ / "message.xml", xml);
  write(folder_ / "certificate.pem", certificate.pem());
  const std::string which =
      signature_xpath.empty() ? "" : " --node-xpath \"" + std::string(signature_xpath) + "\"";
  // Else xmlsec1 believes a KeyValue in the message itself.
  return run("xmlsec1 --verify --enabled-key-data x509 --pubkey-cert-pem " +
             (folder_ / "certificate.pem").string() +
             " --id-attr:ID urn:oasis:names:tc:SAML:2.0:assertion:Assertion"
             " --id-attr:ID urn:oasis:names:tc:SAML:2.0:protocol:Response"
             " --id-attr:ID urn:oasis:names:tc:SAML:2.0:protocol:LogoutRequest"
             " --id-attr:ID urn:oasis:names:tc:SAML:2.0:protocol:LogoutResponse"
             " --id-attr:ID urn:oasis:names:tc:SAML:2.0:metadata:EntityDescriptor" +
             which + " " + (folder_ / "message.xml").string());
}

bool SamlOracle::validates(std::string_view xml, std::string_view schema) {
  write(folder_ / "document.xml", xml);
  return run("XML_CATALOG_FILES=" + (folder_ / "catalog.xml").string() +
             " xmllint --nonet --noout --schema /usr/share/xml/opensaml/" + std::string(schema) + " " +
             (folder_ / "document.xml").string());
}

}  // namespace idproctor
