#pragma once

#include <string>

#include "harness/run/observation.hpp"
#include "harness/run/result.hpp"
#include "harness/scenario/model.hpp"

namespace idproctor::run {

/// What a comparison of expectation and observation says, before the case's level weighs it.
enum class Judgement {
  as_expected,
  deviation,  ///< the target does something else
  grave,      ///< impersonated or broken: fails whatever the level
  undecided,  ///< the evidence does not say
};

/// For a login or a replay: accepted, rejected, safe, either.
Judgement compare(const std::string& expected, Observed observed);

/// Design, rules of judging, 5. `in_dialect`: the request was the provider's own, so that breaking an
/// `interop` clause breaks that provider.
Status weigh(Judgement judgement, const std::string& level, bool in_dialect);

/// "201" and "4xx" against a status.
bool status_matches(const std::vector<std::string>& expected, int status);

}  // namespace idproctor::run
