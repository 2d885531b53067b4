#pragma once

#include <map>
#include <string>

#include "harness/run/login.hpp"

namespace idproctor::run {

/// Honest logins around the cases of one lane. A refusal counts only between two of them that succeed; cases
/// under the same conditions (provider, who starts) share them.
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
  Task<Control> before(Log& log, std::string start, Milliseconds timeout);
  /// An honest login now.
  Task<Control> after(Log& log, std::string start, Milliseconds timeout);
  /// Something was sent that may have changed the target's mood: the last control says nothing any more.
  void disturb() { fresh_.clear(); }
  /// An honest login that a case itself made.
  void saw_success(const std::string& start, const std::string& exchange);

 private:
  const Environment& environment_;
  Seed seed_;
  std::map<std::string, Control> fresh_;
  int count_ = 0;
};

/// Somebody that an attack wants to be taken for must be able to log in: one honest login as the victim.
Task<Result<LoginOutcome>> honest_login(const Environment& environment, Log& log, std::string user,
                                        std::string start, std::string tag, Milliseconds timeout);

}  // namespace idproctor::run
