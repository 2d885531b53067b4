#pragma once

#include <string>
#include <string_view>

namespace idproctor::reference {

/// The page to return to after a login: `text` when it is a path of this site, else "/". Whatever a browser
/// could take for another site (a scheme, "//host", "/\host") or for a second header line is not a path.
std::string local_page(std::string_view text);

/// The same for a RelayState that we send ourselves: it must not exceed 80 bytes (SAML bindings 3.4.3).
std::string relay_state_for(std::string_view page);

}  // namespace idproctor::reference
