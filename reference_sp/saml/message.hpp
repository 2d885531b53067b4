#pragma once

#include <vector>

#include "foundation/xml/document.hpp"

namespace idproctor::reference {

/// One received message, and where its content is read from. `response` and `assertion` point into `parts`
/// wherever a signature covers them, since those hold the very octets that were digested, and into `received`
/// where none does.
struct Message {
  xml::Document received;
  std::vector<xml::Document> parts;  ///< parsed from the signed octets
  xml::Node response;
  xml::Node assertion;                                     ///< none when the message has none
  bool response_signed = false, assertion_signed = false;  ///< by a signature of its own
};

}  // namespace idproctor::reference
