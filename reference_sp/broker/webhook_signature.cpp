#include "reference_sp/broker/webhook_signature.hpp"

#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"

namespace idproctor::reference::broker {

std::string webhook_signature(std::string_view secret, Time at, std::string_view body) {
  const std::string time = std::to_string(at.time_since_epoch().count());
  return "t=" + time + ", v1=" + to_hex(crypto::hmac_sha256(secret, time + "." + std::string(body)));
}

}  // namespace idproctor::reference::broker
