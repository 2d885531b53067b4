#pragma once

#include "harness/scenario/target_reader.hpp"

namespace idproctor::scenario {

/// The blocks `application` and `webhooks` of a target file. What is wrong stands in the reader afterwards.
Target::Application read_application(const YAML::Node& node, TargetReader& reader);
Target::Webhooks read_webhooks(const YAML::Node& node, TargetReader& reader);

}  // namespace idproctor::scenario
