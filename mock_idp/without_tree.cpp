// An honest message, written and signed as text: to read it into a tree and to write it out again costs more
// than an ECDSA signature.

#include <algorithm>
#include <numeric>

#include "foundation/core/base64.hpp"
#include "foundation/xml/digest.hpp"
#include "foundation/xml/signature_value.hpp"
#include "mock_idp/message_builder.hpp"
#include "mock_idp/message_forms.hpp"

namespace idproctor::mock_idp {

namespace {

/// Far below what libxml2 and Document::parse() refuse.
constexpr std::size_t kLargest = 1 << 20;

/// A signature of the target's or the provider's habit in nothing but its algorithm and its key, or none.
bool deviates_in_keys_alone(const Recipe& recipe) {
  const bool is_alone = recipe.kind == MessageKind::response && recipe.messages.empty() &&
                        recipe.wire.before.empty() && recipe.wire.after.empty();
  if (!is_alone || recipe.stages.size() > 1) return false;
  if (recipe.stages.empty()) return true;
  const auto* stage = std::get_if<SignStage>(&recipe.stages.front());
  return stage != nullptr && !stage->computed_by && !stage->secret && stage->side == SignStage::Side::either;
}

/// Printable ASCII that no XML text, attribute or canonical form escapes: it stands for itself in all of
/// them.
bool stands_for_itself(const std::string& value) {
  return std::ranges::all_of(
      value, [](char c) { return c >= ' ' && c <= '~' && c != '&' && c != '<' && c != '>' && c != '"'; });
}

bool is_small(const Rendering& rendering) {
  return std::accumulate(rendering.values.begin(), rendering.values.end(), rendering.markup.size(),
                         [](std::size_t sum, const std::string& value) { return sum + value.size(); }) <
         kLargest;
}

}  // namespace

std::optional<std::string> MessageBuilder::written_without_tree(const Rendering& rendering,
                                                                const Recipe& recipe) const {
  if (!deviates_in_keys_alone(recipe) || !is_small(rendering) ||
      !std::ranges::all_of(rendering.values, stands_for_itself)) {
    return std::nullopt;
  }
  if (recipe.stages.empty()) {
    const MessageForms* forms = forms_of(rendering, {});
    return forms == nullptr ? std::nullopt : std::optional(forms->bytes.filled(rendering.values));
  }
  const auto& stage = std::get<SignStage>(recipe.stages.front());
  std::vector<std::string> xpaths;
  for (const std::string& element : elements(stage)) xpaths.push_back(xpath_of_signed(element));
  const MessageForms* forms = forms_of(rendering, xpaths);
  const auto pair = keys_.get(stage.key);
  const auto algorithm = signature_algorithm_uri(stage.algorithm.value_or(dialect_.signature.algorithm));
  const auto digest_method = digest_algorithm_uri(stage.digest.value_or(dialect_.signature.digest));
  if (forms == nullptr || !pair || !algorithm || !digest_method) return std::nullopt;

  std::vector<std::string> values = rendering.values;
  for (const MessageForms::Signature& signature : forms->signatures) {
    const auto digest = crypto::digest(*digest_method, signature.digested.filled(values));
    if (!digest) return std::nullopt;
    values.push_back(base64_encode(*digest));
    const auto value = crypto::sign((*pair)->key, *algorithm, signature.signed_info.filled(values));
    if (!value) return std::nullopt;
    values.push_back(base64_encode(*value, dialect_.signature.value_line_length));
  }
  return forms->bytes.filled(values);
}

}  // namespace idproctor::mock_idp
