#pragma once

#include <string>
#include <vector>

#include "harness/scenario/catalogue.hpp"

namespace idproctor::scenario {

/// What a single file cannot know: ids that occur twice, clauses, symptoms, users and checks that there are
/// none of, steps that refer to no earlier step, refusals that nothing guards. Each line begins with
/// file:line.
std::vector<std::string> lint(const Catalogue& catalogue, const std::vector<Case>& cases);

}  // namespace idproctor::scenario
