#pragma once

#include <map>
#include <string>

#include "harness/run/case_state.hpp"

namespace idproctor::run {

/// The steps of one case that make and end tokens of the second directory, as its administrator does.
class TokenSteps {
 public:
  explicit TokenSteps(CaseState& state) : state_(state) {}

  /// True: it was made or has ended, and the case goes on.
  Task<bool> run(const scenario::TokenStep& token, Milliseconds timeout);
  /// Ends what the case has left: a directory has room for few.
  Task<> restore();

 private:
  Task<bool> create(const std::string& name, Milliseconds timeout);
  Task<bool> revoke(const std::string& name, Milliseconds timeout);

  CaseState& state_;
  std::map<std::string, std::string> ids_;  ///< by the name in the case
};

}  // namespace idproctor::run
