#pragma once

#include <map>
#include <string>

#include "harness/run/result.hpp"

namespace idproctor::report {

/// Clauses by id, for the reports that print what a clause says. An id that is not in here is printed alone.
using Clauses = std::map<std::string, run::Clause>;

}  // namespace idproctor::report
