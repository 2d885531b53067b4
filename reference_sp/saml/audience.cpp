#include <algorithm>

#include "foundation/core/text.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {
namespace {

bool is_us(const std::string& audience, const Expected& expected) {
  if (expected.checks.off("audience")) return true;
  if (expected.checks.off("audience-exact")) return audience.starts_with(expected.service.entity_id);
  return audience == expected.service.entity_id;
}

Result<> check_restriction(xml::Node restriction, const Expected& expected) {
  std::vector<std::string> audiences;
  for (const xml::Node audience : children(restriction, saml_namespace, "Audience")) {
    audiences.push_back(audience.text());
  }
  if (audiences.empty()) return invalid("AudienceRestriction has no Audience");
  if (std::ranges::any_of(audiences,
                          [&](const std::string& audience) { return is_us(audience, expected); })) {
    return {};
  }
  return invalid("Audience mismatch: the assertion is for \"" + printable(join(audiences, "\", \""), 500) +
                 "\", this service is " + expected.service.entity_id);
}

}  // namespace

Result<> check_audience(const Message& message, const Expected& expected) {
  std::size_t restrictions = 0;
  for (const xml::Node conditions : children(message.assertion, saml_namespace, "Conditions")) {
    for (const xml::Node restriction : children(conditions, saml_namespace, "AudienceRestriction")) {
      ++restrictions;
      if (auto fits = check_restriction(restriction, expected); !fits) return fits.error();
    }
  }
  if (restrictions == 0 && expected.checks.on("audience-required")) {
    return invalid("the assertion has no AudienceRestriction");
  }
  return {};
}

}  // namespace idproctor::reference
