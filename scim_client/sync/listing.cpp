#include "scim_client/sync/listing.hpp"

#include "foundation/core/text.hpp"
#include "scim_client/duplicate_key.hpp"

namespace idproctor::scim {

namespace {

constexpr std::size_t kQuotedText = 200;      // bytes of the target's text in a sentence
constexpr std::size_t kLongestCursor = 4000;  // bytes
constexpr std::int64_t kMostWithoutTotal = 100'000'000;
/// Resources may be added while the list is read; more than twice as many are a list that does not end.
constexpr std::int64_t kGrowth = 10'000;

std::string kind_of(const Json* value) {
  return value == nullptr ? "missing" : "of type " + std::string(value->type_name());
}

Error wrong(const std::string& path, const std::string& what) {
  return Error{Error::Kind::protocol, "GET " + path + ": " + what, {}};
}

Result<Json> object_in(const std::string& path, const Exchange& exchange) {
  const http::Response& answer = exchange.response;
  const std::string quoted = printable(trim(answer.body.substr(0, 4 * kQuotedText)), kQuotedText);
  if (answer.status != 200) {
    return wrong(path, "answered " + std::to_string(answer.status) + ", not 200: " + quoted);
  }
  if (!exchange.note.empty()) return wrong(path, exchange.note);
  auto body = parse_json(answer.body);
  if (!body) {
    return wrong(path, "the answer is " + body.error().message + " (" + body.error().where + "): " + quoted);
  }
  if (!body->is_object()) return wrong(path, "the answer is " + kind_of(&*body) + ", not an object");
  if (const std::string key = duplicate_key(answer.body); !key.empty()) {
    return wrong(path, "the key \"" + printable(key, 60) + "\" stands twice in one object");
  }
  return body;
}

}  // namespace

Task<Result<Json>> read_object(Client& client, std::string path) {
  RawRequest request("GET", path);
  const auto outcome = co_await client.request(std::move(request));
  if (!outcome) co_return outcome.error();
  co_return object_in(path, outcome->exchanges.back());
}

Task<bool> pages_by_cursor_alone(Client& client) {
  std::string path = "/ServiceProviderConfig";
  const auto config = co_await read_object(client, path);
  if (!config) co_return false;
  const Json* index = find(*config, "/pagination/index");
  const Json* cursor = find(*config, "/pagination/cursor");
  co_return index != nullptr&&* index == false && cursor != nullptr&&* cursor == true;
}

Listing::Listing(Client& client, std::string path, int page_size, bool by_cursor)
    : client_(client), path_(std::move(path)), page_size_(page_size), by_cursor_(by_cursor) {}

std::string Listing::address() const {
  const std::string count = "count=" + std::to_string(page_size_);
  if (by_cursor_) return path_ + "?cursor=" + percent_encode(cursor_) + "&" + count;
  return path_ + "?startIndex=" + std::to_string(listed_ + 1) + "&" + count;
}

Task<Result<std::optional<Json>>> Listing::next() {
  if (done_) co_return std::optional<Json>();
  const std::string asked = address();
  auto page = co_await read_object(client_, asked);
  if (!page) co_return page.error();
  Json resources = page->contains("Resources") ? std::move((*page)["Resources"]) : Json::array();
  if (!resources.is_array()) {
    co_return wrong(asked, "Resources is " + kind_of(&resources) + ", not an array");
  }
  const auto moved = move_on(*page, static_cast<std::int64_t>(resources.size()));
  if (!moved) co_return wrong(asked, moved.error().message);
  co_return std::optional<Json>(std::move(resources));
}

Result<> Listing::move_on(const Json& page, std::int64_t received) {
  const Json* total = find(page, "/totalResults");
  const bool has_total = total != nullptr && total->is_number_integer() && *total >= 0;
  if (!has_total && !(by_cursor_ && total == nullptr)) {
    return invalid("totalResults is " + kind_of(total) + ", not a number of resources");
  }
  const std::int64_t count = has_total ? total->get<std::int64_t>() : kMostWithoutTotal;
  if (most_ == 0) most_ = std::min(count, kMostWithoutTotal) * 2 + kGrowth;
  listed_ += received;
  if (listed_ > most_) {
    return invalid("the list does not end: " + std::to_string(listed_) + " resources so far");
  }
  if (!by_cursor_) {
    done_ = received == 0 || listed_ >= count;
    return {};
  }
  const Json* next = find(page, "/nextCursor");
  done_ = next == nullptr || next->is_null();
  if (done_) return {};
  if (!next->is_string()) return invalid("nextCursor is " + kind_of(next) + ", not a string");
  const std::string& cursor = next->get_ref<const std::string&>();
  if (cursor == cursor_ || cursor.size() > kLongestCursor) {
    return invalid(cursor == cursor_ ? "nextCursor is the cursor of this very page"
                                     : "nextCursor has " + std::to_string(cursor.size()) + " bytes");
  }
  done_ = cursor.empty();
  cursor_ = cursor;
  return {};
}

}  // namespace idproctor::scim
