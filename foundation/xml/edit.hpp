#pragma once

#include <string_view>

#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"

namespace idproctor::xml {

enum class Position { before, after, into };  ///< `into`: as the last child

/// Each edit is applied at the nodes that its XPath selects; an XPath that selects nothing is an error that
/// names it, since an edit without effect would make a case ask nothing.

/// Replaces the text of elements or the value of attributes. An XPath that ends in /@Name and selects nothing
/// adds that attribute to the elements before it.
Result<> set(Document& document, std::string_view xpath, std::string_view value);
Result<> remove(Document& document, std::string_view xpath);
/// Parses `fragment` with prefixes() bound (one or more nodes, also bare text) and puts it at the first node
/// that `at` selects; namespaces are written with the prefixes in scope there.
Result<> insert(Document& document, std::string_view fragment, Position position, std::string_view at);
/// The first node of `xpath`, to the place of the first node of `at`.
Result<> copy(Document& document, std::string_view xpath, Position position, std::string_view at);
Result<> move(Document& document, std::string_view xpath, Position position, std::string_view at);
/// Puts an element of `shell` around each selected node, as its last child: wrap //saml:NameID in
/// <saml:EncryptedID/>.
Result<> wrap(Document& document, std::string_view xpath, std::string_view shell);
/// Gives elements or attributes another name; "prefix:local" with one of prefixes(), or a local name that
/// keeps the namespace.
Result<> rename(Document& document, std::string_view xpath, std::string_view name);

}  // namespace idproctor::xml
