#pragma once

#include <string>
#include <vector>

namespace idproctor::scenario {

/// What `inspect` may look at, by name; harness/observe has a check for each.
const std::vector<std::string>& authn_request_inspections();
const std::vector<std::string>& metadata_inspections();

}  // namespace idproctor::scenario
