#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/run/runner.hpp"

namespace idproctor::run {

/// Runs cases in this process, as `idproctor run` does, and hands back the results. Keys are made once a
/// program.
class Lab {
 public:
  Lab();

  /// The selected cases against the embedded reference with these checks switched off.
  std::vector<CaseResult> examine_reference(const std::vector<std::string>& selection,
                                            const std::vector<std::string>& providers,
                                            const std::vector<std::string>& without = {});
  /// The cases against a target of the test's own.
  std::vector<CaseResult> examine(const std::vector<scenario::Case>& cases, const scenario::Target& target,
                                  const std::string& provider = "generic");
  /// As many cases side by side as said.
  int jobs = 4;
  bool slow = false;             ///< as --slow
  const Clock* clock = nullptr;  ///< null: the system's

  const scenario::Catalogue& catalogue() const { return catalogue_; }
  std::vector<scenario::Case> select(const std::vector<std::string>& words) const;
  mock_idp::KeyRing& keys() { return *keys_; }

 private:
  std::vector<CaseResult> run(const Plan& plan);

  scenario::Catalogue catalogue_;
  std::unique_ptr<mock_idp::KeyRing> keys_;
  int runs_ = 0;
};

/// The result of a case, by its id; fails the test when there is none.
const CaseResult& result_of(const std::vector<CaseResult>& results, const std::string& id);

/// pass and skip are not red; everything else is.
bool is_red(const CaseResult& result);

}  // namespace idproctor::run
