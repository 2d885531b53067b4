#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "foundation/xml/key.hpp"

namespace idproctor::mock_idp {

struct KeyPair {
  crypto::Key key;
  crypto::Certificate certificate;
};

/// A key in the IdP's metadata, and what its KeyDescriptor says that it is for (SAML metadata 2.4.1.1).
struct PublishedKey {
  KeyPair pair;
  std::string use = "signing";
};

/// What everybody knows of a key pair, as bytes that a confused verifier takes for an HMAC's secret:
/// "certificate-pem", "certificate-der", "public-key-pem" or "public-key-der".
Result<std::string> public_secret(const KeyPair& pair, std::string_view form);

/// The keys that messages are signed with, by name. Made when first asked for, kept in files of mode 0600.
/// Of the IdP itself: "idp", which every target knows; "idp-next" (its second RSA key), "idp-ec" (P-256),
/// "idp-ec-384", "idp-expired" (under a certificate that has run out), "idp-encryption" (for encryption
/// alone), which a target knows if its file says so; "idp-retired", "idp-later" (which a rollover brings) and
/// "idp-1024" (RSA with 1024 bits), which no target knows. Of others: "stranger", "stranger-ec",
/// "stranger-same-name" (under the IdP's own subject name), "other-idp" (an identity provider of somebody
/// else). Of the embedded reference integration: "reference-encryption", which others encrypt to; kept here
/// because an RSA key takes longer to make than fifty cases. Messages may be signed on one thread while
/// another reads or changes what is trusted.
class KeyRing {
 public:
  /// Keys live in `folder` (made with mode 0700). New certificates are valid from a day before `now` for ten
  /// years.
  static Result<KeyRing> open(const std::string& folder, Time now);
  /// Only the "idp" pair, from PEM text with a PRIVATE KEY and a CERTIFICATE block; the rest is made in
  /// memory.
  static Result<KeyRing> from_pem(std::string_view pem, Time now);

  Result<const KeyPair*> get(const std::string& name);
  const KeyPair& idp();
  /// "idp" and those of `further` as the metadata names them.
  Result<std::vector<PublishedKey>> published(const std::vector<std::string>& further = {});
  /// The same of exactly these.
  Result<std::vector<PublishedKey>> named(const std::vector<std::string>& names);
  /// The IdP's own signing keys, as far as they were made: nothing can be signed with the others.
  std::vector<crypto::Key> trusted();
  /// From now on trusted() are the keys by these names, which the metadata has; nothing: as it was.
  void trust(std::optional<std::vector<std::string>> names);
  /// True when "idp" was made by this very run: no target can know it yet.
  bool freshly_made() const { return freshly_made_; }
  /// True when "idp" was given as text: the other keys are new in each run, and no target elsewhere knows
  /// them.
  bool is_given() const { return is_given_; }

 private:
  explicit KeyRing(Time now) : now_(now) {}
  Result<KeyPair> make(const std::string& name) const;

  std::string folder_;  ///< empty: in memory only
  Time now_;
  std::unique_ptr<std::recursive_mutex> mutex_ = std::make_unique<std::recursive_mutex>();
  std::map<std::string, KeyPair> pairs_;
  std::optional<std::vector<std::string>> trusted_;
  bool freshly_made_ = false;
  bool is_given_ = false;
};

}  // namespace idproctor::mock_idp
