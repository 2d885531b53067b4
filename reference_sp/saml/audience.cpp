#include <algorithm>
#include <regex>

#include "foundation/core/text.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {
namespace {

/// The mistake of "audience-case": entity IDs look like addresses, so they are compared like addresses.
std::string like_an_address(const std::string& text) {
  const std::string lower = to_lower(text);
  return lower.ends_with('/') ? lower.substr(0, lower.size() - 1) : lower;
}

bool is_us(const std::string& audience, const Expected& expected) {
  if (expected.checks.off("audience")) return true;
  const std::string& us = expected.service.entity_id;
  if (expected.checks.off("audience-exact") && audience.find(us) != std::string::npos) return true;
  if (expected.checks.off("audience-case") && like_an_address(audience) == like_an_address(us)) return true;
  if (expected.checks.off("audience-literal") && std::regex_match(audience, std::regex(us))) return true;
  return audience == us;
}

Result<> check_restriction(xml::Node restriction, const Expected& expected) {
  std::vector<std::string> audiences;
  for (const xml::Node audience : children(restriction, saml_namespace, "Audience")) {
    audiences.push_back(audience.text());
  }
  if (audiences.empty()) {
    if (expected.checks.off("audience-required")) return {};
    return invalid("AudienceRestriction has no Audience");
  }
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
