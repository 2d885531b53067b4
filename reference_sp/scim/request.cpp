#include "reference_sp/scim/request.hpp"

#include "foundation/core/text.hpp"

namespace idproctor::reference::scim {

namespace {

bool is_json_type(const std::string& content_type) {
  const std::string_view type = trim(std::string_view(content_type).substr(0, content_type.find(';')));
  return equals_ignoring_case(type, "application/scim+json") ||
         equals_ignoring_case(type, "application/json");
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

Outcome<Json> read_body(const http::Request& request) {
  const std::string content_type = request.headers.get("Content-Type");
  if (!is_json_type(content_type)) {
    return ScimError{415, "",
                     "The body must be application/scim+json or application/json, not " +
                         (content_type.empty() ? "unnamed" : in_quotes(content_type)) + "."};
  }
  auto body = parse_json(request.body);
  if (!body) {
    return bad_request("invalidSyntax", "The body is not JSON that can be read: " + describe(body.error()));
  }
  return *body;
}

Projection read_projection(const Target& target) {
  return Projection(http::find(target.query, "attributes").value_or(""),
                    http::find(target.query, "excludedAttributes").value_or(""));
}

}  // namespace idproctor::reference::scim
