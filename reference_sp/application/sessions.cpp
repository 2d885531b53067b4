#include "reference_sp/application/sessions.hpp"

#include <algorithm>
#include <vector>

namespace idproctor::reference::application {

namespace {

constexpr auto lifetime_of_app_session = std::chrono::hours(8);
constexpr std::size_t most_app_sessions = 10'000;
constexpr std::string_view app_session_kind = "app_session";

}  // namespace

AppSessions::AppSessions(Context context) : context_(context) {
  context_.records.all(app_session_kind, [&](const std::string& id, const Json& kept) {
    sessions_[id] = {kept["user"].get<std::string>(), kept["profile"],
                     parse_time(kept["expires"].get<std::string>()).value()};
  });
}

std::string AppSessions::start(const std::string& user_id, const Json& profile) {
  const Time now = context_.clock.now();
  std::vector<std::string> over;
  for (const auto& [id, session] : sessions_) {
    if (session.expires <= now) over.push_back(id);
  }
  if (over.empty() && sessions_.size() >= most_app_sessions) {
    const auto by_expiry = [](const auto& entry) { return entry.second.expires; };
    over.push_back(std::ranges::min_element(sessions_, {}, by_expiry)->first);
  }
  for (const std::string& id : over) end(id);
  std::string id = make_secret("");
  const AppSession& session = sessions_[id] = {user_id, profile, now + lifetime_of_app_session};
  if (context_.records.kept()) {
    context_.records.put(
        app_session_kind, id,
        {{"user", user_id}, {"profile", profile}, {"expires", format_time(session.expires)}});
  }
  return id;
}

const AppSession* AppSessions::find(const std::string& id) const {
  const auto found = sessions_.find(id);
  return found != sessions_.end() && context_.clock.now() < found->second.expires ? &found->second : nullptr;
}

void AppSessions::end(const std::string& id) {
  if (sessions_.erase(id) > 0) context_.records.erase(app_session_kind, id);
}

void AppSessions::end_all_of(const std::string& user_id) {
  if (context_.checks.off("app-session-ends")) return;
  std::vector<std::string> theirs;
  for (const auto& [id, session] : sessions_) {
    if (session.user_id == user_id) theirs.push_back(id);
  }
  for (const std::string& id : theirs) end(id);
}

}  // namespace idproctor::reference::application
