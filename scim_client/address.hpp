#pragma once

#include <string>
#include <string_view>

#include "foundation/core/result.hpp"
#include "scim_client/placeholder.hpp"

namespace idproctor::scim {

/// How a client writes a space in a query string; all else that a URL does not allow becomes %XX.
enum class Encoding {
  percent,  ///< "%20"
  plus,     ///< "+", as application/x-www-form-urlencoded does
};

/// A path and query with placeholders, relative to the target's base URL; encoded as far as it is constant.
class Address {
 public:
  /// `text` must begin with "/" and is written plainly: /Users?filter=userName eq "${user.userName}".
  static Result<Address> parse(std::string_view text, Encoding encoding);

  Result<std::string> render(const Scope& scope) const;

 private:
  Text text_;
  Encoding encoding_ = Encoding::percent;
};

/// Encodes what a URL does not allow and leaves the rest, percent signs too; for a path that a scenario
/// wrote.
std::string encode_address(std::string_view path_and_query, Encoding encoding);

/// The path goes before the base URL's query string, and both queries are joined by "&" (a tenant URL of
/// https://app.example/scim?flag carries its query in every request).
std::string join_address(std::string_view base_url, std::string_view path_and_query);

}  // namespace idproctor::scim
