#pragma once

#include <string>

#include "harness/run/controls.hpp"
#include "harness/run/directory.hpp"
#include "harness/run/result.hpp"

namespace idproctor::run {

/// What the steps of one case share while it runs.
struct CaseState {
  CaseState(const Environment& the_environment, Controls& the_controls, const scenario::Case& one);

  const Environment& environment;
  Controls& controls;
  CaseResult result;
  Directory directory;
  Seed seed;              ///< of the case's messages
  std::string start;      ///< who begins the case's first login: "sp" or "idp"; empty where nobody signs on
  bool refused = false;   ///< some message was; only a control behind it makes that count
  bool finished = false;  ///< the verdict is known

  /// Gives the verdict. What comes after the first one is ignored. Secrets leave the words here.
  void finish(Status status, const std::string& reason);
};

/// What the result of a case says before it is asked: ids, title, level, place, fix.
CaseResult describe_case(const Environment& environment, const scenario::Case& one);

}  // namespace idproctor::run
