#include "mock_idp/builder.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

#include "foundation/core/base64.hpp"
#include "foundation/core/template.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/sign.hpp"
#include "mock_idp/audit.hpp"
#include "mock_idp/encrypt_elements.hpp"
#include "mock_idp/metadata.hpp"

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

/// One message in the making.
class Builder {
 public:
  Builder(const Dialect& dialect, KeyRing& keys, const Login& login, Seed& seed)
      : dialect_(dialect), keys_(keys), login_(login), seed_(seed), values_(dialect, keys, login, seed) {}

  Result<Message> build(const Recipe& recipe) {
    kind_ = recipe.kind;
    says_attribute_itself_ = mentions_attribute(recipe);
    if (auto further = build_further_messages(recipe); !further) return further.error();
    if (auto rendered = render(recipe); !rendered) return rendered.error();
    for (const Stage& stage : recipe.stages) {
      auto done = carry_out(stage, recipe);
      if (!done) return done.error();
    }
    return finish(recipe);
  }

 private:
  Result<> carry_out(const Stage& stage, const Recipe& recipe) {
    if (const auto* edits = std::get_if<EditStage>(&stage)) return apply(*edits);
    if (const auto* encryption = std::get_if<EncryptStage>(&stage)) return encrypt(*encryption);
    return sign(std::get<SignStage>(stage), recipe);
  }

  static bool mentions_attribute(const Recipe& recipe) {
    return std::ranges::any_of(recipe.stages, [](const Stage& stage) {
      const auto* edits = std::get_if<EditStage>(&stage);
      return edits != nullptr && std::ranges::any_of(edits->edits, [](const Edit& edit) {
               return edit.subject.find("${attribute}") != std::string::npos;
             });
    });
  }

  Result<> build_further_messages(const Recipe& recipe) {
    for (const auto& [name, further] : recipe.messages) {
      Login login = login_;
      login.now += further.clock;
      Seed seed = seed_.fork(name);
      Dialect inner = dialect_;
      inner.xml_declaration.clear();  // it may stand at the beginning of the bytes alone
      auto message = Builder(inner, keys_, login, seed).build(further);
      if (!message) return message.error();
      values_.define(name, message->bytes);
      plaintexts_.insert(plaintexts_.end(), message->plaintexts.begin(), message->plaintexts.end());
    }
    return {};
  }

  std::vector<std::string> elements(const SignStage& stage) const {
    if (stage.elements.empty() && kind_ != MessageKind::response) return {"message"};
    return stage.elements.empty() ? elements_of(login_.sign.value_or(dialect_.sign)) : stage.elements;
  }

  const SignStage* stage_that_signs(const Recipe& recipe, std::string_view element) const {
    for (const Stage& stage : recipe.stages) {
      const SignStage* sign = std::get_if<SignStage>(&stage);
      if (sign == nullptr) continue;
      const auto names = elements(*sign);
      if (std::ranges::find(names, element) != names.end()) return sign;
    }
    return nullptr;
  }

  Result<std::string> template_for(const SignStage& stage, std::string_view id) {
    SignatureStyle style = dialect_.signature;
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

  Result<std::string> attributes() {
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
      std::string markup;
      for (const std::string& value : values) {
        auto text = dialect_.attribute_value.render([&](std::string_view) { return plain_value(value); });
        if (!text) return text.error();
        markup += *text;
        if (!attribute.per_value) continue;
        auto element = attribute_element(attribute, markup);
        if (!element) return element.error();
        out += *element;
        markup.clear();
      }
      if (attribute.per_value) continue;
      auto element = attribute_element(attribute, markup);
      if (!element) return element.error();
      out += *element;
    }
    return out;
  }

  Result<std::string> attribute_element(const Dialect::Attribute& attribute, const std::string& values) {
    return dialect_.attribute.render([&](std::string_view name) -> LookupResult {
      if (name == "name") return plain_value(attribute.name);
      if (name == "friendly_name" && !attribute.friendly_name.empty())
        return plain_value(attribute.friendly_name);
      if (name == "values") return std::optional(MessageTemplate::Value{values, true});
      return std::optional<MessageTemplate::Value>();
    });
  }

  using LookupResult = Result<std::optional<MessageTemplate::Value>>;
  static LookupResult plain_value(const std::string& text) {
    return std::optional(MessageTemplate::Value{text, false});
  }

  const MessageTemplate& message_template() const {
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

  Result<std::string> metadata() {
    auto published = keys_.named(login_.metadata_keys);
    if (!published) return published.error();
    return idp_metadata(dialect_, *published, MetadataOptions{login_.idp_entity_id, message_id_});
  }

  Result<> render(const Recipe& recipe) {
    message_id_ = values_.fresh_id();
    const std::string assertion_id = values_.fresh_id();
    values_.define("response.id", message_id_);
    values_.define("message.id", message_id_);
    values_.define("assertion.id", assertion_id);
    values_.define("session.id", values_.fresh_id());
    const auto lookup = [&](std::string_view name) -> LookupResult {
      if (name == "attributes") {
        auto markup = attributes();
        if (!markup) return markup.error();
        return std::optional(MessageTemplate::Value{*markup, true});
      }
      if (name.starts_with("signature(") && name.ends_with(')')) {
        const std::string_view element = name.substr(10, name.size() - 11);
        const SignStage* stage = stage_that_signs(recipe, element);
        if (stage == nullptr) return std::optional(MessageTemplate::Value{"", true});
        auto markup = template_for(*stage, element == "assertion" ? assertion_id : message_id_);
        if (!markup) return markup.error();
        return std::optional(MessageTemplate::Value{*markup, true});
      }
      auto value = values_.find(name, nullptr);
      if (!value) return value.error();
      // A session without an index has its element taken out again below.
      if (!*value && name == "session_index") return plain_value("");
      if (!*value) return std::optional<MessageTemplate::Value>();
      return plain_value(**value);
    };
    auto text = kind_ == MessageKind::metadata ? metadata() : message_template().render(lookup);
    if (!text) return text.error();
    auto document = xml::Document::parse(*text);
    if (!document) return document.error();
    document_ = std::make_unique<xml::Document>(std::move(*document));
    // Without a session's index the request is about all sessions of the subject (SAML core 3.7.1).
    if (kind_ == MessageKind::logout_request && !values_.find("session_index", nullptr).value()) {
      return xml::remove(*document_, "//samlp:SessionIndex");
    }
    return {};
  }

  Result<std::string> expanded(const std::string& text) {
    return expand(text, [&](std::string_view name) { return values_.find(name, document_.get()); });
  }

  Result<> apply(const EditStage& stage) {
    for (const Edit& edit : stage.edits) {
      auto done = apply(edit);
      if (!done) return invalid(done.error().message, edit.where);
    }
    return {};
  }

  Result<> apply(const Edit& edit) {
    if (edit.verb == Edit::Verb::raw) return raw(edit);
    const std::string subject = values_.xpath(edit.subject), at = values_.xpath(edit.at);
    switch (edit.verb) {
      case Edit::Verb::remove:
        return xml::remove(*document_, subject);
      case Edit::Verb::copy:
        return xml::copy(*document_, subject, edit.position, at);
      case Edit::Verb::move:
        return xml::move(*document_, subject, edit.position, at);
      case Edit::Verb::insert: {
        auto fragment = expanded(edit.subject);
        if (!fragment) return fragment.error();
        return xml::insert(*document_, *fragment, edit.position, at);
      }
      default:
        break;
    }
    if (auto original = document_->select(subject); original && !original->empty()) {
      values_.define("original", original->front().text());
    }
    auto value = expanded(edit.value);
    if (!value) return value.error();
    switch (edit.verb) {
      case Edit::Verb::set:
        return xml::set(*document_, subject, *value);
      case Edit::Verb::wrap:
        return xml::wrap(*document_, subject, *value);
      default:
        return xml::rename(*document_, subject, *value);
    }
  }

  /// The bytes that "start", "prolog" and "end" stand for; null for an XPath.
  std::string* outside_of_root(std::string_view place) {
    if (place == "start") return &start_;
    if (place == "prolog") return &prolog_;
    if (place == "end") return &end_;
    return nullptr;
  }

  /// Puts a token in the tree where bytes shall stand; finish() exchanges it in the serialized message.
  Result<> raw(const Edit& edit) {
    if (std::string* outside = outside_of_root(edit.subject)) {
      auto value = expanded(edit.value);
      if (!value) return value.error();
      *outside += *value;
      return {};
    }
    std::string xpath = values_.xpath(edit.subject);
    const bool is_content = xpath.ends_with("/text()");
    if (is_content) xpath.resize(xpath.size() - std::string_view("/text()").size());
    auto nodes = document_->select(xpath);
    if (!nodes) return nodes.error();
    if (nodes->empty()) return invalid("the XPath " + xpath + " selects nothing");
    const bool replaces_element = nodes->front().is_element() && !is_content;
    // From the last to the first, so that those still to come keep their numbers.
    for (std::size_t i = nodes->size(); i-- > 0;) {
      const xml::Node node = (*nodes)[i];
      values_.define("original", replaces_element ? document_->serialize(node) : escape_markup(node.text()));
      auto value = expanded(edit.value);
      if (!value) return value.error();
      const std::string token = "idproctor-raw-" + std::to_string(raw_.size()) + "-" + seed_.hex(16);
      raw_.emplace_back(token, *value);
      const std::string one = "(" + xpath + ")[" + std::to_string(i + 1) + "]";
      if (!replaces_element) {
        if (auto done = xml::set(*document_, one, token); !done) return done;
        continue;
      }
      if (auto inserted = xml::insert(*document_, token, xml::Position::before, one); !inserted)
        return inserted;
      if (auto removed = xml::remove(*document_, one); !removed) return removed;
    }
    return {};
  }

  /// Whether something that the recipe encrypts lies within the element: then its signature comes afterwards.
  bool encloses_encrypted(const Recipe& recipe, const std::string& element) const {
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

  /// The short form says once what is signed; here it is told which of it comes before the encryption.
  std::vector<std::string> elements_now(const SignStage& stage, const Recipe& recipe) {
    if (stage.side == SignStage::Side::after_encryption) return std::exchange(postponed_, {});
    std::vector<std::string> now;
    for (const std::string& element : elements(stage)) {
      const bool later =
          stage.side == SignStage::Side::before_encryption && encloses_encrypted(recipe, xpath_of(element));
      (later ? postponed_ : now).push_back(element);
    }
    return now;
  }

  Result<> encrypt(const EncryptStage& stage) {
    auto encryption = encryption_of(stage);
    if (!encryption) return invalid(encryption.error().message, stage.where);
    for (const std::string& element : stage.elements) {
      auto done = encrypt_elements(*document_, values_.xpath(xpath_of_encrypted(element)), *encryption);
      if (!done) return invalid("cannot encrypt " + element + ": " + done.error().message, stage.where);
      plaintexts_.insert(plaintexts_.end(), done->begin(), done->end());
    }
    return {};
  }

  Result<Encryption> encryption_of(const EncryptStage& stage) {
    EncryptionStyle style = dialect_.encryption;
    style.algorithm = stage.algorithm.value_or(style.algorithm);
    style.key_transport = stage.key_transport.value_or(style.key_transport);
    style.digest = stage.digest.value_or(style.digest);
    style.mgf = stage.mgf.value_or(style.mgf);
    style.key_placement = stage.key_placement.value_or(style.key_placement);
    style.key_info = stage.key_info.value_or(style.key_info);
    if (auto checked = check_encryption_style(style); !checked) return checked.error();
    std::optional<crypto::Certificate> certificate = login_.encryption_certificate;
    if (stage.recipient != "sp") {
      auto pair = keys_.get(stage.recipient);
      if (!pair) return pair.error();
      certificate = (*pair)->certificate;
    }
    if (!certificate) return invalid("the service provider has no encryption certificate");
    Encryption encryption{style,         *certificate, login_.sp_entity_id,
                          stage.wrapper, nullptr,      [this] { return values_.fresh_id(); }};
    if (stage.content) {
      encryption.content = [this, &stage](const std::string& original) {
        values_.define("original", original);
        return expanded(*stage.content);
      };
    }
    return encryption;
  }

  Result<> sign(const SignStage& stage, const Recipe& recipe) {
    for (const std::string& element : elements_now(stage, recipe)) {
      auto done = sign(stage, xpath_of(element));
      if (!done) return invalid("cannot sign " + element + ": " + done.error().message, stage.where);
    }
    return {};
  }

  Result<> sign(const SignStage& stage, const std::string& element) {
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

  /// A message may name algorithms on purpose that nobody knows.
  static Result<xml::SigningOptions> signing_options(const SignStage& stage, const KeyPair& pair) {
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

  /// For elements that the dialect never signs: after the Issuer where there is one, else as the first child.
  Result<> place_template(const SignStage& stage, const std::string& element) {
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

  /// SignatureValue is not part of what is signed, so its lines may be broken as the provider breaks them.
  Result<> wrap_base64(const std::string& element) {
    if (dialect_.signature.value_line_length == 0) return {};
    const std::string xpath = element + "/ds:Signature[1]/ds:SignatureValue";
    auto value = document_->evaluate("string(" + xpath + ")");
    if (!value) return value.error();
    auto bytes = base64_decode(*value);
    if (!bytes) return bytes.error();
    return xml::set(*document_, xpath, base64_encode(*bytes, dialect_.signature.value_line_length));
  }

  Result<Message> finish(const Recipe& recipe) {
    Message message;
    message.id = message_id_;
    message.bytes = document_->serialize();
    // The last first: what it put there may hold the tokens of those before.
    for (const auto& [token, value] : std::views::reverse(raw_)) {
      message.bytes = replace_all(std::move(message.bytes), token, value);
    }
    const std::string declaration = kind_ == MessageKind::metadata ? "" : dialect_.xml_declaration;
    message.bytes = start_ + declaration + prolog_ + message.bytes + end_;
    message.plaintexts = plaintexts_;
    for (const auto& [fields, out] :
         {std::pair(&recipe.wire.before, &message.before), std::pair(&recipe.wire.after, &message.after)}) {
      for (const auto& [name, text] : *fields) {
        auto value = expanded(text);
        if (!value) return value.error();
        (*out)[name] = *value;
      }
    }
    if (recipe.intact) {
      auto alive = check_intact(message.bytes, keys_.trusted(), values_.xpath(*recipe.intact), plaintexts_);
      if (!alive) return alive.error();
    }
    return message;
  }

  const Dialect& dialect_;
  KeyRing& keys_;
  const Login& login_;
  Seed& seed_;
  Values values_;
  std::unique_ptr<xml::Document> document_;
  std::string message_id_;
  MessageKind kind_ = MessageKind::response;
  bool says_attribute_itself_ = false;  ///< the recipe inserts ${attribute}; the dialect's own is left out
  std::vector<std::pair<std::string, std::string>> raw_;
  std::vector<std::string> postponed_;  ///< elements that the short form signs after the encryption
  std::vector<Plaintext> plaintexts_;
  std::string start_, prolog_, end_;
};

}  // namespace

Result<Message> build_message(const Dialect& dialect, KeyRing& keys, const Login& login, const Recipe& recipe,
                              Seed seed) {
  Login shifted = login;
  shifted.now += recipe.clock;
  return Builder(dialect, keys, shifted, seed).build(recipe);
}

}  // namespace idproctor::mock_idp
