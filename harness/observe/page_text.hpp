#pragma once

#include <string>

#include "foundation/http/message.hpp"

namespace idproctor::observe {

/// What an answer says to a person: the text of a page without markup, scripts and styles, or an error member
/// of JSON; at most 500 bytes. It helps the report and decides nothing.
std::string stated_reason(const http::Response& response);

}  // namespace idproctor::observe
