#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/scenario/model.hpp"
#include "harness/scenario/reference_data.hpp"

namespace idproctor::scenario {

/// A row of fixtures/not-tested.yaml: what a target must do and no request can ask.
struct NotTested {
  std::string id;
  std::string title;
  std::vector<std::string> clauses;
  std::string reason;
  std::string instead;  ///< how one sees to it otherwise; may be empty
};

Result<std::vector<NotTested>> load_not_tested(const std::string& file);

/// Clauses that neither a case nor a row names, and rows that name a clause that there is none of. Empty:
/// everything is answered.
std::vector<std::string> unanswered(const Clauses& clauses, const std::vector<Case>& cases,
                                    const std::vector<NotTested>& not_tested);

/// docs/not-tested.md.
std::string not_tested_page(const Clauses& clauses, const std::vector<NotTested>& not_tested);

}  // namespace idproctor::scenario
