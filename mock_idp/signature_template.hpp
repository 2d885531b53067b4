#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/result.hpp"
#include "mock_idp/key_ring.hpp"

namespace idproctor::mock_idp {

/// How a provider writes ds:Signature; every part may be overridden by a case.
struct SignatureStyle {
  std::string prefix = "ds";             ///< empty: the default namespace
  std::string algorithm = "rsa-sha256";  ///< a name of signature_algorithms(), or a URI as it is
  std::string digest = "sha256";
  std::string canonicalization = "exclusive";
  std::string inclusive_prefixes;  ///< PrefixList; empty: no InclusiveNamespaces
  /// x509, x509-lines, x509-subject, issuer-serial, key-value, key-name or several with "+"; empty, none
  std::string key_info = "x509";
  std::vector<std::string> unprefixed;      ///< elements that declare the default namespace for themselves
  std::size_t value_line_length = 0;        ///< of SignatureValue's base64; 0: one line
  std::size_t certificate_line_length = 0;  ///< of X509Certificate's base64; 0: one line
};

/// Short names become the URIs of XML Signature and RFC 4051/6931; anything with a colon stays as it is; any
/// other word is an error.
Result<std::string> signature_algorithm_uri(std::string_view name);
Result<std::string> digest_algorithm_uri(std::string_view name);
Result<std::string> canonicalization_uri(std::string_view name);

/// An unsigned ds:Signature over "#id", ready to be edited and then signed (SAML core 5.4).
Result<std::string> signature_template(const SignatureStyle& style, std::string_view id, const KeyPair& pair);

}  // namespace idproctor::mock_idp
