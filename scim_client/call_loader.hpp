#pragma once

#include <yaml-cpp/yaml.h>

#include "scim_client/dialect.hpp"

namespace idproctor::scim {

/// Reads one call: a map with one method and the keys of call_keys().
Result<Call> load_call(const YAML::Node& node, const std::string& operation, const Dialect& dialect);

/// Reads reasons: names of reason_names() or three-digit statuses.
Result<Reasons> load_reasons(const YAML::Node& node, const std::string& file);

}  // namespace idproctor::scim
