#include "mock_idp/builder.hpp"

#include <algorithm>
#include <utility>

#include "foundation/core/text.hpp"
#include "mock_idp/audit.hpp"
#include "mock_idp/message_builder.hpp"

namespace idproctor::mock_idp {

namespace {

bool mentions_attribute(const Recipe& recipe) {
  return std::ranges::any_of(recipe.stages, [](const Stage& stage) {
    const auto* edits = std::get_if<EditStage>(&stage);
    return edits != nullptr && std::ranges::any_of(edits->edits, [](const Edit& edit) {
             return edit.subject.find("${attribute}") != std::string::npos;
           });
  });
}

}  // namespace

MessageBuilder::MessageBuilder(const Dialect& dialect, KeyRing& keys, const Login& login, Seed& seed)
    : dialect_(dialect), keys_(keys), login_(login), seed_(seed), values_(dialect, keys, login, seed) {}

Result<Message> MessageBuilder::build(const Recipe& recipe) {
  kind_ = recipe.kind;
  says_attribute_itself_ = mentions_attribute(recipe);
  if (auto further = build_further_messages(recipe); !further) return further.error();
  auto rendering = render(recipe);
  if (!rendering) return rendering.error();
  if (auto written = written_without_tree(*rendering, recipe)) return finish(recipe, std::move(*written));
  if (auto read = read_into_tree(rendering->text()); !read) return read.error();
  for (const Stage& stage : recipe.stages) {
    auto done = carry_out(stage, recipe);
    if (!done) return done.error();
  }
  return finish(recipe, document_->serialize());
}

Result<> MessageBuilder::carry_out(const Stage& stage, const Recipe& recipe) {
  if (const auto* edits = std::get_if<EditStage>(&stage)) return apply(*edits);
  if (const auto* encryption = std::get_if<EncryptStage>(&stage)) return encrypt(*encryption);
  return sign(std::get<SignStage>(stage), recipe);
}

Result<> MessageBuilder::build_further_messages(const Recipe& recipe) {
  for (const auto& [name, further] : recipe.messages) {
    Login login = login_;
    login.now += further.clock;
    Seed seed = seed_.fork(name);
    Dialect inner = dialect_;
    inner.xml_declaration.clear();  // it may stand at the beginning of the bytes alone
    auto message = MessageBuilder(inner, keys_, login, seed).build(further);
    if (!message) return message.error();
    values_.define(name, message->bytes);
    plaintexts_.insert(plaintexts_.end(), message->plaintexts.begin(), message->plaintexts.end());
  }
  return {};
}

Result<Message> MessageBuilder::finish(const Recipe& recipe, std::string xml) {
  Message message;
  message.id = message_id_;
  message.bytes = std::move(xml);
  // The last first: what it put there may hold the tokens of those before.
  for (auto one = raw_.rbegin(); one != raw_.rend(); ++one) {
    message.bytes = replace_all(std::move(message.bytes), one->first, one->second);
  }
  const std::string declaration = kind_ == MessageKind::metadata ? "" : dialect_.xml_declaration;
  message.bytes.insert(0, start_ + declaration + prolog_);
  message.bytes += end_;
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

Result<Message> build_message(const Dialect& dialect, KeyRing& keys, const Login& login, const Recipe& recipe,
                              Seed seed) {
  Login shifted = login;
  shifted.now += recipe.clock;
  return MessageBuilder(dialect, keys, shifted, seed).build(recipe);
}

}  // namespace idproctor::mock_idp
