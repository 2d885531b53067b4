#pragma once

#include <string>
#include <string_view>

#include "foundation/xml/key.hpp"
#include "tests/support/temporary_folder.hpp"

namespace idproctor {

/// Judges that share no code with us: the xmlsec1 command and the OASIS schemas by way of xmllint (Debian
/// packages xmlsec1, opensaml-schemas, xmltooling-schemas, libxml2-utils). Throws when one of them is not
/// installed.
class SamlOracle {
 public:
  SamlOracle();

  /// Whether the signature that `signature_xpath` selects (without prefixes; empty: the first) verifies with
  /// the certificate's key.
  bool verifies(std::string_view xml, const crypto::Certificate& certificate,
                std::string_view signature_xpath = {});
  /// `schema` is a file of opensaml-schemas, as saml-schema-protocol-2.0.xsd.
  bool validates(std::string_view xml, std::string_view schema);
  /// What the last command said.
  const std::string& log() const { return log_; }

 private:
  bool run(const std::string& command);

  TemporaryFolder folder_;
  std::string log_;
};

}  // namespace idproctor
