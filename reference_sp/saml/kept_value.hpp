#pragma once

#include <string>

#include "reference_sp/checks.hpp"

namespace idproctor::reference {

/// A NameID's or an attribute's value as this service stores it: whole and unchanged, unless "long-values" or
/// "unicode-values" is off.
std::string kept_value(std::string text, const Checks& checks);

}  // namespace idproctor::reference
