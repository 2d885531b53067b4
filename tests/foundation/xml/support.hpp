#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "foundation/core/text.hpp"
#include "foundation/xml/document.hpp"
#include "foundation/xml/key.hpp"

namespace idproctor::xml {

inline constexpr std::string_view exclusive_c14n = "http://www.w3.org/2001/10/xml-exc-c14n#";
inline constexpr std::string_view rsa_sha1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
inline constexpr std::string_view rsa_sha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
inline constexpr std::string_view rsa_sha384 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384";
inline constexpr std::string_view rsa_sha512 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512";
inline constexpr std::string_view ecdsa_sha256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
inline constexpr std::string_view ecdsa_sha384 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384";
inline constexpr std::string_view ecdsa_sha512 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512";
inline constexpr std::string_view rsa_pss_sha256 = "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1";
inline constexpr std::string_view rsa_md5 = "http://www.w3.org/2001/04/xmldsig-more#rsa-md5";
inline constexpr std::string_view hmac_sha1 = "http://www.w3.org/2000/09/xmldsig#hmac-sha1";
inline constexpr std::string_view method_hmac_sha256 = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
inline constexpr std::string_view digest_sha1 = "http://www.w3.org/2000/09/xmldsig#sha1";
inline constexpr std::string_view digest_sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
inline constexpr std::string_view digest_sha384 = "http://www.w3.org/2001/04/xmldsig-more#sha384";
inline constexpr std::string_view digest_sha512 = "http://www.w3.org/2001/04/xmlenc#sha512";

/// An unsigned ds:Signature as identity providers write it.
inline std::string signature_template(std::string_view uri = "#_a", std::string_view method = rsa_sha256,
                                      std::string_view digest = digest_sha256) {
  const std::string text =
      R"(<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>)"
      R"(<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>)"
      R"(<ds:SignatureMethod Algorithm="METHOD"/><ds:Reference URI="URI_HERE"><ds:Transforms>)"
      R"(<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>)"
      R"(<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>)"
      R"(<ds:DigestMethod Algorithm="DIGEST"/><ds:DigestValue/></ds:Reference></ds:SignedInfo>)"
      R"(<ds:SignatureValue/></ds:Signature>)";
  return replace_all(replace_all(replace_all(text, "URI_HERE", uri), "METHOD", method), "DIGEST", digest);
}

/// A Response with one Assertion, "_r" and "_a"; `signature` stands in the Assertion.
inline std::string response(std::string_view signature = {}) {
  return R"(<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" )"
         R"(xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r" Version="2.0">)"
         R"(<saml:Issuer>https://idp.example</saml:Issuer>)"
         R"(<saml:Assertion ID="_a" Version="2.0"><saml:Issuer>https://idp.example</saml:Issuer>)" +
         std::string(signature) +
         R"(<saml:Subject><saml:NameID>alice@example.com</saml:NameID></saml:Subject>)"
         R"(<saml:Conditions><saml:AudienceRestriction><saml:Audience>https://sp.example</saml:Audience>)"
         R"(</saml:AudienceRestriction></saml:Conditions></saml:Assertion></samlp:Response>)";
}

/// Where parsing or an edit must succeed, the error is the test's message.
inline Document parsed(std::string_view text) {
  auto document = Document::parse(text);
  if (!document) throw std::runtime_error(describe(document.error()));
  return std::move(*document);
}

inline Node first(const Document& document, std::string_view xpath) {
  auto nodes = document.select(xpath);
  if (!nodes) throw std::runtime_error(describe(nodes.error()));
  if (nodes->empty()) throw std::runtime_error("nothing is selected by " + std::string(xpath));
  return nodes->front();
}

inline std::string value(const Document& document, std::string_view xpath) {
  auto text = document.evaluate(xpath);
  return text ? *text : "error: " + describe(text.error());
}

/// "" for a success, so that a test may compare or search it.
template <class T>
std::string error_of(const Result<T>& result) {
  return result ? std::string() : describe(result.error());
}

/// Keys cost time to make; tests that do not care which key it is share these.
inline const crypto::Key& rsa_key() {
  static const crypto::Key key = crypto::Key::generate_rsa();
  return key;
}
inline const crypto::Key& other_rsa_key() {
  static const crypto::Key key = crypto::Key::generate_rsa();
  return key;
}
inline const crypto::Key& ec_key() {
  static const crypto::Key key = crypto::Key::generate_ec();
  return key;
}

inline const crypto::Key& ec_384_key() {
  static const crypto::Key key = crypto::Key::generate_ec("P-384");
  return key;
}
inline const crypto::Key& ec_521_key() {
  static const crypto::Key key = crypto::Key::generate_ec("P-521");
  return key;
}

}  // namespace idproctor::xml
