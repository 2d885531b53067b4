#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"

namespace idproctor::xml {

/// Whether a node belongs to what is written; attributes are asked for like elements, the namespaces of an
/// element go with it.
using NodeFilter = std::function<bool(Node)>;

/// The canonical form of a subtree by its algorithm URI (exclusive, inclusive 1.0 and 1.1, each with or
/// without comments). `inclusive_prefixes` is separated by white space. `without`: a subtree that is left
/// out, as the enveloped-signature transform does; without effect where `subtree` lies inside of it. Node()
/// as `subtree` means the whole document.
Result<std::string> canonical(const Document& document, Node subtree, std::string_view algorithm_uri,
                              std::string_view inclusive_prefixes = {}, Node without = {},
                              const NodeFilter& keep = {});

bool is_canonicalization(std::string_view algorithm_uri);
/// The same algorithm without comments.
std::string without_comments(std::string_view algorithm_uri);
/// The PrefixList of the ec:InclusiveNamespaces in a CanonicalizationMethod or Transform; empty when there is
/// none.
std::string inclusive_prefixes(Node method);

}  // namespace idproctor::xml
