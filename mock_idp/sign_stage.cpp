#include <algorithm>
#include <utility>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/sign.hpp"
#include "mock_idp/message_builder.hpp"

namespace idproctor::mock_idp {

namespace {

constexpr std::string_view kProtocolNamespace = "urn:oasis:names:tc:SAML:2.0:protocol";
constexpr std::string_view kAssertionNamespace = "urn:oasis:names:tc:SAML:2.0:assertion";
constexpr std::string_view kSignatureNamespace = "http://www.w3.org/2000/09/xmldsig#";

xml::Node child_of(const xml::Node& parent, std::string_view uri, std::string_view name) {
  for (const xml::Node& child : parent.children()) {
    if (child.name() == name && child.namespace_uri() == uri) return child;
  }
  return {};
}

bool has_short_name(std::string_view xpath) {
  return xpath == xpath_of_signed("assertion") || xpath == xpath_of_signed("response") ||
         xpath == xpath_of_signed("message");
}

/// What the XPath of a short name selects, found without one: to ask an XPath costs as much as to write the
/// signature's template.
xml::Node element_of(const xml::Document& document, std::string_view xpath) {
  const xml::Node root = document.root();
  if (xpath == xpath_of_signed("message")) return root;
  const bool is_response = root.name() == "Response" && root.namespace_uri() == kProtocolNamespace;
  if (!is_response) return {};
  return xpath == xpath_of_signed("response") ? root : child_of(root, kAssertionNamespace, "Assertion");
}

/// A ds:Signature child that nobody has signed yet.
Result<xml::Node> unsigned_template_in(const xml::Document& document, const std::string& xpath) {
  if (has_short_name(xpath)) {
    for (const xml::Node& child : element_of(document, xpath).children()) {
      if (child.name() != "Signature" || child.namespace_uri() != kSignatureNamespace) continue;
      const std::string value = child_of(child, kSignatureNamespace, "SignatureValue").text();
      if (trim(value).empty()) return child;
    }
    return xml::Node();
  }
  auto found = document.select(xpath + "/ds:Signature[not(normalize-space(ds:SignatureValue))]");
  if (!found) return found.error();
  return found->empty() ? xml::Node() : found->front();
}

/// A message may name algorithms on purpose that nobody knows.
Result<xml::SigningOptions> signing_options(const SignStage& stage, const KeyPair& pair) {
  xml::SigningOptions options;
  options.nearest = true;
  if (stage.computed_by && *stage.computed_by != "none") {
    auto uri = signature_algorithm_uri(*stage.computed_by);
    if (!uri) return uri.error();
    options.computed_by = *uri;
  } else {
    options.computed_by = stage.computed_by;
  }
  if (stage.secret) {
    auto secret = public_secret(pair, *stage.secret);
    if (!secret) return secret.error();
    options.secret = *secret;
  }
  return options;
}

}  // namespace

Result<> MessageBuilder::sign(const SignStage& stage, const Recipe& recipe) {
  for (const std::string& element : elements_now(stage, recipe)) {
    auto done = sign(stage, xpath_of_signed(element));
    if (!done) return invalid("cannot sign " + element + ": " + done.error().message, stage.where);
  }
  return {};
}

Result<> MessageBuilder::sign(const SignStage& stage, const std::string& element) {
  auto signature = unsigned_template_in(*document_, element);
  if (!signature) return signature.error();
  if (!*signature) {
    if (auto placed = place_template(stage, element); !placed) return placed;
    signature = unsigned_template_in(*document_, element);
    if (!signature || !*signature) return invalid("the signature template did not stay where it was put");
  }
  auto pair = keys_.get(stage.key);
  if (!pair) return pair.error();
  auto options = signing_options(stage, **pair);
  if (!options) return options.error();
  if (auto done = xml::sign(*document_, *signature, (*pair)->key, *options); !done) return done;
  return wrap_base64(element);
}

std::vector<std::string> MessageBuilder::elements(const SignStage& stage) const {
  if (stage.elements.empty() && kind_ != MessageKind::response) return {"message"};
  return signed_elements(stage, dialect_, login_.sign);
}

const SignStage* MessageBuilder::stage_that_signs(const Recipe& recipe, std::string_view element) const {
  for (const Stage& stage : recipe.stages) {
    const SignStage* sign = std::get_if<SignStage>(&stage);
    if (sign == nullptr) continue;
    const auto names = elements(*sign);
    if (std::ranges::find(names, element) != names.end()) return sign;
  }
  return nullptr;
}

std::vector<std::string> MessageBuilder::elements_now(const SignStage& stage, const Recipe& recipe) {
  if (stage.side == SignStage::Side::after_encryption) return std::exchange(postponed_, {});
  std::vector<std::string> now;
  for (const std::string& element : elements(stage)) {
    const bool later = stage.side == SignStage::Side::before_encryption &&
                       encloses_encrypted(recipe, xpath_of_signed(element));
    (later ? postponed_ : now).push_back(element);
  }
  return now;
}

bool MessageBuilder::encloses_encrypted(const Recipe& recipe, const std::string& element) const {
  for (const Stage& stage : recipe.stages) {
    const auto* encryption = std::get_if<EncryptStage>(&stage);
    if (encryption == nullptr) continue;
    for (const std::string& name : encryption->elements) {
      const std::string xpath = values_.xpath(xpath_of_encrypted(name));
      const auto within = document_->select("(" + xpath + ")/ancestor::*");
      const auto signed_one = document_->select(element);
      if (!within || !signed_one || signed_one->empty()) continue;
      if (std::ranges::find(*within, signed_one->front()) != within->end()) return true;
    }
  }
  return false;
}

Result<> MessageBuilder::place_template(const SignStage& stage, const std::string& element) {
  auto target = document_->select(element);
  if (!target) return target.error();
  if (target->empty()) return invalid("there is no such element");
  auto markup = template_for(stage, target->front().attribute("ID"));
  if (!markup) return markup.error();
  auto issuer = document_->select(element + "/saml:Issuer");
  if (issuer && !issuer->empty()) {
    return xml::insert(*document_, *markup, xml::Position::after, element + "/saml:Issuer[1]");
  }
  const bool has_children = !target->front().children().empty();
  return xml::insert(*document_, *markup, has_children ? xml::Position::before : xml::Position::into,
                     has_children ? "(" + element + ")/*[1]" : element);
}

Result<> MessageBuilder::wrap_base64(const std::string& element) {
  if (dialect_.signature.value_line_length == 0) return {};
  const std::string xpath = element + "/ds:Signature[1]/ds:SignatureValue";
  auto value = document_->evaluate("string(" + xpath + ")");
  if (!value) return value.error();
  auto bytes = base64_decode(*value);
  if (!bytes) return bytes.error();
  return xml::set(*document_, xpath, base64_encode(*bytes, dialect_.signature.value_line_length));
}

}  // namespace idproctor::mock_idp
