#include "reference_sp/saml/encryption_key.hpp"

#include "foundation/core/clock.hpp"

namespace idproctor::reference {

const EncryptionKey& encryption_key() {
  static const EncryptionKey made = [] {
    const crypto::Key key = crypto::Key::generate_rsa();
    const Time now = SystemClock().now();
    const auto day = std::chrono::hours(24);
    return EncryptionKey{
        key, crypto::Certificate::self_signed(key, "reference service provider", now - day, now + 365 * day)};
  }();
  return made;
}

}  // namespace idproctor::reference
