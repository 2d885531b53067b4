#pragma once

#include <map>
#include <string>

#include "harness/scenario/reference_data.hpp"

namespace idproctor::scenario {

/// The row of fixtures/troubleshooting.yaml whose `says` is in a target's own words of refusal; null where no
/// row's is. It helps people and decides no verdict.
const Symptom* diagnose(const std::map<std::string, Symptom>& symptoms, const std::string& stated);

}  // namespace idproctor::scenario
