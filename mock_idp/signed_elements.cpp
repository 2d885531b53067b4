#include "mock_idp/signed_elements.hpp"

#include <algorithm>
#include <set>

namespace idproctor::mock_idp {

namespace {

std::vector<std::string> elements_of(SignTarget target) {
  switch (target) {
    case SignTarget::assertion:
      return {"assertion"};
    case SignTarget::response:
      return {"response"};
    // The inner one first: the outer signature covers it.
    case SignTarget::both:
      return {"assertion", "response"};
  }
  return {};
}

void add_signed(const Recipe& recipe, const Dialect& dialect, std::optional<SignTarget> wanted,
                std::set<std::string>& names) {
  if (recipe.kind != MessageKind::response) return;
  for (const Stage& stage : recipe.stages) {
    const auto* sign = std::get_if<SignStage>(&stage);
    if (sign == nullptr) continue;
    for (const std::string& element : signed_elements(*sign, dialect, wanted)) names.insert(element);
  }
  for (const auto& [name, further] : recipe.messages) add_signed(further, dialect, wanted, names);
}

}  // namespace

std::string xpath_of_signed(std::string_view element) {
  if (element == "assertion") return "/samlp:Response/saml:Assertion[1]";
  if (element == "response") return "/samlp:Response";
  if (element == "message") return "/*";
  return std::string(element);
}

std::string one_signature(const Dialect& dialect, std::optional<SignTarget> wanted) {
  return wanted.value_or(dialect.sign) == SignTarget::response ? "response" : "assertion";
}

std::vector<std::string> signed_elements(const SignStage& stage, const Dialect& dialect,
                                         std::optional<SignTarget> wanted) {
  if (stage.elements.empty()) return elements_of(wanted.value_or(dialect.sign));
  std::vector<std::string> elements;
  for (const std::string& element : stage.elements) {
    if (element == "one") {
      elements.push_back(one_signature(dialect, wanted));
    } else if (element == "both") {
      elements.insert(elements.end(), {"assertion", "response"});
    } else if (element != "rest") {
      elements.push_back(element);
    } else if (wanted == SignTarget::both) {
      elements.emplace_back("response");
    }
  }
  return elements;
}

std::optional<SignTarget> lesser_signatures(const Recipe& recipe, const Dialect& dialect,
                                            std::optional<SignTarget> wanted) {
  std::set<std::string> names;
  add_signed(recipe, dialect, wanted, names);
  const bool assertion = names.contains("assertion"), response = names.contains("response");
  const auto usual = elements_of(wanted.value_or(dialect.sign));
  const bool has_all =
      std::ranges::all_of(usual, [&](const std::string& element) { return names.contains(element); });
  if (has_all || assertion == response) return std::nullopt;
  return assertion ? SignTarget::assertion : SignTarget::response;
}

}  // namespace idproctor::mock_idp
