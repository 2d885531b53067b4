#pragma once

#include <string>
#include <string_view>

namespace idproctor::mock_idp {

/// The same name to the eye, another to a comparison: Latin letters become Cyrillic ones of the same shape.
std::string cyrillic_look_alike(std::string_view text);

/// Letters and digits become fullwidth forms (Unicode FF00 to FFEF), which compatibility normalization folds
/// back.
std::string fullwidth_look_alike(std::string_view text);

}  // namespace idproctor::mock_idp
