#pragma once

#include <string>
#include <string_view>

#include "foundation/core/result.hpp"

namespace idproctor::http {

/// An absolute http or https URL, taken apart. Nothing is normalised: a dialect's odd query string stays as
/// it is.
struct Url {
  std::string scheme;  ///< "http" or "https"
  std::string host;    ///< without brackets
  std::string port;    ///< always filled in
  std::string path;    ///< at least "/"
  std::string query;   ///< without "?"; may be empty
  bool has_query = false;

  std::string origin() const;  ///< scheme://host[:port], the port only where it is not the scheme's own
  std::string target() const;  ///< path?query
  std::string str() const;     ///< without a fragment
  bool is_loopback() const;    ///< 127.0.0.0/8, ::1, localhost
};

Result<Url> parse_url(std::string_view text);

/// RFC 3986 section 5: resolves a Location header against the URL that it came from; a fragment is dropped.
Result<std::string> resolve(std::string_view base, std::string_view reference);

}  // namespace idproctor::http
