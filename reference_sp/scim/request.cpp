#include "reference_sp/scim/request.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "foundation/core/text.hpp"

namespace idproctor::reference::scim {

namespace {

bool is_json_type(const std::string& content_type) {
  const std::string_view type = trim(std::string_view(content_type).substr(0, content_type.find(';')));
  return equals_ignoring_case(type, "application/scim+json") ||
         equals_ignoring_case(type, "application/json");
}

// A number of the query, from `least` up; too large a one becomes the largest there is.
Outcome<std::optional<std::size_t>> read_number(const Target& target, const char* name, long long least) {
  const auto text = http::find(target.query, name);
  if (!text) return std::optional<std::size_t>();
  long long number = 0;
  const char* const end = text->data() + text->size();
  const auto [rest, trouble] = std::from_chars(text->data(), end, number);
  if (trouble == std::errc::invalid_argument || rest != end) {
    return bad_request("invalidValue",
                       std::string(name) + " must be a whole number, not " + in_quotes(*text) + ".");
  }
  if (trouble == std::errc::result_out_of_range) {
    number = text->starts_with('-') ? least : std::numeric_limits<long long>::max();
  }
  return std::optional<std::size_t>(static_cast<std::size_t>(std::max(number, least)));
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

Outcome<ListQuery> read_list_query(const Target& target, const Checks& checks) {
  ListQuery query;
  const auto filter = http::find(target.query, "filter");
  if (filter && checks.on("filter")) {
    auto parsed = parse_filter(*filter);
    if (!parsed) return bad_request("invalidFilter", describe(parsed.error()));
    query.filter = std::move(*parsed);
  }
  auto start_index = read_number(target, "startIndex", 1);
  if (!start_index) return start_index.error();
  query.start_index = start_index->value_or(1);
  auto count = read_number(target, "count", 0);
  if (!count) return count.error();
  query.count = *count;
  return query;
}

Projection read_projection(const Target& target) {
  return Projection(http::find(target.query, "attributes").value_or(""),
                    http::find(target.query, "excludedAttributes").value_or(""));
}

}  // namespace idproctor::reference::scim
