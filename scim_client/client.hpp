#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "foundation/core/json.hpp"
#include "foundation/core/result.hpp"
#include "foundation/core/task.hpp"
#include "foundation/http/message.hpp"
#include "scim_client/deviation.hpp"
#include "scim_client/dialect.hpp"

namespace idproctor::scim {

struct Target {
  Target(std::string base_url_, std::string token_)
      : base_url(std::move(base_url_)), token(std::move(token_)) {}

  std::string base_url;  ///< may carry a query string, which every request then carries
  std::string token;
  std::string authorization_header;  ///< the whole value; "Bearer TOKEN" when empty
};

/// One request as it was sent and the answer, its Content-Encoding undone.
struct Exchange {
  std::string operation;  ///< where the dialect writes this call: "match" within "create"
  http::Request request;
  http::Response response;
  bool accepted = false;  ///< by the provider's client
  std::string note;       ///< what was expected and what came; empty when all is plain
};

struct Outcome {
  std::vector<Exchange> exchanges;  ///< none, where the provider sends nothing
  bool succeeded = false;
  std::string reason;            ///< of a failure, as this provider's administrator would read it
  Json memory = Json::object();  ///< what to know next time: { user: { id, other }, group: { id } }
};

/// A request that no dialect wrote, for a scenario's `scim` step.
struct RawRequest {
  RawRequest(std::string method_, std::string path_) : method(std::move(method_)), path(std::move(path_)) {}

  std::string method;
  std::string path;                            ///< and query, below the base URL
  std::optional<std::string> body;             ///< bytes
  std::map<std::string, std::string> headers;  ///< replace the dialect's; an empty value removes
};

using Send = std::function<Task<Result<http::Response>>(http::Request)>;

/// Pushes users and groups as one provider does. Sends nothing itself: `send` does. Must outlive its tasks.
///
/// Variables are { user: { userName, email, givenName, familyName, displayName, externalId, id, active,
/// password, other, changes, added }, group: { displayName, externalId, id, members, added, removed }, run: {
/// id, guid, app } }; a variable that a dialect marks with "?" may be missing. user.changes and user.added
/// map our attribute names (or a SCIM path) to new values: added ones had no value before. user.other is SCIM
/// JSON of further attributes. group.members (all of them, after the change), added and removed are lists of
/// { id, userName }. run.guid is a fresh GUID. Give back Outcome::memory, merged into the variables, next
/// time.
class Client {
 public:
  Client(Dialect dialect, Target target, Send send);

  /// Errors: `unsupported` for an operation that the dialect does not have, `invalid` for a missing variable
  /// or a deviation that changes nothing, else what `send` said when no answer came. An answer that the
  /// provider's client would not accept ends the operation, and Outcome::succeeded is false.
  Task<Result<Outcome>> run(std::string operation, Json variables, Deviation deviation);
  Task<Result<Outcome>> run(std::string operation, Json variables);

  /// With the dialect's headers and the target's token. Succeeded: 2xx.
  Task<Result<Outcome>> request(RawRequest raw);

  const Dialect& dialect() const { return dialect_; }

 private:
  Dialect dialect_;
  Target target_;
  Send send_;
};

}  // namespace idproctor::scim
