#pragma once

// For foundation/xml/edit.cpp: how nodes from elsewhere become part of a document.

#include <string_view>

#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"
#include "foundation/xml/edit.hpp"

namespace idproctor::xml {

/// Where something is put: under `parent`, before `next`, or as the last child where `next` is null.
struct Place {
  Node parent;
  Node next;
};

/// The place that a position at a node means; an error where nothing can stand there.
Result<Place> place_for(Position position, Node at);

/// Parses `fragment` with prefixes() bound and puts its nodes there.
/// Namespaces take the prefixes that are in scope at the place; only a namespace that is not in scope is
/// declared.
Result<> put_fragment(std::string_view fragment, Place place);

/// Puts a copy there. Its prefixes stay as they are, since they are part of what a signature covers.
Result<> put_copy(Node original, Place place);

/// Takes the node from where it is and puts it there; the prefixes stay as with put_copy.
Result<> put_existing(Node node, Place place);

/// Puts the one element of `shell` where the node is, and the node into it as its last child.
Result<> put_around(Node node, std::string_view shell);

/// A namespace declaration that means `uri` at `element`: `prefix` where that is bound to it, another prefix
/// in scope, or a new declaration on the element. Attributes need one with a prefix. Gives the xmlNs.
void* namespace_for(Node element, std::string_view prefix, std::string_view uri, bool for_attribute);

/// Text nodes side by side become one, as they would if the document were parsed again.
void merge_texts(Node parent);

}  // namespace idproctor::xml
