#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mock_idp/rendering.hpp"

namespace idproctor::mock_idp {

/// The octets that a signed message needs, as texts with gaps: a provider's honest messages differ in their
/// values alone (docs/decisions/0008-honest-messages-without-a-tree.md).
struct MessageForms {
  struct Signature {
    GappedText digested;     ///< the canonical form of the element, without this signature
    GappedText signed_info;  ///< the canonical form of SignedInfo
  };
  std::vector<Signature> signatures;
  GappedText bytes;  ///< the whole message
};

/// The forms of a rendering whose elements at `xpaths` are signed in this order, found by reading it into a
/// tree with its tokens. Beside the rendering's values there are two a signature, in its order: DigestValue's
/// and SignatureValue's text. They fit every value that stands for itself in XML text, in an attribute and in
/// a canonical form. Null where that cannot be said: another canonicalization than the exclusive one, a
/// Reference to another element, a value in a name, a namespace or a comment. Kept for the thread until
/// others come.
const MessageForms* forms_of(const Rendering& rendering, const std::vector<std::string>& xpaths);

}  // namespace idproctor::mock_idp
