#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mock_idp/dialect.hpp"
#include "mock_idp/recipe.hpp"

namespace idproctor::mock_idp {

/// An XPath of the Attributes in which this dialect says that value of the user, whatever it calls them:
/// "email" finds those of `${user.email}`. Empty where it says it in none.
std::string attributes_of_value(const Dialect& dialect, std::string_view value);

/// What an XPath names by `$attribute(...)`: values of the user.
std::vector<std::string> attribute_values(std::string_view xpath);

/// The same text with each `$attribute(email)` written out. What the dialect does not say stays as it is.
std::string with_attributes_written_out(std::string xpath, const Dialect& dialect);

/// The first value that an edit of the recipe names so and that the dialect says in no Attribute; empty where
/// there is none.
std::string value_not_said(const Recipe& recipe, const Dialect& dialect);

}  // namespace idproctor::mock_idp
