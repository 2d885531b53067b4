#include <algorithm>
#include <utility>

#include "foundation/core/base64.hpp"
#include "foundation/xml/sign.hpp"
#include "mock_idp/message_builder.hpp"

namespace idproctor::mock_idp {

namespace {

constexpr std::string_view kAssertion = "/samlp:Response/saml:Assertion[1]";
constexpr std::string_view kResponse = "/samlp:Response";

std::string xpath_of(std::string_view element) {
  if (element == "assertion") return std::string(kAssertion);
  if (element == "response") return std::string(kResponse);
  if (element == "message") return "/*";
  return std::string(element);
}

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
    auto done = sign(stage, xpath_of(element));
    if (!done) return invalid("cannot sign " + element + ": " + done.error().message, stage.where);
  }
  return {};
}

Result<> MessageBuilder::sign(const SignStage& stage, const std::string& element) {
  const std::string unsigned_template = element + "/ds:Signature[not(normalize-space(ds:SignatureValue))]";
  auto found = document_->select(unsigned_template);
  if (!found) return found.error();
  if (found->empty()) {
    if (auto placed = place_template(stage, element); !placed) return placed;
    found = document_->select(unsigned_template);
    if (!found || found->empty()) return invalid("the signature template did not stay where it was put");
  }
  auto pair = keys_.get(stage.key);
  if (!pair) return pair.error();
  const xml::Node signature = found->front();
  auto options = signing_options(stage, **pair);
  if (!options) return options.error();
  if (auto done = xml::sign(*document_, signature, (*pair)->key, *options); !done) return done;
  return wrap_base64(element);
}

std::vector<std::string> MessageBuilder::elements(const SignStage& stage) const {
  if (stage.elements.empty() && kind_ != MessageKind::response) return {"message"};
  return stage.elements.empty() ? elements_of(login_.sign.value_or(dialect_.sign)) : stage.elements;
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
    const bool later =
        stage.side == SignStage::Side::before_encryption && encloses_encrypted(recipe, xpath_of(element));
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
