#pragma once

#include <string>

#include "reference_sp/checks.hpp"
#include "reference_sp/scim/filter.hpp"

namespace idproctor::reference::scim {

/// What services make of a filter's text that do not parse it: with all checks on, the text itself.
std::string misread_text(std::string text, const Checks& checks);

/// What services make of a filter that know a part of the grammar: with all checks on, the filter itself.
Filter misunderstood(Filter filter, const Checks& checks);

}  // namespace idproctor::reference::scim
