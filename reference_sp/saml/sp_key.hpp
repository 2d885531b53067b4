#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/xml/key.hpp"

namespace idproctor::reference {

/// The service provider's own key, by which identity providers know its requests and answers.
struct SpKey {
  crypto::Key key;
  crypto::Certificate certificate;
};

/// A fresh ECDSA key on P-256: made in no time, unlike RSA. The certificate is good for a year from `now`.
SpKey make_sp_key(Time now);

}  // namespace idproctor::reference
