#include "scim_client/placeholder.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"

namespace idproctor::scim {

namespace {

/// Every name that a dialect may use. What follows a name (user.changes.email) is the caller's.
const std::vector<std::string>& known_names() {
  static const std::vector<std::string> names = {"user.key",
                                                 "user.userName",
                                                 "user.email",
                                                 "user.givenName",
                                                 "user.familyName",
                                                 "user.displayName",
                                                 "user.externalId",
                                                 "user.id",
                                                 "user.active",
                                                 "user.password",
                                                 "user.changes",
                                                 "user.added",
                                                 "user.other",
                                                 "group.key",
                                                 "group.displayName",
                                                 "group.externalId",
                                                 "group.id",
                                                 "group.members",
                                                 "group.added",
                                                 "group.removed",
                                                 "run.id",
                                                 "run.guid",
                                                 "run.app",
                                                 "each.name",
                                                 "each.path",
                                                 "each.value",
                                                 "each.values",
                                                 "each.id",
                                                 "each.userName",
                                                 "page.start",
                                                 "answer.status",
                                                 "answer.phrase",
                                                 "answer.status_name",
                                                 "answer.detail",
                                                 "answer.body",
                                                 "answer.token",
                                                 "target.authorization"};
  return names;
}

}  // namespace

std::string Reference::name() const {
  return join(keys, ".");
}

Result<Reference> Reference::parse(std::string_view text) {
  Reference reference;
  reference.optional = text.ends_with('?');
  if (reference.optional) text.remove_suffix(1);
  reference.keys = split(text, '.');
  const auto& known = known_names();
  const std::string root = reference.keys[0] + (reference.keys.size() > 1 ? "." + reference.keys[1] : "");
  if (std::ranges::find(known, root) == known.end()) {
    const std::string near = nearest(root, known);
    return invalid("there is no value by the name of ${" + std::string(text) + "}" +
                   (near.empty() ? "" : "; ${" + near + "} is meant?"));
  }
  return reference;
}

const Json* Scope::find(const Reference& reference) const {
  const auto root = moment_.find(reference.keys[0]);
  const Json* at = &variables_;
  std::size_t depth = 0;
  if (root != moment_.end()) {
    at = &*root;
    depth = 1;
  }
  for (; depth < reference.keys.size(); ++depth) {
    if (!at->is_object()) return nullptr;
    const auto next = at->find(reference.keys[depth]);
    if (next == at->end()) return nullptr;
    at = &*next;
  }
  return at;
}

Result<const Json*> Scope::get(const Reference& reference) const {
  const Json* value = find(reference);
  if (!value && !reference.optional) return invalid("${" + reference.name() + "} has no value");
  return value;
}

Result<Text> Text::parse(std::string_view text) {
  Text out;
  Part part;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t dollar = text.find("${", at);
    part.literal += text.substr(at, dollar == std::string_view::npos ? dollar : dollar - at);
    if (dollar == std::string_view::npos) break;
    if (dollar > at && text[dollar - 1] == '$') {
      part.literal += '{';
      at = dollar + 2;
      continue;
    }
    const std::size_t close = text.find('}', dollar);
    if (close == std::string_view::npos) return invalid("\"${\" without \"}\"");
    auto reference = Reference::parse(text.substr(dollar + 2, close - dollar - 2));
    if (!reference) return reference.error();
    part.reference = *reference;
    part.quoted = part.literal.ends_with('"');
    out.parts_.push_back(std::move(part));
    part = {};
    at = close + 1;
  }
  if (!part.literal.empty() || out.parts_.empty()) out.parts_.push_back(std::move(part));
  return out;
}

const Reference* Text::single() const {
  const bool alone = parts_.size() == 1 && parts_[0].reference && parts_[0].literal.empty();
  return alone ? &*parts_[0].reference : nullptr;
}

Result<std::string> Text::render(const Scope& scope) const {
  std::string out;
  for (const Part& part : parts_) {
    out += part.literal;
    if (!part.reference) continue;
    auto value = scope.get(*part.reference);
    if (!value) return value.error();
    if (*value) out += part.quoted ? escape_filter_value(to_text(**value)) : to_text(**value);
  }
  return out;
}

std::string escape_filter_value(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace idproctor::scim
