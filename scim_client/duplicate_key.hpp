#pragma once

#include <string>

namespace idproctor::scim {

/// A key that stands twice in one object of a JSON text, which parsers hide; empty where there is none, the
/// text is no JSON, or it has more than a megabyte.
std::string duplicate_key(const std::string& text);

}  // namespace idproctor::scim
