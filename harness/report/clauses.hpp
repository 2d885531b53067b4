#pragma once

#include "harness/scenario/clause.hpp"

namespace idproctor::report {

/// Clauses by id, for the reports that print what a clause says. An id that is not in here is printed alone.
using scenario::Clauses;

}  // namespace idproctor::report
