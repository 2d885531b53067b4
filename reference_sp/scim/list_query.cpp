#include "reference_sp/scim/list_query.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "foundation/core/text.hpp"
#include "reference_sp/scim/attribute_value.hpp"
#include "reference_sp/scim/filter_mistakes.hpp"
#include "reference_sp/scim/urn.hpp"

namespace idproctor::reference::scim {

namespace {

// A whole number of the query, from `least` up; too large a one becomes the largest there is.
Outcome<std::optional<std::size_t>> read_number(const http::Parameters& parameters, const char* name,
                                                long long least, const char* scim_type,
                                                const Checks& checks) {
  const auto text = http::find(parameters, name);
  if (!text) return std::optional<std::size_t>();
  long long number = 0;
  const char* const end = text->data() + text->size();
  const auto [rest, trouble] = std::from_chars(text->data(), end, number);
  if (trouble == std::errc::invalid_argument || rest != end) {
    return bad_request(scim_type,
                       std::string(name) + " must be a whole number, not " + in_quotes(*text) + ".");
  }
  if (trouble == std::errc::result_out_of_range) {
    number = text->starts_with('-') ? least : std::numeric_limits<long long>::max();
  }
  if (number < least && checks.off("page-least")) {
    return bad_request(scim_type, std::string(name) + " must be " + std::to_string(least) + " at the least.");
  }
  return std::optional<std::size_t>(static_cast<std::size_t>(std::max(number, least)));
}

Outcome<std::optional<Sorting>> read_sorting(const http::Parameters& parameters) {
  const auto by = http::find(parameters, "sortBy");
  if (!by || trim(*by).empty()) return std::optional<Sorting>();
  auto path = parse_attribute_path(trim(*by));
  if (!path) return bad_request("invalidValue", "sortBy: " + describe(path.error()) + ".");
  const std::string order = http::find(parameters, "sortOrder").value_or("ascending");
  const bool descending = equals_ignoring_case(order, "descending");
  if (!descending && !order.empty() && !equals_ignoring_case(order, "ascending")) {
    return bad_request("invalidValue",
                       "sortOrder must be ascending or descending, not " + in_quotes(order) + ".");
  }
  return std::optional<Sorting>(Sorting{std::move(*path), descending});
}

bool is_search_request(const Json& schemas) {
  return schemas.is_array() && std::ranges::any_of(schemas, [](const Json& urn) {
           return urn.is_string() &&
                  equals_ignoring_case(urn.get_ref<const std::string&>(), search_request_urn);
         });
}

// One parameter's value as it would stand in a URL: names of attributes are joined by commas.
Outcome<std::string> parameter_text(const std::string& name, const Json& value) {
  const bool names_attributes = name == "attributes" || name == "excludedAttributes";
  if (names_attributes && value.is_array()) {
    std::vector<std::string> names;
    for (const Json& one : value) {
      if (!one.is_string()) return bad_request("invalidValue", name + " must be a list of strings.");
      names.push_back(one.get<std::string>());
    }
    return join(names, ",");
  }
  const bool is_number = name == "startIndex" || name == "count";
  if (!value.is_string() && !(is_number && value.is_number_integer())) {
    return bad_request("invalidValue", name + " must be " + (is_number ? "a whole number" : "a string") +
                                           ", not " + std::string(value.type_name()) + ".");
  }
  return to_text(value);
}

}  // namespace

Outcome<ListQuery> read_list_query(const http::Parameters& parameters, const Checks& checks) {
  ListQuery query;
  const auto filter = http::find(parameters, "filter");
  if (filter && checks.on("filter")) {
    auto parsed = parse_filter(misread_text(*filter, checks));
    if (!parsed && checks.on("filter-readable")) {
      return bad_request("invalidFilter", describe(parsed.error()));
    }
    if (parsed) query.filter = misunderstood(std::move(*parsed), checks);
  }
  auto sorting = read_sorting(parameters);
  if (!sorting) return sorting.error();
  query.sorting = std::move(*sorting);
  query.cursor = http::find(parameters, "cursor");
  auto count = read_number(parameters, "count", 0, query.cursor ? "invalidCount" : "invalidValue", checks);
  if (!count) return count.error();
  query.count = *count;
  for (const char* name : {"filter", "sortBy", "sortOrder"}) {
    query.text += http::find(parameters, name).value_or("") + '\n';
  }
  if (query.cursor) return query;
  auto start_index = read_number(parameters, "startIndex", 1, "invalidValue", checks);
  if (!start_index) return start_index.error();
  query.start_index = start_index->value_or(1);
  if (*start_index && checks.off("page-from-one")) ++query.start_index;
  return query;
}

Outcome<http::Parameters> read_search_request(const Json& body) {
  if (!body.is_object()) return bad_request("invalidSyntax", "The body must be a JSON object.");
  if (const Json* schemas = member(body, "schemas"); schemas && !is_search_request(*schemas)) {
    return bad_request("invalidSyntax", "schemas must name " + std::string(search_request_urn) + ".");
  }
  http::Parameters parameters;
  for (const char* name : {"attributes", "excludedAttributes", "filter", "sortBy", "sortOrder", "startIndex",
                           "count", "cursor"}) {
    const Json* value = member(body, name);
    if (!value || value->is_null()) continue;
    auto text = parameter_text(name, *value);
    if (!text) return text.error();
    parameters.emplace_back(name, std::move(*text));
  }
  return parameters;
}

}  // namespace idproctor::reference::scim
