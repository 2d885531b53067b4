#pragma once

#include <map>
#include <string>

#include "foundation/core/result.hpp"
#include "harness/scenario/clause.hpp"

namespace idproctor::scenario {

/// A row of fixtures/troubleshooting.yaml: what customers see, and what to tell them.
struct Symptom {
  std::string id, title, cause, fix;
  std::string says;  ///< a regular expression for what service providers write then; may be empty
};

Result<Clauses> load_clauses(const std::string& folder);
Result<std::map<std::string, Symptom>> load_symptoms(const std::string& file);

/// security > must > interop > should > may: the strictest of the levels named, or "must" when there is none.
std::string strictest_level(const Clauses& clauses, const std::vector<std::string>& ids);

}  // namespace idproctor::scenario
