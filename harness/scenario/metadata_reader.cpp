#include <algorithm>
#include <set>

#include "harness/scenario/keys.hpp"
#include "harness/scenario/reader.hpp"

namespace idproctor::scenario {

namespace {

bool is_answer(const std::string& word) {
  static const std::set<std::string> words{"reachable", "refused", "no-tls", "no-answer", "redirect-loop"};
  const auto is_digit = [](char one) { return one >= '0' && one <= '9'; };
  return words.contains(word) || (word.size() == 3 && std::ranges::all_of(word, is_digit) && word >= "400");
}

}  // namespace

Result<MetadataStep> read_metadata(const YAML::Node& node, const std::string& file) {
  MetadataStep step;
  step.recipe.kind = mock_idp::MessageKind::metadata;
  if (node.IsScalar()) {
    const std::string& word = node.Scalar();
    if (word == "rotate") {
      step.keys = {"idp-later"};
    } else if (word == "remove") {
      step.removes = true;
    } else if (word != "publish") {
      return invalid("'" + word + "' is none of publish, rotate, remove", place(file, node));
    }
    return step;
  }
  if (auto keys = check_keys(node, file, kMetadataKeys); !keys) return keys.error();
  if (node["keys"]) step.keys = texts(node["keys"]);
  if (node["text"]) step.text = text_of(node, "text");
  step.url = text_of(node, "url");
  if (node["url"] && !is_answer(step.url)) {
    return invalid("'url' is reachable, refused, no-tls, no-answer, redirect-loop or a status",
                   place(file, node["url"]));
  }
  auto recipe = read_recipe(node, file, mock_idp::MessageKind::metadata);
  if (!recipe) return recipe.error();
  step.recipe = *recipe;
  step.signs = node["sign"].IsDefined() || node["build"].IsDefined();
  return step;
}

}  // namespace idproctor::scenario
