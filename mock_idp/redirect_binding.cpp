#include "mock_idp/redirect_binding.hpp"

#include <algorithm>

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/core/template.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/signature_value.hpp"

namespace idproctor::mock_idp {

namespace {

using QueryParts = std::vector<std::pair<std::string, std::string>>;  ///< values not yet escaped

bool signs_query(const Stage& stage) {
  const auto* sign = std::get_if<SignStage>(&stage);
  return sign != nullptr && sign->elements.empty();
}

std::string escaped(const std::string& value, bool lower_case) {
  std::string text = percent_encode(value);
  if (!lower_case) return text;
  for (std::size_t at = text.find('%'); at != std::string::npos; at = text.find('%', at + 1)) {
    for (std::size_t digit = at + 1; digit <= at + 2; ++digit)
      text.replace(digit, 1, to_lower(text.substr(digit, 1)));
  }
  return text;
}

std::string written(const QueryParts& parts, bool lower_case) {
  std::vector<std::string> pairs;
  for (const auto& [name, value] : parts) pairs.push_back(name + "=" + escaped(value, lower_case));
  return join(pairs, "&");
}

/// What a case says instead of some parameter's value.
Result<> replace_values(QueryParts& parts, const Wire& wire, const Dialect& dialect, KeyRing& keys,
                        const Login& login, Seed& seed) {
  for (const auto& [name, replacement] : wire.query) {
    const auto found = std::ranges::find(parts, name, &QueryParts::value_type::first);
    Values values(dialect, keys, login, seed);
    values.define("original", found == parts.end() ? "" : found->second);
    auto value =
        expand(replacement, [&](std::string_view expression) { return values.find(expression, nullptr); });
    if (!value) return invalid("the query's " + name + ": " + value.error().message);
    if (found == parts.end()) {
      if (!value->empty()) parts.emplace_back(name, *value);
    } else if (value->empty()) {
      parts.erase(found);
    } else {
      found->second = *value;
    }
  }
  return {};
}

}  // namespace

Result<RedirectMessage> build_redirect_message(const Dialect& dialect, KeyRing& keys, const Login& login,
                                               const Recipe& recipe, const std::string& parameter,
                                               const std::string& relay_state, Seed seed) {
  Recipe sent = recipe, as_signed = recipe;
  sent.stages.clear();
  as_signed.stages.clear();
  const SignStage* signing = nullptr;
  for (const Stage& stage : recipe.stages) {
    if (signs_query(stage)) {
      signing = &std::get<SignStage>(stage);
      as_signed.stages = sent.stages;
    } else {
      sent.stages.push_back(stage);
    }
  }
  auto message = build_message(dialect, keys, login, sent, seed);
  if (!message) return message.error();

  const bool lower_case = recipe.wire.lower_case_escapes;
  QueryParts parts{{parameter, base64_encode(deflate_raw(message->bytes))}};
  if (!relay_state.empty()) parts.emplace_back("RelayState", relay_state);
  if (signing != nullptr) {
    // The same seed gives the same ids, so that only later edits make a difference; what is encrypted differs
    // each time.
    as_signed.intact.reset();
    const bool is_sent_as_signed = as_signed.stages.size() == sent.stages.size();
    auto original = is_sent_as_signed ? message : build_message(dialect, keys, login, as_signed, seed);
    if (!original) return original.error();
    auto algorithm = signature_algorithm_uri(signing->algorithm.value_or(dialect.signature.algorithm));
    if (!algorithm) return invalid(algorithm.error().message, signing->where);
    auto pair = keys.get(signing->key);
    if (!pair) return invalid(pair.error().message, signing->where);
    QueryParts covered = parts;
    covered.front().second = base64_encode(deflate_raw(original->bytes));
    const std::string claimed = signing->claims.value_or(*algorithm);
    covered.emplace_back("SigAlg", claimed);
    auto signature = crypto::sign((*pair)->key, *algorithm, written(covered, lower_case));
    if (!signature) return invalid(signature.error().message, signing->where);
    parts.emplace_back("SigAlg", claimed);
    parts.emplace_back("Signature", base64_encode(*signature));
  }
  if (auto replaced = replace_values(parts, recipe.wire, dialect, keys, login, seed); !replaced) {
    return replaced.error();
  }
  return RedirectMessage{written(parts, lower_case), std::move(*message)};
}

}  // namespace idproctor::mock_idp
