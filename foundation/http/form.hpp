#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/http/message.hpp"

namespace idproctor::http {

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// application/x-www-form-urlencoded, as browsers write it (space as "+").
std::string encode_form(const Parameters& parameters);
Parameters decode_form(std::string_view text);
/// Makes an encoded form the request's body, with the Content-Type that says so.
void put_form(Request& request, std::string encoded);
/// The first parameter of that name.
std::optional<std::string> find(const Parameters& parameters, std::string_view name);
/// The query part of a URL or request target, decoded.
Parameters query_of(std::string_view url);

}  // namespace idproctor::http
