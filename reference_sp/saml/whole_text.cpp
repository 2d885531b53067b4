#include "foundation/xml/edit.hpp"
#include "reference_sp/saml/mistakes.hpp"

namespace idproctor::reference {

void keep_first_texts(xml::Document& received) {
  constexpr const char* behind_the_first = "//*[not(*)]/text()[1]/following-sibling::node()";
  const auto found = received.select(behind_the_first);
  if (found && !found->empty()) (void)xml::remove(received, behind_the_first);
}

}  // namespace idproctor::reference
