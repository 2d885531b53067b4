#include "reference_sp/broker/listing.hpp"

#include <algorithm>
#include <charconv>

namespace idproctor::reference::broker {

namespace {

Result<std::size_t> place_of(const std::string& id, const std::vector<std::string>& ids) {
  const auto found = std::ranges::find(ids, id);
  if (found == ids.end()) return invalid("after and before name an element of the list");
  return static_cast<std::size_t>(found - ids.begin());
}

}  // namespace

Result<std::size_t> read_limit(const http::Parameters& query) {
  const auto text = http::find(query, "limit");
  if (!text) return 10;
  std::size_t limit = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
  if (error != std::errc() || end != text->data() + text->size() || limit < 1 || limit > 100) {
    return invalid("limit must be from 1 to 100");
  }
  return limit;
}

Result<Json> list_page(std::vector<std::string> ids, const http::Parameters& query,
                       const std::function<Json(const std::string& id)>& shown) {
  auto limit = read_limit(query);
  if (!limit) return limit.error();
  const auto after = http::find(query, "after"), before = http::find(query, "before");
  if (after && before) return invalid("after and before exclude each other");
  if (http::find(query, "order").value_or("desc") != "asc") std::ranges::reverse(ids);
  std::size_t first = 0, end = std::min(ids.size(), *limit);
  if (after || before) {
    auto place = place_of(after ? *after : *before, ids);
    if (!place) return place.error();
    first = after ? *place + 1 : *place - std::min(*place, *limit);
    end = after ? std::min(ids.size(), first + *limit) : *place;
  }
  Json page{{"object", "list"},
            {"data", Json::array()},
            {"list_metadata", {{"before", nullptr}, {"after", nullptr}}}};
  for (std::size_t place = first; place < end; ++place) page["data"].push_back(shown(ids[place]));
  if (first > 0 && first < end) page["list_metadata"]["before"] = ids[first];
  if (end < ids.size() && first < end) page["list_metadata"]["after"] = ids[end - 1];
  return page;
}

}  // namespace idproctor::reference::broker
