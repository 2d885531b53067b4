#include <algorithm>

#include "foundation/core/text.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {

Result<> check_plain_values(const Message& message, const Checks& checks) {
  // Comments are dropped by canonicalization, so a signed one that is left here is there by intent.
  const bool comments = checks.on("whole-text"), instructions = checks.on("processing-instructions");
  if (!comments && !instructions) return {};
  const std::string kinds = !comments       ? "processing-instruction()"
                            : !instructions ? "comment()"
                                            : "comment() or processing-instruction()";
  const std::string interrupted = "//*[" + kinds + "][text()[normalize-space()]]";
  auto check = [&](const xml::Document& document) -> Result<> {
    auto elements = document.select(interrupted);
    if (!elements) return elements.error();
    const auto found =
        std::ranges::find_if(*elements, [&](xml::Node e) { return is_within(e, message.assertion); });
    if (found == elements->end()) return {};
    return invalid("a comment or a processing instruction stands within the value of " +
                   printable(found->name(), 100));
  };
  for (const xml::Document& part : message.parts) {
    if (auto plain = check(part); !plain) return plain.error();
  }
  return check(message.received);
}

}  // namespace idproctor::reference
