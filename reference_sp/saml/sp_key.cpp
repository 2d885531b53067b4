#include "reference_sp/saml/sp_key.hpp"

namespace idproctor::reference {

SpKey make_sp_key(Time now) {
  const crypto::Key key = crypto::Key::generate_ec();
  const auto day = std::chrono::hours(24);
  return {key, crypto::Certificate::self_signed(key, "idproctor reference integration", now - day,
                                                now + 365 * day)};
}

}  // namespace idproctor::reference
