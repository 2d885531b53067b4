#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace idproctor::http {

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// application/x-www-form-urlencoded, as browsers write it (space as "+").
std::string encode_form(const Parameters& parameters);
Parameters decode_form(std::string_view text);
/// The first parameter of that name.
std::optional<std::string> find(const Parameters& parameters, std::string_view name);
/// The query part of a URL or request target, decoded.
Parameters query_of(std::string_view url);

}  // namespace idproctor::http
