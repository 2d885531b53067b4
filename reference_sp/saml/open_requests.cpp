#include "reference_sp/saml/open_requests.hpp"

#include <algorithm>

namespace idproctor::reference {
namespace {

constexpr auto lifetime = std::chrono::minutes(30);
constexpr std::size_t most_requests = 10'000;

}  // namespace

void OpenRequests::open(const std::string& id, const std::string& browser, RequestedLogin requested) {
  make_room(requested.at);
  const Time expires = requested.at + lifetime;
  requests_[id] = Request{browser, std::move(requested), expires, false};
}

RequestedLogin OpenRequests::asked_for(const std::string& id) const {
  const auto found = requests_.find(id);
  return found == requests_.end() ? RequestedLogin{} : found->second.requested;
}

void OpenRequests::answer(const std::string& id) {
  if (const auto found = requests_.find(id); found != requests_.end()) found->second.answered = true;
}

bool OpenRequests::was_sent(const std::string& id, Time now) const {
  const auto found = requests_.find(id);
  return found != requests_.end() && now < found->second.expires;
}

bool OpenRequests::is_open(const std::string& id, const std::string& browser, Time now) const {
  const auto found = requests_.find(id);
  return found != requests_.end() && found->second.awaits(browser, now);
}

bool OpenRequests::any_open(const std::string& browser, Time now) const {
  if (browser.empty()) return false;  // most browsers are new here
  return std::ranges::any_of(requests_, [&](const auto& entry) { return entry.second.awaits(browser, now); });
}

bool OpenRequests::Request::awaits(const std::string& by, Time now) const {
  return !answered && !by.empty() && by == browser && now < expires;
}

// Anybody can open requests, so a full list forgets its oldest rather than refuse the next person.
void OpenRequests::make_room(Time now) {
  std::erase_if(requests_, [&](const auto& entry) { return entry.second.expires <= now; });
  if (requests_.size() < most_requests) return;
  requests_.erase(
      std::ranges::min_element(requests_, {}, [](const auto& entry) { return entry.second.expires; }));
}

}  // namespace idproctor::reference
