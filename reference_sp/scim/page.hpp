#pragma once

#include <optional>
#include <string>

#include "reference_sp/checks.hpp"
#include "reference_sp/scim/cursor.hpp"
#include "reference_sp/scim/error.hpp"
#include "reference_sp/scim/list_query.hpp"
#include "reference_sp/scim/sort.hpp"

namespace idproctor::reference::scim {

/// A page shows no more resources than this (filter.maxResults, pagination.maxPageSize).
inline constexpr std::size_t most_results = 1000;

struct Page {
  std::size_t total = 0;
  std::optional<std::size_t> start_index;  ///< absent where pages go by cursor
  std::string next_cursor, previous_cursor;
  Resources resources;
};

/// RFC 7644 section 3.4.2.4.
Page index_page(const Resources& resources, const ListQuery& query, const Checks& checks);

/// RFC 9865. A page begins where the one before ended, whatever was created or deleted since; where the
/// order is not that of creation and the resource at the edge is gone, the cursor has expired. Errors: 400
/// invalidCursor, expiredCursor, and invalidCount for more than most_results or another count than before.
Outcome<Page> cursor_page(const Resources& resources, const ResourceTypes& types, const ListQuery& query,
                          const Cursors& cursors, const Checks& checks);

}  // namespace idproctor::reference::scim
