#pragma once

#include <string>
#include <vector>

#include "harness/run/result.hpp"

namespace idproctor::report {

/// Whether one provider's SCIM client works with the target: the sum of the cases in which that client does
/// its own work (those that say what happens `otherwise`).
struct ProviderVerdict {
  std::string id, title;  ///< of the SCIM dialect; the title is empty where the run does not tell it
  std::vector<std::string> otherwise;  ///< what does not work, in the run's order
  std::size_t undecided = 0;           ///< cases that ended without a verdict

  /// "works", "deactivated users stay active; ...", or "not decided".
  std::string in_words() const;
  bool works() const { return otherwise.empty() && undecided == 0; }
};

/// One for each SCIM dialect of which some such case was asked, in the run's order.
std::vector<ProviderVerdict> provider_verdicts(const run::RunResult& result);

}  // namespace idproctor::report
