#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock_idp/dialect.hpp"
#include "mock_idp/recipe.hpp"

namespace idproctor::mock_idp {

/// The XPath of "assertion", "response" and "message"; any other text is one itself.
std::string xpath_of_signed(std::string_view element);

/// What "one" means, the signature by which the message is read: the Response's, where the target wants that
/// alone (or says nothing, and the provider makes that alone); the assertion's elsewhere.
std::string one_signature(const Dialect& dialect, std::optional<SignTarget> wanted);

/// What the stage signs in a Response, in its order. Its words are written out; "rest" is the Response's
/// signature where the target wants both, and nothing elsewhere.
std::vector<std::string> signed_elements(const SignStage& stage, const Dialect& dialect,
                                         std::optional<SignTarget> wanted);

/// What the recipe's Responses have signed, where something is missing that the target wants, or the provider
/// has by habit. nullopt where nothing is missing, and where nothing is signed at all.
std::optional<SignTarget> lesser_signatures(const Recipe& recipe, const Dialect& dialect,
                                            std::optional<SignTarget> wanted);

}  // namespace idproctor::mock_idp
