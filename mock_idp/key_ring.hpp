#pragma once

#include <map>
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

/// The keys that messages are signed with, by name: "idp" is the one in the metadata; "stranger" belongs to
/// somebody whom the target must not trust. Made when first asked for, kept in files of mode 0600.
class KeyRing {
 public:
  /// Keys live in `folder` (made with mode 0700). New certificates are valid from a day before `now` for ten
  /// years.
  static Result<KeyRing> open(const std::string& folder, Time now);
  /// Only the "idp" pair, from PEM text with a PRIVATE KEY and a CERTIFICATE block; the rest is made in
  /// memory.
  static Result<KeyRing> from_pem(std::string_view pem, Time now);

  /// "idp", "stranger" or "stranger-same-name" (another key under the IdP's own subject name).
  Result<const KeyPair*> get(const std::string& name);
  const KeyPair& idp();
  /// The keys that the metadata names, which a target may trust.
  std::vector<crypto::Key> trusted() { return {idp().key}; }
  /// True when "idp" was made by this very run: no target can know it yet.
  bool freshly_made() const { return freshly_made_; }

 private:
  explicit KeyRing(Time now) : now_(now) {}
  Result<KeyPair> make(const std::string& name) const;

  std::string folder_;  ///< empty: in memory only
  Time now_;
  std::map<std::string, KeyPair> pairs_;
  bool freshly_made_ = false;
};

}  // namespace idproctor::mock_idp
