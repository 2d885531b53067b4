#include "harness/observe/authn_request_shape.hpp"

#include <algorithm>
#include <string_view>

#include "foundation/core/text.hpp"
#include "foundation/xml/verify.hpp"

namespace idproctor::observe {

namespace {

constexpr std::string_view kProtocol = "urn:oasis:names:tc:SAML:2.0:protocol";
constexpr std::string_view kAssertion = "urn:oasis:names:tc:SAML:2.0:assertion";
constexpr std::string_view kSignature = "http://www.w3.org/2000/09/xmldsig#";
constexpr std::string_view kInstance = "http://www.w3.org/2001/XMLSchema-instance";

enum class Type { text, flag, small_number, comparison };

struct Attribute {
  std::string_view name;
  Type type;
};

struct Child {
  std::string_view namespace_uri, name;
};

const std::vector<Attribute> kRequestAttributes{{"ID", Type::text},
                                                {"Version", Type::text},
                                                {"IssueInstant", Type::text},
                                                {"Destination", Type::text},
                                                {"Consent", Type::text},
                                                {"ForceAuthn", Type::flag},
                                                {"IsPassive", Type::flag},
                                                {"ProtocolBinding", Type::text},
                                                {"AssertionConsumerServiceIndex", Type::small_number},
                                                {"AssertionConsumerServiceURL", Type::text},
                                                {"AttributeConsumingServiceIndex", Type::small_number},
                                                {"ProviderName", Type::text}};
const std::vector<Attribute> kPolicyAttributes{
    {"Format", Type::text}, {"SPNameQualifier", Type::text}, {"AllowCreate", Type::flag}};
const std::vector<Attribute> kContextAttributes{{"Comparison", Type::comparison}};

// In the order in which the schema has them, each once at the most.
const std::vector<Child> kRequestChildren{{kAssertion, "Issuer"},
                                          {kSignature, "Signature"},
                                          {kProtocol, "Extensions"},
                                          {kAssertion, "Subject"},
                                          {kProtocol, "NameIDPolicy"},
                                          {kAssertion, "Conditions"},
                                          {kProtocol, "RequestedAuthnContext"},
                                          {kProtocol, "Scoping"}};

bool is_one_of(std::string_view value, std::initializer_list<std::string_view> allowed) {
  return std::ranges::find(allowed, value) != allowed.end();
}

bool fits(Type type, const std::string& value) {
  switch (type) {
    case Type::flag:
      return is_one_of(value, {"true", "false", "1", "0"});
    case Type::small_number:
      return !value.empty() && value.size() <= 5 &&
             value.find_first_not_of("0123456789") == std::string::npos && std::stoi(value) <= 65535;
    case Type::comparison:
      return is_one_of(value, {"exact", "minimum", "maximum", "better"});
    case Type::text:
      return true;
  }
  return true;
}

Result<> check_attributes(const xml::Document& document, const xml::Node& element,
                          const std::vector<Attribute>& allowed) {
  const auto attributes = document.select("@*", element);
  if (!attributes) return attributes.error();
  for (const xml::Node& attribute : *attributes) {
    if (attribute.namespace_uri() == kInstance) continue;
    const auto known = std::ranges::find(allowed, attribute.name(), &Attribute::name);
    if (known == allowed.end() || !attribute.namespace_uri().empty()) {
      return invalid(element.name() + " has the attribute " + printable(attribute.name(), 100) +
                     ", which the schema does not know there");
    }
    if (!fits(known->type, std::string(trim(attribute.text())))) {
      return invalid(attribute.name() + " is \"" + printable(attribute.text(), 100) +
                     "\", which the schema does not allow");
    }
  }
  return {};
}

Result<> check_children(const xml::Node& element, const std::vector<Child>& order) {
  auto next = order.begin();
  for (const xml::Node& child : element.children()) {
    const auto is_this = [&](const Child& known) {
      return child.name() == known.name && child.namespace_uri() == known.namespace_uri;
    };
    const auto found = std::find_if(next, order.end(), is_this);
    if (found != order.end()) {
      next = found + 1;
      continue;
    }
    const std::string name = printable(child.name(), 100);
    if (std::none_of(order.begin(), next, is_this)) {
      return invalid(element.name() + " has a " + name + " of the namespace \"" +
                     printable(child.namespace_uri(), 100) + "\", which the schema does not know there");
    }
    return invalid(name + " comes twice, or behind what the schema has after it");
  }
  return {};
}

Result<> check_context(const xml::Document& document, const xml::Node& context) {
  if (auto attributes = check_attributes(document, context, kContextAttributes); !attributes)
    return attributes;
  const auto children = context.children();
  if (children.empty()) return invalid("RequestedAuthnContext is empty");
  for (const xml::Node& child : children) {
    const bool is_reference = child.namespace_uri() == kAssertion &&
                              is_one_of(child.name(), {"AuthnContextClassRef", "AuthnContextDeclRef"});
    if (!is_reference || child.name() != children.front().name()) {
      return invalid(
          "RequestedAuthnContext holds either AuthnContextClassRef or AuthnContextDeclRef, and it has a " +
          printable(child.name(), 100));
    }
  }
  return {};
}

}  // namespace

Result<> check_authn_request_shape(const xml::Document& request) {
  if (const auto problems = xml::id_problems(request); !problems.empty()) return invalid(problems.front());
  const xml::Node root = request.root();
  if (auto attributes = check_attributes(request, root, kRequestAttributes); !attributes) return attributes;
  if (auto children = check_children(root, kRequestChildren); !children) return children;
  for (const xml::Node& child : root.children()) {
    Result<> inside;
    if (child.name() == "NameIDPolicy") inside = check_attributes(request, child, kPolicyAttributes);
    if (child.name() == "RequestedAuthnContext") inside = check_context(request, child);
    if (!inside) return inside;
  }
  return {};
}

}  // namespace idproctor::observe
