#include "reference_sp/saml/cookies.hpp"

#include "foundation/core/text.hpp"

namespace idproctor::reference {

std::string cookie(const http::Request& request, std::string_view name) {
  for (const std::string& header : request.headers.all("Cookie")) {
    for (const std::string& part : split(header, ';')) {
      const std::string_view pair = trim(part);
      const auto equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
        return std::string(pair.substr(equals + 1));
      }
    }
  }
  return {};
}

// No SameSite: the identity provider posts its answer from another site, and Lax or Strict would keep the
// login cookie at home just then. None would let it through, but browsers take None with Secure alone, and
// this service speaks plain http on loopback. Without the attribute browsers send a cookie with a cross-site
// POST for its first two minutes.
std::string set_cookie(std::string_view name, std::string_view value) {
  return std::string(name) + "=" + std::string(value) + "; Path=/; HttpOnly";
}

std::string remove_cookie(std::string_view name) {
  return std::string(name) + "=; Path=/; HttpOnly; Max-Age=0";
}

}  // namespace idproctor::reference
