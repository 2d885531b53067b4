#include "reference_sp/saml/sessions.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"

namespace idproctor::reference {
namespace {

constexpr std::size_t most_sessions = 10'000;

}  // namespace

std::string Sessions::start(Session session, Time now, std::string id) {
  std::erase_if(sessions_, [&](const auto& entry) { return entry.second.expires <= now; });
  if (sessions_.size() >= most_sessions) {
    sessions_.erase(
        std::ranges::min_element(sessions_, {}, [](const auto& entry) { return entry.second.expires; }));
  }
  if (id.empty()) id = to_hex(crypto::random_bytes(32));
  sessions_[id] = std::move(session);
  return id;
}

const Session* Sessions::find(const std::string& id, Time now) const {
  const auto found = sessions_.find(id);
  return found != sessions_.end() && now < found->second.expires ? &found->second : nullptr;
}

std::size_t Sessions::end_where(
    const std::function<bool(const std::string& id, const Session& session)>& matches) {
  return std::erase_if(sessions_, [&](const auto& entry) { return matches(entry.first, entry.second); });
}

void Sessions::end_all_of(const std::string& account_id) {
  std::erase_if(sessions_, [&](const auto& entry) { return entry.second.account.id == account_id; });
}

}  // namespace idproctor::reference
