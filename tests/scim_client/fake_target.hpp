#pragma once

#include <deque>
#include <string>
#include <vector>

#include "scim_client/client.hpp"

namespace idproctor::scim {

constexpr std::string_view kBase = "https://app.example/scim/v2";

/// What a SCIM server answers, in the order in which it is asked; no sockets. Asking for more than was
/// scripted is an error of kind `unreachable`.
class FakeTarget {
 public:
  FakeTarget& answers(int status, std::string body = {});
  FakeTarget& answers(http::Response response);
  FakeTarget& does_not_answer(Error error);

  Send send();
  /// "METHOD https://…", and the body on a line of its own where there is one.
  std::vector<std::string> sent() const;
  const std::vector<http::Request>& requests() const { return requests_; }
  bool all_asked() const { return answers_.empty(); }

 private:
  std::deque<Result<http::Response>> answers_;
  std::vector<http::Request> requests_;
};

Dialect provider(const std::string& file);              ///< "okta/scim.yaml"; throws when it does not load
Result<Dialect> dialect_from(const std::string& yaml);  ///< named "test.yaml" in its errors

/// Runs one operation to its end.
Result<Outcome> run(Client& client, std::string operation, Json variables, Deviation deviation = {});
Result<Outcome> request(Client& client, RawRequest raw);
/// One operation with a client of its own, for tests that look only at what was sent; throws on an Error.
Outcome run(const std::string& file, FakeTarget& target, std::string operation, Json variables);

/// Test User as the vendors' examples have it, with the id "u1" and the group "g1".
Json test_user();
Json test_group();
Json operator|(Json variables, const Json& more);

extern const std::string kNobody;          ///< an empty ListResponse
std::string found(const std::string& id);  ///< a ListResponse with one resource

}  // namespace idproctor::scim
