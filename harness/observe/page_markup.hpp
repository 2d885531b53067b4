#pragma once

#include <string_view>

#include "foundation/http/message.hpp"

namespace idproctor::observe {

/// An element that no application has: cases put it into values, and a page that has it made markup of them.
inline constexpr std::string_view kForeignElement = "idproctor";

/// Whether a browser finds that element in this answer. Where the value was escaped, or stands in a script or
/// in the text of JSON, it does not.
bool has_foreign_markup(const http::Response& response);

}  // namespace idproctor::observe
