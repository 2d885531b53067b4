#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/core/result.hpp"

namespace idproctor {

/// Finds the value of the expression between "${" and "}"; nullopt where there is none by that name.
using Resolver = std::function<Result<std::optional<std::string>>(std::string_view expression)>;

/// Replaces every ${expression}. An unknown expression is an error that names it; "$${" stands for "${".
Result<std::string> expand(std::string_view text, const Resolver& resolver);

/// True when the whole text is one ${expression}; then `expression` is what stands inside.
bool is_single_expression(std::string_view text, std::string_view& expression);

}  // namespace idproctor
