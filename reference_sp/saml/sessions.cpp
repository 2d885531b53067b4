#include "reference_sp/saml/sessions.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"

namespace idproctor::reference {
namespace {

constexpr std::size_t most_sessions = 10'000;
constexpr std::string_view session_kind = "session";

Json kept_session(const Session& session) {
  return {{"account", session.account.id},          {"user_name", session.account.user_name},
          {"email", session.account.email},         {"name_id", session.name_id},
          {"name_id_xml", session.name_id_xml},     {"attributes", session.attributes},
          {"session_index", session.session_index}, {"expires", format_time(session.expires)}};
}

Session session_from(const Json& kept) {
  const auto text = [&](const char* name) { return kept[name].get<std::string>(); };
  return {{text("account"), text("user_name"), text("email"), true},
          text("name_id"),
          text("name_id_xml"),
          kept["attributes"],
          text("session_index"),
          parse_time(text("expires")).value()};
}

}  // namespace

Sessions::Sessions(Records& records) : records_(records) {
  records_.all(session_kind,
               [&](const std::string& id, const Json& kept) { sessions_[id] = session_from(kept); });
}

std::string Sessions::start(Session session, Time now, std::string id) {
  end_where([&](const std::string&, const Session& one) { return one.expires <= now; });
  if (sessions_.size() >= most_sessions) {
    const auto by_expiry = [](const auto& entry) { return entry.second.expires; };
    const std::string oldest = std::ranges::min_element(sessions_, {}, by_expiry)->first;
    end(oldest);
  }
  if (id.empty()) id = to_hex(crypto::random_bytes(32));
  if (records_.kept()) records_.put(session_kind, id, kept_session(session));
  sessions_[id] = std::move(session);
  return id;
}

std::size_t Sessions::end(const std::string& id) {
  records_.erase(session_kind, id);
  return sessions_.erase(id);
}

const Session* Sessions::find(const std::string& id, Time now) const {
  const auto found = sessions_.find(id);
  return found != sessions_.end() && now < found->second.expires ? &found->second : nullptr;
}

std::size_t Sessions::end_where(
    const std::function<bool(const std::string& id, const Session& session)>& matches) {
  return std::erase_if(sessions_, [&](const auto& entry) {
    const bool ends = matches(entry.first, entry.second);
    if (ends) records_.erase(session_kind, entry.first);
    return ends;
  });
}

void Sessions::end_all_of(const std::string& account_id) {
  end_where([&](const std::string&, const Session& session) { return session.account.id == account_id; });
}

}  // namespace idproctor::reference
