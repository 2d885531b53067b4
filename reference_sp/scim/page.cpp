#include "reference_sp/scim/page.hpp"

#include <algorithm>

namespace idproctor::reference::scim {

namespace {

using Offset = std::ptrdiff_t;

// Where the page lies in the list: [begin, end).
struct Window {
  std::size_t begin = 0, end = 0;
};

Outcome<Window> window_at(const CursorPlace& place, const Resources& resources, std::size_t size,
                          bool sorted) {
  auto edge = std::ranges::find(resources, place.number, &Resource::number);
  const bool is_there = edge != resources.end();
  if (!is_there && sorted) {
    return bad_request("expiredCursor", "The resource at the edge of the page is gone; begin again.");
  }
  if (!is_there) edge = std::ranges::upper_bound(resources, place.number, {}, &Resource::number);
  const auto at = static_cast<std::size_t>(edge - resources.begin());
  if (place.backwards) return Window{at - std::min(at, size), at};
  const std::size_t begin = is_there ? at + 1 : at;
  return Window{begin, begin + std::min(size, resources.size() - begin)};
}

std::string bound_query(const ResourceTypes& types, const ListQuery& query) {
  std::string text = query.text;
  for (const ResourceType* type : types) text += type->endpoint + '\n';
  return text;
}

Outcome<Window> first_or_further(const std::string& bound, const Resources& resources, const ListQuery& query,
                                 const Cursors& cursors, const Checks& checks) {
  const std::size_t size = query.count.value_or(most_results);
  const Window first{0, std::min(size, resources.size())};
  if (query.cursor->empty()) return first;
  const auto place = cursors.read(*query.cursor, bound);
  if (!place && place.error().type == "invalidCursor" && checks.off("cursor-known")) return first;
  if (!place) return place.error();
  if (place->count != query.count) {
    return bad_request("invalidCount", "count must stay what it was in the first query.");
  }
  auto window = window_at(*place, resources, size, query.sorting.has_value());
  if (window && !place->backwards && checks.off("cursor-complete")) {
    window->begin = std::min(window->begin + 1, window->end);
  }
  return window;
}

}  // namespace

namespace {

// How many resources lie before the page.
std::size_t skipped_by(std::size_t start_index, const ListQuery& query, std::size_t total,
                       const Checks& checks) {
  std::size_t skipped = start_index - 1;
  if (checks.off("page-place") && skipped < total) skipped *= query.count.value_or(1);
  if (checks.off("page-beyond") && skipped >= total) return total - std::min<std::size_t>(total, 1);
  return std::min(skipped, total);
}

std::size_t wanted_by(const ListQuery& query, const Checks& checks) {
  const std::size_t count = query.count.value_or(most_results);
  const bool limits = checks.on("page-count") && (count > 0 || checks.on("page-count-zero"));
  return limits ? std::min(count, most_results) : most_results;
}

}  // namespace

Page index_page(const Resources& resources, const ListQuery& query, const Checks& checks) {
  Page page;
  page.total = resources.size();
  page.start_index = std::max<std::size_t>(query.start_index, 1);
  const std::size_t skipped = skipped_by(*page.start_index, query, page.total, checks);
  const std::size_t shown = std::min(wanted_by(query, checks), page.total - skipped);
  const auto first = resources.begin() + static_cast<Offset>(skipped);
  page.resources.assign(first, first + static_cast<Offset>(shown));
  if (checks.off("page-total")) page.total = shown;
  return page;
}

Outcome<Page> cursor_page(const Resources& resources, const ResourceTypes& types, const ListQuery& query,
                          const Cursors& cursors, const Checks& checks) {
  if (query.count.value_or(0) > most_results) {
    return bad_request("invalidCount", "count must be " + std::to_string(most_results) + " at the most.");
  }
  const std::string bound = bound_query(types, query);
  const auto window = first_or_further(bound, resources, query, cursors, checks);
  if (!window) return window.error();
  Page page;
  page.total = resources.size();
  page.resources.assign(resources.begin() + static_cast<Offset>(window->begin),
                        resources.begin() + static_cast<Offset>(window->end));
  if (page.resources.empty()) return page;
  if (window->end < page.total || checks.off("cursor-end")) {
    page.next_cursor = cursors.make({false, page.resources.back()->number, query.count}, bound);
  }
  if (window->begin > 0) {
    page.previous_cursor = cursors.make({true, page.resources.front()->number, query.count}, bound);
  }
  return page;
}

}  // namespace idproctor::reference::scim
