#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scim_client/client.hpp"

namespace idproctor::scim {

/// A SCIM server that keeps users and groups in memory and takes what the generic dialect sends; no sockets.
/// It finds nothing strange: two users may have one name.
class MemoryTarget {
 public:
  Send send();

  /// Asked before each request: an answer, or an error, instead of the target's own. The request is carried
  /// out all the same where `done_all_the_same` says so.
  std::function<std::optional<Result<http::Response>>(const http::Request&)> instead;
  bool done_all_the_same = false;

  std::map<std::string, Json> users, groups;  ///< by id
  std::vector<http::Request> requests;
  int count(const std::string& method) const;
  Json& user_named(const std::string& name);
  Json& group_named(const std::string& name);

 private:
  http::Response answer(const http::Request& request);
  http::Response list(const std::map<std::string, Json>& all, const std::string& query) const;

  int next_ = 0;
};

}  // namespace idproctor::scim
