#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "harness/run/login.hpp"

namespace idproctor::run {

/// What an honest login must have in common with the messages that it speaks for.
struct ControlConditions {
  std::string start;       ///< who begins: "sp" or "idp"
  bool encrypted = false;  ///< the assertion: whoever cannot read that refuses unread
  /// The only signature, where the target or the provider would have another one too: whoever misses that one
  /// refuses unread as well.
  std::optional<mock_idp::SignTarget> signature = {};
  friend bool operator<(const ControlConditions& one, const ControlConditions& other) {
    return std::tie(one.start, one.encrypted, one.signature) <
           std::tie(other.start, other.encrypted, other.signature);
  }
};

/// "an honest login", and what is special about it.
std::string describe(const ControlConditions& conditions);

/// Honest logins around the cases of one lane. A refusal counts only between two of them that succeed; cases
/// under the same conditions share them.
class Controls {
 public:
  Controls(const Environment& environment, Seed seed) : environment_(environment), seed_(std::move(seed)) {}

  struct Control {
    bool succeeded = false;
    std::string exchange;
    std::string reason;  ///< of a failure
    std::string stated;  ///< what the target said then
  };

  /// The last honest login under these conditions, made now if something else came after it.
  Task<Control> before(Log& log, ControlConditions conditions, Milliseconds timeout);
  /// An honest login now.
  Task<Control> after(Log& log, ControlConditions conditions, Milliseconds timeout);
  /// Something was sent that may have changed the target's mood: the last control says nothing any more.
  void disturb() { fresh_.clear(); }
  /// An honest login that a case itself made.
  void saw_success(const ControlConditions& conditions, const std::string& exchange);

 private:
  const Environment& environment_;
  Seed seed_;
  std::map<ControlConditions, Control> fresh_;
  int count_ = 0;
};

/// One honest login as that person, who gets an account first where the target wants one. `tag` makes its
/// identifiers its own.
Task<Result<LoginOutcome>> honest_login(const Environment& environment, Log& log, std::string user,
                                        ControlConditions conditions, std::string tag, Milliseconds timeout);

}  // namespace idproctor::run
