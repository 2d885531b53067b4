#include "scim_client/external_id.hpp"

namespace idproctor::scim {

std::string make_external_id(ExternalId form, Seed& seed) {
  constexpr std::string_view kAlphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  switch (form) {
    case ExternalId::okta:
      return "00u" + seed.letters(17, kAlphanumeric);
    case ExternalId::guid:
      return seed.uuid();
    case ExternalId::hex24:
      return seed.hex(24);
    case ExternalId::hex64:
      return seed.hex(64);
    case ExternalId::text:
      break;
  }
  return "idp-" + seed.hex(16);
}

}  // namespace idproctor::scim
