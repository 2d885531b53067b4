#pragma once

#include <optional>
#include <string>

#include "foundation/core/json.hpp"
#include "foundation/http/form.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/scim/error.hpp"
#include "reference_sp/scim/filter.hpp"
#include "reference_sp/scim/sort.hpp"

namespace idproctor::reference::scim {

/// What a list request asks for (RFC 7644 section 3.4.2, RFC 9865).
struct ListQuery {
  std::optional<Filter> filter;
  std::optional<Sorting> sorting;
  std::size_t start_index = 1;        ///< counted from one
  std::optional<std::size_t> count;   ///< absent: as many as are shown at once
  std::optional<std::string> cursor;  ///< pages go by cursor; empty for the first one
  std::string text;                   ///< what a cursor is bound to: filter and sorting, as they came
};

/// filter, sortBy, sortOrder, startIndex, count and cursor; numbers below their least are raised to it, and
/// with a cursor startIndex says nothing. Errors: 400 invalidFilter, invalidValue or invalidCount.
Outcome<ListQuery> read_list_query(const http::Parameters& parameters, const Checks& checks);

/// The body of a SearchRequest (RFC 7644 section 3.4.3) as the parameters of the query that says the same.
/// Errors: 400 invalidSyntax or invalidValue.
Outcome<http::Parameters> read_search_request(const Json& body);

}  // namespace idproctor::reference::scim
