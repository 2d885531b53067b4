#pragma once

#include <string>
#include <vector>

#include "harness/scenario/catalogue.hpp"

namespace idproctor::scenario {

/// The cases that the words select: ids and suites by whole dotted parts; what contains "/" or ends in
/// ".yaml" is a path. No words select everything. A word that matches nothing is an Error which names the
/// nearest id.
Result<std::vector<Case>> select(const Catalogue& catalogue, const std::vector<std::string>& words);

/// "saml.audience" matches saml.audience.mismatch, "saml.aud" does not.
bool matches(const std::string& id, const std::string& word);

/// Whether such a word is a path.
bool is_path(const std::string& word);

}  // namespace idproctor::scenario
