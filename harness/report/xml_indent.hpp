#pragma once

#include <string>
#include <string_view>

namespace idproctor::report {

/// XML with one element a line, for people. Works on the text alone and never fails: what a case sends may be
/// broken on purpose (two roots, a DOCTYPE, a tag that never ends), and a parser would hide just that. White
/// space between tags is lost; everything else stays as it is.
std::string indent_xml(std::string_view xml);

}  // namespace idproctor::report
