#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/result.hpp"

namespace idproctor::mock_idp {

/// How the bytes of a message can be written (XML 1.0 4.3.3): utf-8 as they are, utf-8-bom, utf-16 and
/// utf-16be with a byte order mark, utf-7, and utf-8-as-latin-1, whose declaration is wrong.
const std::vector<std::string>& charsets();

/// UTF-8 XML in another encoding, under a declaration that says so. An Error for an unknown charset.
Result<std::string> in_charset(std::string_view xml, std::string_view charset);

}  // namespace idproctor::mock_idp
