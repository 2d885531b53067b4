#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/http/message.hpp"

namespace idproctor::observe {

/// A code with which WorkOS sends the browser back to the application in place of a login
/// (docs/reference/sso/get-authorization-url/error-codes).
struct SsoError {
  const char *code, *meaning, *fix;
};
const std::vector<SsoError>& sso_errors();
/// Null where it is none of them.
const SsoError* find_sso_error(std::string_view code);

/// What stands in the address of the application's callback: a code for a login, or an error.
struct Callback {
  std::string code, state;
  std::string error, description;  ///< foreign text, decoded
};
/// Nothing where the address has neither.
std::optional<Callback> read_callback(std::string_view url);
/// The error's code, and where it is WorkOS's, what it means and what to do about it.
std::string error_in_words(const Callback& callback);
/// Whether the answer tells that error: by a status 4xx, or by a text that has its code or its description.
bool tells_error(const Callback& callback, const http::Response& answer);

}  // namespace idproctor::observe
