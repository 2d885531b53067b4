#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/core/json.hpp"
#include "foundation/http/message.hpp"
#include "reference_sp/integration.hpp"

namespace idproctor::reference::testing {

inline constexpr const char* chain_url = "http://127.0.0.1:8080";  // where the messages of the tests go

using Without = std::set<std::string, std::less<>>;

/// The whole integration with a clock that stands and wires that end here: what is sent waits until deliver()
/// brings it, to the application where it is addressed to that, and to `elsewhere` where it is not.
class Chain {
 public:
  struct Sent {
    http::Request request;
    Wires::Answer answer;
  };

  explicit Chain(Without without = {}, const std::function<void(IntegrationConfig&)>& adjust = {});

  http::Response ask(const std::string& method, const std::string& url, const std::string& key = {},
                     const std::string& body = {}, const std::string& cookie = {});
  /// The JSON of an answer; null where it has none.
  Json get(const std::string& url, const std::string& key);
  /// A SCIM request to a directory, "first" or "second"; `path` is below its base URL.
  http::Response scim(const std::string& method, const std::string& path, const Json& body = {},
                      const std::string& directory = "first");
  /// The id of a new user; a text stands for a user of that name and address.
  std::string add_user(const Json& user, const std::string& directory = "first");
  std::string add_group(const std::string& name, const std::vector<std::string>& members = {},
                        const std::string& directory = "first");
  void patch(const std::string& path, const Json& operations);
  void set_active(const std::string& user, bool active);
  void set_members(const std::string& group, const std::vector<std::string>& members);

  /// Every event so far, without the first `skip`.
  std::vector<Json> events(std::size_t skip = 0);
  /// Their types, joined by spaces, without "dsync.".
  std::string event_types(std::size_t skip = 0);

  /// Brings what waits, and what is sent while it does. Everything is repeated at once that would be repeated
  /// later.
  void deliver();
  /// The application's user by address; null when there is none.
  Json app_user(const std::string& email, const std::string& organization = "first");
  const ChainKeys::Organization& organization(const std::string& name = "first") const;

  ManualClock clock{parse_time("2026-11-22T03:14:15.926Z").value()};
  std::function<http::Response(const http::Request&)> elsewhere;
  std::vector<Sent> waiting;
  std::vector<std::pair<Milliseconds, std::function<void()>>> later;
  std::unique_ptr<Integration> integration;
};

/// {"Operations": [one that replaces the value at the path]}, as set_members() and patch() send it.
Json replacing(const std::string& path, const Json& value);

}  // namespace idproctor::reference::testing
