#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/result.hpp"
#include "harness/scenario/model.hpp"

namespace idproctor::scenario {

constexpr std::size_t kLargestSuite = 4 << 20;

/// Reads one scenario file. Every Error has file, line and column.
Result<std::vector<Case>> load_suite(const std::string& file);
Result<std::vector<Case>> parse_suite(std::string_view text, const std::string& file);

}  // namespace idproctor::scenario
