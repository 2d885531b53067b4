#pragma once

#include <set>
#include <string>

#include "harness/scenario/model.hpp"

namespace idproctor::run {

/// The first thing that the case needs, by its own words or by its steps, and `features` lack
/// (Environment::features()). Empty: nothing is missing.
std::string missing_need(const scenario::Case& one, const std::set<std::string>& features);

}  // namespace idproctor::run
