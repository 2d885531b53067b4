#pragma once

#include <string>

#include "harness/run/environment.hpp"
#include "harness/scenario/model.hpp"

namespace idproctor::run {

/// The first thing that the case needs, by its own words or by its steps, and the target does not declare
/// (Environment::features()). Empty: nothing is missing.
std::string missing_need(const scenario::Case& one, const Environment& environment);

/// The case begins a login at the service provider, and this provider answers no AuthnRequest.
bool asks_the_unsolicited(const scenario::Case& one, const Environment& environment);

}  // namespace idproctor::run
