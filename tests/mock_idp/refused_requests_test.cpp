// What providers are known to refuse in an AuthnRequest, a row for each thing that their pages and their
// sources say (`requests` of fixtures/providers/NAME/saml.yaml), and what the same pages let pass.

#include <gtest/gtest.h>

#include <algorithm>

#include "foundation/core/text.hpp"
#include "foundation/xml/document.hpp"
#include "tests/mock_idp/support.hpp"

namespace idproctor::mock_idp {
namespace {

const std::string kFormat1 = "urn:oasis:names:tc:SAML:1.1:nameid-format:";
const std::string kFormat2 = "urn:oasis:names:tc:SAML:2.0:nameid-format:";

std::string request(const std::string& id, const std::string& children) {
  return R"(<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol")"
         R"( xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Version="2.0" ID=")" +
         id + R"(" IssueInstant="2026-03-01T12:00:00Z"><saml:Issuer>https://sp.example</saml:Issuer>)" +
         children + "</samlp:AuthnRequest>";
}

std::string policy(const std::string& format) {
  return "<samlp:NameIDPolicy Format=\"" + format + "\"/>";
}

std::string context(const std::string& attributes) {
  return "<samlp:RequestedAuthnContext" + attributes +
         "><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</"
         "saml:AuthnContextClassRef>"
         "</samlp:RequestedAuthnContext>";
}

struct Asked {
  const char* dialect;
  std::string xml;
};

bool refuses(const Asked& asked) {
  const auto document = must(xml::Document::parse(asked.xml));
  const Dialect& dialect = mock_idp::dialect(asked.dialect);
  return std::ranges::any_of(dialect.refused_requests, [&](const Dialect::RefusedRequest& refused) {
    return !must(document.select(refused.with, document.root())).empty();
  });
}

TEST(RefusedRequests, AreRefused) {
  for (const Asked& asked :
       {Asked{"entra", request("1f2e", "")},
        {"entra", request("_1", policy(kFormat2 + "kerberos"))},
        {"entra", request("_1", policy(kFormat1 + "X509SubjectName"))},
        {"entra", request("_1", policy(kFormat2 + "persist"))},
        {"entra", request("_1", policy(""))},
        {"entra", request("_1", context(" Comparison=\"minimum\""))},
        {"entra", request("_1", "<saml:Subject><saml:NameID>a</saml:NameID></saml:Subject>")},
        {"keycloak", request("_1", policy(kFormat1 + "WindowsDomainQualifiedName"))},
        {"keycloak", request("_1", policy(kFormat2 + "entity"))}}) {
    EXPECT_TRUE(refuses(asked)) << asked.dialect << " " << asked.xml;
  }
}

TEST(RefusedRequests, AreNotTheOthers) {
  for (const char* dialect : {"entra", "keycloak"}) {
    for (const std::string& format : {kFormat2 + "persistent", kFormat2 + "transient",
                                      kFormat1 + "emailAddress", kFormat1 + "unspecified"}) {
      const Asked asked{dialect, request("id6c1c178c", policy(format))};
      EXPECT_FALSE(refuses(asked)) << asked.dialect << " " << asked.xml;
    }
    for (const std::string& children :
         {std::string(), std::string("<samlp:NameIDPolicy AllowCreate=\"true\"/>"), context(""),
          context(" Comparison=\"exact\"")}) {
      EXPECT_FALSE(refuses({dialect, request("_1", children)})) << dialect << " " << children;
    }
  }
  // Of all others nothing is known.
  for (const char* dialect : kDialects) {
    const bool has_rules = std::string(dialect) == "entra" || std::string(dialect) == "keycloak";
    EXPECT_EQ(mock_idp::dialect(dialect).refused_requests.empty(), !has_rules) << dialect;
  }
}

}  // namespace
}  // namespace idproctor::mock_idp
