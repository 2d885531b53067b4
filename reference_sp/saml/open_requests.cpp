#include "reference_sp/saml/open_requests.hpp"

#include <algorithm>

namespace idproctor::reference {
namespace {

constexpr auto lifetime = std::chrono::minutes(30);
constexpr std::size_t most_requests = 10'000;
constexpr std::string_view request_kind = "open_request";

}  // namespace

OpenRequests::OpenRequests(Records& records) : records_(records) {
  records_.all(request_kind, [&](const std::string& id, const Json& kept) {
    const auto text = [&](const char* name) { return kept[name].get<std::string>(); };
    requests_[id] = {text("browser"),
                     {parse_time(text("at")).value(), kept["force_authn"].get<bool>(), text("authn_context"),
                      text("authorization")},
                     parse_time(text("expires")).value(),
                     kept["answered"].get<bool>()};
  });
}

void OpenRequests::keep(const std::string& id) const {
  if (!records_.kept()) return;
  const Request& request = requests_.at(id);
  records_.put(request_kind, id,
               {{"browser", request.browser},
                {"at", format_time(request.requested.at)},
                {"force_authn", request.requested.force_authn},
                {"authn_context", request.requested.authn_context},
                {"authorization", request.requested.authorization},
                {"expires", format_time(request.expires)},
                {"answered", request.answered}});
}

void OpenRequests::open(const std::string& id, const std::string& browser, RequestedLogin requested) {
  make_room(requested.at);
  const Time expires = requested.at + lifetime;
  requests_[id] = Request{browser, std::move(requested), expires, false};
  keep(id);
}

RequestedLogin OpenRequests::asked_for(const std::string& id) const {
  const auto found = requests_.find(id);
  return found == requests_.end() ? RequestedLogin{} : found->second.requested;
}

void OpenRequests::answer(const std::string& id) {
  const auto found = requests_.find(id);
  if (found == requests_.end()) return;
  found->second.answered = true;
  keep(id);
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

std::string OpenRequests::authorization_in(const std::string& browser, Time now) const {
  const Request* youngest = nullptr;
  for (const auto& [id, request] : requests_) {
    if (!request.awaits(browser, now)) continue;
    if (!youngest || request.requested.at >= youngest->requested.at) youngest = &request;
  }
  return youngest ? youngest->requested.authorization : "";
}

bool OpenRequests::Request::awaits(const std::string& by, Time now) const {
  return !answered && !by.empty() && by == browser && now < expires;
}

// Anybody can open requests, so a full list forgets its oldest rather than refuse the next person. Those that
// have expired harm nobody until then: to look for them each time would cost more than a login.
void OpenRequests::make_room(Time now) {
  if (requests_.size() < most_requests) return;
  std::erase_if(requests_, [&](const auto& entry) {
    const bool over = entry.second.expires <= now;
    if (over) records_.erase(request_kind, entry.first);
    return over;
  });
  if (requests_.size() < most_requests) return;
  const auto oldest =
      std::ranges::min_element(requests_, {}, [](const auto& entry) { return entry.second.expires; });
  records_.erase(request_kind, oldest->first);
  requests_.erase(oldest);
}

}  // namespace idproctor::reference
