#pragma once

#include <map>
#include <string>

#include "harness/run/controls.hpp"
#include "harness/run/directory.hpp"
#include "harness/run/login.hpp"
#include "harness/run/result.hpp"

namespace idproctor::run {

/// What the steps of one case share while it runs.
struct CaseState {
  CaseState(const Environment& the_environment, Controls& the_controls, const scenario::Case& one);

  const Environment& environment;
  Controls& controls;
  CaseResult result;
  Directory directory;
  Seed seed;                     ///< of the case's messages
  ControlConditions conditions;  ///< of the case's first login; no `start` where nobody signs on
  bool refused = false;          ///< some message was; only a control behind it makes that count
  bool finished = false;         ///< the verdict is known
  bool looks_behind;             ///< the case asks the application, or for events, what became of its pushes
  std::string unseen_members;    ///< why the directory itself does not show the members of a group
  std::map<std::string, LoginOutcome> logins;      ///< by step
  std::map<std::string, std::string> browsers_of;  ///< which jar a login step used
  std::map<std::string, std::string> users_of;     ///< who signed in at a login step
  std::map<std::string, Browser> browsers;

  /// Gives the verdict. What comes after the first one is ignored. Secrets leave the words here.
  void finish(Status status, const std::string& reason);
  /// The target does something else than it should; gives false, as a step that ends its case does.
  bool deviates(const std::string& expected, const std::string& observed, const std::string& reason);
  /// What the target says of a refusal is never required; which row of fixtures/troubleshooting.yaml it
  /// points to helps whoever reads it. `expected` is a row; nothing is noted where it is empty.
  void note_diagnosis(const std::string& expected, const std::string& stated, const std::string& exchange);
  /// The cookie jar by that name, made when first asked for.
  Browser& browser(const std::string& name);
};

/// What the result of a case says before it is asked: ids, title, level, place, fix.
CaseResult describe_case(const Environment& environment, const scenario::Case& one);

}  // namespace idproctor::run
