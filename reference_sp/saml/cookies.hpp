#pragma once

#include <string>
#include <string_view>

#include "foundation/http/message.hpp"

namespace idproctor::reference {

inline constexpr std::string_view session_cookie = "idproctor_session";
/// Tells one browser's logins from another's before anybody is logged in.
inline constexpr std::string_view login_cookie = "idproctor_login";

/// The cookie's value, or empty (RFC 6265 4.2.1).
std::string cookie(const http::Request& request, std::string_view name);

/// A Set-Cookie value that lasts as long as the browser runs.
std::string set_cookie(std::string_view name, std::string_view value);
/// A Set-Cookie value that removes the cookie.
std::string remove_cookie(std::string_view name);

}  // namespace idproctor::reference
