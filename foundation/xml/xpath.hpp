#pragma once

// For foundation/xml/*.cpp alone.

#include <string_view>

#include "foundation/core/result.hpp"
#include "foundation/xml/handle.hpp"

namespace idproctor::xml {

/// What the expression comes to at `start`, with prefixes() bound. It must be freed before the document.
Result<handle::XPathObject> evaluate_xpath(xmlDocPtr document, xmlNodePtr start, std::string_view expression);

Error xpath_error(std::string_view expression, const std::string& reason);

}  // namespace idproctor::xml
