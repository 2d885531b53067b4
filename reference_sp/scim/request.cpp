#include "reference_sp/scim/request.hpp"

#include "foundation/core/text.hpp"

namespace idproctor::reference::scim {

namespace {

bool is_json_type(const std::string& content_type, const Checks& checks) {
  if (checks.off("body-media-type")) return true;
  const bool has_parameter = content_type.find(';') != std::string::npos;
  if (checks.off("media-type-parameter") && has_parameter && !content_type.ends_with("; charset=utf-8")) {
    return false;
  }
  const std::string_view type = trim(std::string_view(content_type).substr(0, content_type.find(';')));
  if (checks.off("media-type-case") && type != to_lower(type)) return false;
  if (equals_ignoring_case(type, "application/json")) return checks.on("media-type-json");
  return equals_ignoring_case(type, "application/scim+json");
}

}  // namespace

std::optional<Target> parse_target(const std::string& request_target, const std::string& base_path) {
  const std::string_view path = std::string_view(request_target).substr(0, request_target.find('?'));
  if (!path.starts_with(base_path)) return std::nullopt;
  const std::string_view below = path.substr(base_path.size());
  if (!below.empty() && below[0] != '/') return std::nullopt;
  Target target;
  for (const std::string& segment : split(below, '/')) {
    if (!segment.empty()) target.path.push_back(percent_decode(segment));
  }
  target.query = http::query_of(request_target);
  return target;
}

Outcome<Json> read_body(const http::Request& request, const Checks& checks) {
  const std::string content_type = request.headers.get("Content-Type");
  if (!is_json_type(content_type, checks)) {
    return ScimError{415, "",
                     "The body must be application/scim+json or application/json, not " +
                         (content_type.empty() ? "unnamed" : in_quotes(content_type)) + "."};
  }
  auto body = parse_json(request.body);
  if (!body) {
    if (checks.off("body-syntax")) return ScimError{500, "", "Internal Server Error"};
    return bad_request("invalidSyntax", "The body is not JSON that can be read: " + describe(body.error()));
  }
  if (!body->is_object() && checks.off("body-syntax")) return ScimError{500, "", "Internal Server Error"};
  return *body;
}

Projection read_projection(const Target& target, const Checks& checks) {
  return Projection(http::find(target.query, "attributes").value_or(""),
                    http::find(target.query, "excludedAttributes").value_or(""), checks);
}

}  // namespace idproctor::reference::scim
