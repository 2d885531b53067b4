#pragma once

#include <string>

#include "harness/scenario/model.hpp"
#include "harness/scenario/target.hpp"

namespace idproctor::run {

/// The first thing that the case needs, by its own words or by its steps, and the target does not declare.
/// Empty: nothing is missing.
std::string missing_need(const scenario::Case& one, const scenario::Target& target);

}  // namespace idproctor::run
