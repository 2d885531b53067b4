#pragma once

#include "foundation/xml/key.hpp"

namespace idproctor::reference {

/// What others encrypt to, and what opens it.
struct EncryptionKey {
  crypto::Key key;
  crypto::Certificate certificate;
};

/// For a service that was given none. Made at the first call and kept as long as the process: a key takes
/// longer to make than a login.
const EncryptionKey& encryption_key();

}  // namespace idproctor::reference
