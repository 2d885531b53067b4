#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "foundation/core/result.hpp"

namespace idproctor {

/// Keys keep their order: a provider's request is part of its handwriting.
using Json = nlohmann::ordered_json;

/// Strict JSON; depth is limited to 200 levels. Trouble is an Error with the byte offset.
Result<Json> parse_json(std::string_view text);

/// The value at an RFC 6901 pointer, or nullptr.
const Json* find(const Json& json, std::string_view pointer);

/// A scalar as text (strings without quotes), anything else as compact JSON. Never throws on bad UTF-8.
std::string to_text(const Json& json);
std::string dump(const Json& json, int indent = -1);

}  // namespace idproctor
