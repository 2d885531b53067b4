#pragma once

#include <map>
#include <string>

#include "foundation/core/result.hpp"

namespace idproctor::scenario {

/// A sentence of a specification, from fixtures/clauses/.
struct Clause {
  std::string id;
  std::string level;  ///< must, should, may, interop, security
  std::string text;
  std::string source;  ///< the document and its section
};

/// A row of fixtures/troubleshooting.yaml: what customers see, and what to tell them.
struct Symptom {
  std::string id, title, cause, fix;
};

Result<std::map<std::string, Clause>> load_clauses(const std::string& folder);
Result<std::map<std::string, Symptom>> load_symptoms(const std::string& file);

/// security > must > interop > should > may: the strictest of the levels named, or "must" when there is none.
std::string strictest_level(const std::map<std::string, Clause>& clauses,
                            const std::vector<std::string>& ids);

}  // namespace idproctor::scenario
