#include "harness/run/effect.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "foundation/http/runtime.hpp"
#include "harness/observe/matcher.hpp"
#include "harness/observe/round_trip.hpp"

namespace idproctor::run {

namespace {

constexpr Milliseconds kBetweenLooks{100};
/// A list with more resources than this is asked for by cases about lists alone.
constexpr std::size_t kLongestList = 100;
constexpr std::size_t kLongestQuote = 300;  // bytes: the target chooses its ids

std::string status_of(const Look& look) {
  return "status " + std::to_string(look.response.status);
}

Seen mismatch(Seen seen, std::string what, std::string expected, std::string observed) {
  what = printable(what, kLongestQuote);
  expected = printable(expected, kLongestQuote);
  seen.as_expected = false;
  seen.reason =
      "the request was answered with success, and " + what + " shows " + observed + " instead of " + expected;
  seen.expected = what + ": " + expected;
  seen.observed = std::move(observed);
  return seen;
}

/// The resources of a ListResponse; null where the answer is none. 404 is no right answer to a search, but
/// clients read it as nothing found.
Json resources_of(const Look& look) {
  if (look.response.status == 404) return Json::array();
  const auto body = parse_json(look.response.body);
  if (look.response.status != 200 || !body || !body->is_object()) return {};
  const Json* resources = find(*body, "/Resources");
  if (resources == nullptr || resources->is_null()) return Json::array();
  return resources->is_array() ? *resources : Json();
}

bool is_resource(const Json& resource, const std::string& id) {
  const Json* found = find(resource, "/id");
  return found != nullptr && to_text(*found) == id;
}

std::string in_words(std::size_t count) {
  if (count == 0) return "nothing";
  return std::to_string(count) + (count == 1 ? " resource" : " resources");
}

/// How many a ListResponse says there are, as far as it says so.
std::size_t total_of(const Look& look, std::size_t shown) {
  const auto body = parse_json(look.response.body);
  const Json* total = body ? find(*body, "/totalResults") : nullptr;
  return total != nullptr && total->is_number_unsigned() ? total->get<std::size_t>() : shown;
}

}  // namespace

Task<Result<Seen>> EffectOracle::look(Ask ask, Effect effect) {
  const Time deadline = clock_.now() + settle_;
  for (;;) {
    auto seen = co_await look_once(ask, effect);
    if (!seen || seen->as_expected || clock_.now() >= deadline) co_return seen;
    co_await http::sleep_for(kBetweenLooks);
  }
}

Task<Result<Seen>> EffectOracle::look_once(const Ask& ask, const Effect& effect) {
  std::string path = effect.collection + "/" + percent_encode(effect.id);
  const std::string address = path;
  auto look = co_await ask(std::move(path));
  if (!look) co_return look.error();
  Seen seen;
  seen.rung = "SCIM GET";
  seen.exchange = look->exchange;
  auto resource = parse_json(look->response.body);
  if (resource && look->response.status == 200) seen.resource = *resource;
  const int expected_status = effect.gone ? 404 : 200;
  if (look->response.status != expected_status) {
    co_return mismatch(std::move(seen), address, std::to_string(expected_status), status_of(*look));
  }
  if (!effect.gone) {
    if (auto difference = observe::first_mismatch(effect.shows, seen.resource)) {
      seen.unseen = difference->pointer;
      co_return mismatch(std::move(seen), difference->pointer, difference->expected, difference->observed);
    }
    seen.lost = observe::lost_on_the_way(effect.sent, seen.resource);
  }
  seen.as_expected = true;
  auto found = co_await look_by_filter(ask, effect, std::move(seen));
  if (!found || !found->as_expected) co_return found;
  co_return co_await look_in_list(ask, effect, std::move(*found));
}

Task<Result<Seen>> EffectOracle::look_by_filter(const Ask& ask, const Effect& effect, Seen seen) {
  if (effect.filter.empty()) co_return seen;
  std::string path = effect.collection + "?filter=" + effect.filter;
  auto look = co_await ask(std::move(path));
  if (!look) co_return look.error();
  seen.rung = "SCIM filter";
  seen.exchange = look->exchange;
  const Json resources = resources_of(*look);
  const std::string expected = effect.gone ? "nothing" : "the resource";
  if (!resources.is_array()) co_return mismatch(std::move(seen), effect.filter, expected, status_of(*look));
  const bool found = resources.size() == 1 && is_resource(resources[0], effect.id);
  if (effect.gone ? resources.empty() : found) co_return seen;
  std::string observed = resources.size() == 1 ? "another resource" : in_words(resources.size());
  co_return mismatch(std::move(seen), effect.filter, expected, std::move(observed));
}

Task<Result<Seen>> EffectOracle::look_in_list(const Ask& ask, const Effect& effect, Seen seen) {
  if ((!effect.listed && !effect.gone) || long_lists_.contains(effect.collection)) co_return seen;
  std::string path = effect.collection + "?startIndex=1&count=" + std::to_string(kLongestList);
  auto look = co_await ask(std::move(path));
  if (!look) co_return look.error();
  const Json resources = resources_of(*look);
  // What a list looks like is the question of other cases.
  if (!resources.is_array()) co_return seen;
  // A full page is taken for the first of several, whatever totalResults says: that is other cases' question
  // too.
  if (resources.size() >= kLongestList || total_of(*look, resources.size()) > resources.size()) {
    long_lists_.insert(effect.collection);
    co_return seen;
  }
  seen.rung = "SCIM list";
  seen.exchange = look->exchange;
  const auto count = std::ranges::count_if(
      resources, [&](const Json& resource) { return is_resource(resource, effect.id); });
  if (count == (effect.gone ? 0 : 1)) co_return seen;
  std::string observed = count == 0 ? "no such resource" : std::to_string(count) + " times the resource";
  co_return mismatch(std::move(seen), "GET " + effect.collection, effect.gone ? "nothing of it" : "it once",
                     std::move(observed));
}

}  // namespace idproctor::run
