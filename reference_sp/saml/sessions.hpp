#pragma once

#include <functional>
#include <map>
#include <string>

#include "foundation/core/clock.hpp"
#include "foundation/core/json.hpp"
#include "reference_sp/account.hpp"
#include "reference_sp/records.hpp"

namespace idproctor::reference {

/// Who is logged in, as the assertion and the account said at the time.
struct Session {
  Account account;
  std::string name_id;
  std::string name_id_xml;  ///< the whole element, for a LogoutRequest that repeats it
  Json attributes = Json::object();
  std::string session_index;  ///< empty when the identity provider gave none
  Time expires{};
};

class Sessions {
 public:
  /// `records` must outlive it.
  explicit Sessions(Records& records = no_records());
  /// A new session under a fresh, unguessable id, which is returned; or under `id`, where there is one.
  std::string start(Session session, Time now, std::string id = {});
  /// nullptr when there is none or it has expired. Valid until the next change.
  const Session* find(const std::string& id, Time now) const;
  /// How many ended: one, or none by that id.
  std::size_t end(const std::string& id);
  std::size_t end_where(const std::function<bool(const std::string& id, const Session& session)>& matches);
  void end_all_of(const std::string& account_id);

 private:
  Records& records_;
  std::map<std::string, Session> sessions_;
};

}  // namespace idproctor::reference
