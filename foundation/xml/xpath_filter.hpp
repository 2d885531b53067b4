#pragma once

#include "foundation/core/result.hpp"
#include "foundation/xml/canonical.hpp"

namespace idproctor::xml {

inline constexpr std::string_view xpath_transform = "http://www.w3.org/TR/1999/REC-xpath-19991116";
inline constexpr std::string_view xpath_filter2_transform = "http://www.w3.org/2002/06/xmldsig-filter2";

/// What the XPath filtering of a ds:Transform keeps of its document: the ds:XPath that is true or false for
/// each node (XML Signature 6.6.3), or XPath Filter 2.0, whose expressions select subtrees that are
/// intersected or subtracted. The prefixes are those in scope at the expression. An error says what is wrong
/// with the Transform.
Result<NodeFilter> xpath_filter(const Document& document, Node transform);

}  // namespace idproctor::xml
