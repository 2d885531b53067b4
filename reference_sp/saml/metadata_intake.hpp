#pragma once

#include <memory>
#include <string>

#include "reference_sp/saml/idp_metadata.hpp"
#include "reference_sp/saml/service.hpp"

namespace idproctor::reference {

/// What an administrator does when the identity provider's metadata changes, at /saml/idp-metadata: PUT of
/// the document, PUT of {"url": …}, from which it is fetched once, and DELETE. New metadata takes the place
/// of the old one as a whole, or the old one stays. The checks "metadata-keeps-old", "metadata-removed" and
/// "old-keys" decide here.
class MetadataIntake {
 public:
  /// `idp` is what the connection trusts, and changes here. All of it must outlive this.
  MetadataIntake(const SamlConfig& config, IdpMetadata& idp, const Checks& checks, const Clock& clock,
                 Records& records);

  /// What was brought before a restart counts before what the configuration says, which stays the signer.
  void remember();
  /// 401 for anybody but the administrator, 202 for an address.
  http::Response handle(const http::Request& request);

 private:
  Result<> take(const std::string& xml);
  http::Response fetch(const std::string& url);
  void fetched(const std::string& url, const Result<http::Response>& answer);
  void forget();
  /// Metadata that cannot be had changes nothing where there are others.
  void note_missing(const std::string& reason);
  MetadataPolicy policy() const;

  const SamlConfig& config_;
  IdpMetadata& idp_;
  const Checks& checks_;
  const Clock& clock_;
  Records& records_;
  crypto::Certificate pinned_;                                  ///< the first of those that were pasted
  std::shared_ptr<int> last_fetch_ = std::make_shared<int>(0);  ///< answers to earlier ones come too late
};

}  // namespace idproctor::reference
