#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"

namespace idproctor::crypto {

/// By digest URI (http://www.w3.org/2001/04/xmlenc#sha256 and the like); raw bytes.
Result<std::string> digest(std::string_view algorithm_uri, std::string_view data);
std::string sha256(std::string_view data);
std::string hmac_sha256(std::string_view key, std::string_view data);
std::string random_bytes(std::size_t count);
/// Takes the same time wherever the difference is.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace idproctor::crypto

namespace idproctor::xml {

/// The canonical form of a subtree by its algorithm URI (exclusive, inclusive 1.0 and 1.1, each with or
/// without comments). `inclusive_prefixes` is separated by spaces. `without`: a subtree that is left out, as
/// the enveloped-signature transform does. Node() as `subtree` means the whole document. Node() as `subtree`
/// means the whole document.
Result<std::string> canonical(const Document& document, Node subtree, std::string_view algorithm_uri,
                              std::string_view inclusive_prefixes = {}, Node without = {});

}  // namespace idproctor::xml
