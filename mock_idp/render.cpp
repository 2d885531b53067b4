#include "foundation/core/template.hpp"
#include "mock_idp/message_builder.hpp"
#include "mock_idp/metadata.hpp"

namespace idproctor::mock_idp {

namespace {

using LookupResult = Result<std::optional<MessageTemplate::Value>>;

LookupResult plain_value(const std::string& text) {
  return std::optional(MessageTemplate::Value{text, false});
}

LookupResult markup(std::string text) {
  return std::optional(MessageTemplate::Value{std::move(text), true});
}

}  // namespace

Result<Rendering> MessageBuilder::render(const Recipe& recipe) {
  message_id_ = values_.fresh_id();
  const std::string assertion_id = values_.fresh_id();
  values_.define("response.id", message_id_);
  values_.define("message.id", message_id_);
  values_.define("assertion.id", assertion_id);
  values_.define("session.id", values_.fresh_id());
  Rendering out;
  // One token each, so that a Reference to the ID is one among tokens too.
  const std::string message_token = out.keep(message_id_), assertion_token = out.keep(assertion_id);
  const auto lookup = [&](std::string_view name) -> LookupResult {
    if (name == "attributes") {
      auto elements = attributes(out);
      if (!elements) return elements.error();
      return markup(std::move(*elements));
    }
    if (name.starts_with("signature(") && name.ends_with(')')) {
      const std::string_view element = name.substr(10, name.size() - 11);
      const SignStage* stage = stage_that_signs(recipe, element);
      if (stage == nullptr) return markup("");
      auto signature = template_for(*stage, element == "assertion" ? assertion_token : message_token);
      if (!signature) return signature.error();
      return markup(std::move(*signature));
    }
    if (name == "response.id" || name == "message.id") return markup(message_token);
    if (name == "assertion.id") return markup(assertion_token);
    auto value = values_.find(name, nullptr);
    if (!value) return value.error();
    // A session without an index has its element taken out again, by read_into_tree().
    if (!*value && name == "session_index") return markup("");
    if (!*value) return std::optional<MessageTemplate::Value>();
    return markup(out.keep(std::move(**value)));
  };
  auto text = kind_ == MessageKind::metadata ? metadata() : message_template().render(lookup);
  if (!text) return text.error();
  out.markup = std::move(*text);
  return out;
}

Result<> MessageBuilder::read_into_tree(const std::string& text) {
  auto document = xml::Document::parse(text);
  if (!document) return document.error();
  document_ = std::make_unique<xml::Document>(std::move(*document));
  // Without a session's index the request is about all sessions of the subject (SAML core 3.7.1).
  if (kind_ == MessageKind::logout_request && !values_.find("session_index", nullptr).value()) {
    return xml::remove(*document_, "//samlp:SessionIndex");
  }
  return {};
}

const MessageTemplate& MessageBuilder::message_template() const {
  switch (kind_) {
    case MessageKind::logout_request:
      return dialect_.logout_request;
    case MessageKind::logout_response:
      return dialect_.logout_response;
    case MessageKind::response:
    case MessageKind::metadata:  // has no handwriting of its own
      break;
  }
  return dialect_.message;
}

Result<std::string> MessageBuilder::metadata() {
  auto published = keys_.named(login_.metadata_keys);
  if (!published) return published.error();
  return idp_metadata(dialect_, *published, MetadataOptions{login_.idp_entity_id, message_id_});
}

Result<std::string> MessageBuilder::attributes(Rendering& rendering) {
  std::string out;
  for (const Dialect::Attribute& attribute : dialect_.attributes) {
    if (says_attribute_itself_ && attribute.name == login_.attribute) continue;
    std::vector<std::string> values;
    if (attribute.value == "${user.groups}") {
      values = login_.user.groups;
      if (values.empty()) continue;
    } else {
      auto value =
          expand(attribute.value, [&](std::string_view name) { return values_.find(name, nullptr); });
      if (!value) return value.error();
      values.push_back(*value);
    }
    std::string inside;
    for (const std::string& value : values) {
      auto text =
          dialect_.attribute_value.render([&](std::string_view) { return markup(rendering.keep(value)); });
      if (!text) return text.error();
      inside += *text;
      if (!attribute.per_value) continue;
      auto element = attribute_element(attribute, inside);
      if (!element) return element.error();
      out += *element;
      inside.clear();
    }
    if (attribute.per_value) continue;
    auto element = attribute_element(attribute, inside);
    if (!element) return element.error();
    out += *element;
  }
  return out;
}

Result<std::string> MessageBuilder::attribute_element(const Dialect::Attribute& attribute,
                                                      const std::string& values) {
  return dialect_.attribute.render([&](std::string_view name) -> LookupResult {
    if (name == "name") return plain_value(attribute.name);
    if (name == "friendly_name" && !attribute.friendly_name.empty())
      return plain_value(attribute.friendly_name);
    if (name == "values") return markup(values);
    return std::optional<MessageTemplate::Value>();
  });
}

Result<std::string> MessageBuilder::template_for(const SignStage& stage, std::string_view id) {
  SignatureStyle style = dialect_.signature;
  // What the prefixes are for, the types of attribute values, no other message has.
  if (kind_ != MessageKind::response) style.inclusive_prefixes.clear();
  style.algorithm = stage.algorithm.value_or(style.algorithm);
  style.digest = stage.digest.value_or(style.digest);
  style.canonicalization = stage.canonicalization.value_or(style.canonicalization);
  style.inclusive_prefixes = stage.inclusive_prefixes.value_or(style.inclusive_prefixes);
  style.key_info = stage.key_info.value_or(style.key_info);
  auto pair = keys_.get(stage.key_info_of.value_or(stage.key));
  if (!pair) return invalid(pair.error().message, stage.where);
  auto text = signature_template(style, id, **pair);
  if (!text) return invalid(text.error().message, stage.where);
  return text;
}

}  // namespace idproctor::mock_idp
