#pragma once

#include <map>
#include <string>

#include "foundation/core/clock.hpp"
#include "foundation/core/json.hpp"
#include "reference_sp/account.hpp"

namespace idproctor::reference {

/// Who is logged in, as the assertion and the account said at the time.
struct Session {
  Account account;
  std::string name_id;
  Json attributes = Json::object();
  std::string session_index;  ///< empty when the identity provider gave none
  Time expires{};
};

class Sessions {
 public:
  /// A new session under a fresh, unguessable id, which is returned.
  std::string start(Session session, Time now);
  /// nullptr when there is none or it has expired. Valid until the next change.
  const Session* find(const std::string& id, Time now) const;
  void end(const std::string& id);
  void end_all_of(const std::string& account_id);

 private:
  std::map<std::string, Session> sessions_;
};

}  // namespace idproctor::reference
