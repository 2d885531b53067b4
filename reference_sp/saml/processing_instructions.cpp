#include "foundation/core/text.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/mistakes.hpp"
#include "reference_sp/saml/signature.hpp"

namespace idproctor::reference {
namespace {

/// "<?target data?>" becomes "data".
std::string with_instructions_as_text(std::string xml) {
  for (std::size_t at = 0; (at = xml.find("<?", at)) != std::string::npos;) {
    const std::size_t end = xml.find("?>", at);
    if (end == std::string::npos) return xml;
    const std::size_t space = xml.find(' ', at);
    const std::string data = space < end ? xml.substr(space + 1, end - space - 1) : "";
    const std::string text = escape_markup(data);
    xml.replace(at, end + 2 - at, text);
    at += text.size();
  }
  return xml;
}

}  // namespace

bool is_signed_with_instructions_as_text(const xml::Document& received, xml::Node element,
                                         const IdpMetadata& idp, const Checks& checks) {
  auto rewritten = xml::Document::parse(with_instructions_as_text(received.serialize(received.root())));
  if (!rewritten) return false;
  const auto again = rewritten->select(path_of(children(element, ds_namespace, "Signature").front()));
  if (!again || again->empty()) return false;
  const auto part = verify_signature(*rewritten, again->front(), idp, checks);
  return part && part->id == element.attribute("ID");
}

}  // namespace idproctor::reference
