#pragma once

#include <string>
#include <vector>

namespace idproctor::scenario {

/// What an administrator may do to the target's connection or domain, and what takes it back.
struct Administration {
  const char *action, *opposite;
};
const std::vector<Administration>& administrations();
/// What takes that back; empty where it is none of them.
std::string opposite_of(const std::string& action);

}  // namespace idproctor::scenario
