#pragma once

// For foundation/xml/canonical.cpp alone.

#include <libxml/tree.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace idproctor::xml {

/// Exclusive Canonicalization 1.0 of one element, by a walk over its subtree alone: libxml2 walks the whole
/// document and asks about each node, which costs more than a P-256 signature. `without`: a subtree that is
/// left out; may be null. "#default" among the prefixes is the default namespace. nullopt: something stands
/// there that is left to libxml2 to judge, a relative namespace URI say.
std::optional<std::string> exclusive_canonical(xmlNodePtr element, const xmlNode* without,
                                               const std::vector<std::string_view>& inclusive_prefixes,
                                               bool with_comments);

}  // namespace idproctor::xml
