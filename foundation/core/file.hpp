#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "foundation/core/result.hpp"

namespace idproctor {

/// The whole file; more than `limit` bytes is an error.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit = 64 << 20);

/// Written beside the file and renamed over it, so that nobody ever reads half of it.
Result<> write_file(const std::filesystem::path& path, std::string_view bytes);

/// The same with mode 0600, for keys and tokens.
Result<> write_private_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace idproctor
