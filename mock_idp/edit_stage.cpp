#include "foundation/core/template.hpp"
#include "foundation/core/text.hpp"
#include "mock_idp/message_builder.hpp"

namespace idproctor::mock_idp {

Result<> MessageBuilder::apply(const EditStage& stage) {
  for (const Edit& edit : stage.edits) {
    auto done = apply(edit);
    if (!done) return invalid(done.error().message, edit.where);
  }
  return {};
}

Result<> MessageBuilder::apply(const Edit& edit) {
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

Result<std::string> MessageBuilder::expanded(const std::string& text) {
  return expand(text, [&](std::string_view name) { return values_.find(name, document_.get()); });
}

Result<> MessageBuilder::raw(const Edit& edit) {
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

std::string* MessageBuilder::outside_of_root(std::string_view place) {
  if (place == "start") return &start_;
  if (place == "prolog") return &prolog_;
  if (place == "end") return &end_;
  return nullptr;
}

}  // namespace idproctor::mock_idp
