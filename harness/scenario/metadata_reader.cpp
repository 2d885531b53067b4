#include "harness/scenario/keys.hpp"
#include "harness/scenario/reader.hpp"

namespace idproctor::scenario {

Result<MetadataStep> read_metadata(const YAML::Node& node, const std::string& file) {
  MetadataStep step;
  step.recipe.kind = mock_idp::MessageKind::metadata;
  if (node.IsScalar()) {
    const std::string word = node.Scalar();
    if (word == "rotate") {
      step.keys = {"idp-later"};
    } else if (word != "publish") {
      return invalid("'" + word + "' is none of publish, rotate", place(file, node));
    }
    return step;
  }
  if (auto keys = check_keys(node, file, kMetadataKeys); !keys) return keys.error();
  if (node["keys"]) step.keys = texts(node["keys"]);
  if (node["text"]) step.text = text_of(node, "text");
  auto recipe = read_recipe(node, file, mock_idp::MessageKind::metadata);
  if (!recipe) return recipe.error();
  step.recipe = *recipe;
  step.signs = node["sign"].IsDefined() || node["build"].IsDefined();
  return step;
}

}  // namespace idproctor::scenario
