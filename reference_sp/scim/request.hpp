#pragma once

#include <optional>
#include <string>
#include <vector>

#include "foundation/core/json.hpp"
#include "foundation/http/form.hpp"
#include "foundation/http/message.hpp"
#include "reference_sp/scim/error.hpp"
#include "reference_sp/scim/projection.hpp"

namespace idproctor::reference::scim {

/// Bytes of a request body; more is answered with 413.
inline constexpr std::size_t body_limit = 2 << 20;

/// Where a request goes below the base URL: decoded path segments, without the empty ones that doubled and
/// trailing slashes leave, and the query.
struct Target {
  std::vector<std::string> path;
  http::Parameters query;

  bool has(std::string_view parameter) const { return http::find(query, parameter).has_value(); }
};

/// nullopt for a target that does not begin with `base_path`.
std::optional<Target> parse_target(const std::string& request_target, const std::string& base_path);

/// The JSON of a request body. Errors: 415 for a media type other than application/json and
/// application/scim+json, 400 invalidSyntax.
Outcome<Json> read_body(const http::Request& request, const Checks& checks);

Projection read_projection(const Target& target, const Checks& checks);

}  // namespace idproctor::reference::scim
