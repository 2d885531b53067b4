#include <algorithm>

#include "foundation/xml/edit.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/mistakes.hpp"
#include "reference_sp/saml/signature.hpp"

namespace idproctor::reference {
namespace {

/// Every attribute with that value that is called like an ID, in whatever namespace.
std::string called_like_an_id(const std::string& id) {
  return "@*[(local-name()='ID' or local-name()='Id' or local-name()='id') and .='" + id + "']";
}

}  // namespace

bool is_signed_for_first_of_that_id(const xml::Document& received, xml::Node element, const IdpMetadata& idp,
                                    const Checks& checks) {
  const xml::Node signature = children(element, ds_namespace, "Signature").front();
  const auto named = reference_id(received, signature);
  if (!named) return false;
  const std::string attribute = called_like_an_id(*named);
  const auto own = received.select(attribute, element);
  if (!own || own->empty()) return false;
  // verify() takes no ID twice: all but the first lose it.
  xml::Document copy = received.clone();
  const std::string others = "//*[" + attribute + "][preceding::*[" + attribute + "] or ancestor::*[" +
                             attribute + "]]/" + attribute;
  if (const auto found = copy.select(others); found && !found->empty()) {
    if (!xml::remove(copy, others)) return false;
  }
  const auto again = copy.select(path_of(signature));
  return again && !again->empty() && verify_signature(copy, again->front(), idp, checks);
}

}  // namespace idproctor::reference
