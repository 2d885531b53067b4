#include <algorithm>

#include "harness/scenario/keys.hpp"
#include "harness/scenario/reader.hpp"

namespace idproctor::scenario {

Result<LogoutStep> read_logout(const YAML::Node& node, const std::string& file) {
  LogoutStep step;
  step.recipe.kind = mock_idp::MessageKind::logout_response;
  if (node.IsScalar()) {
    step.of = node.Scalar();
    return step;
  }
  if (auto keys = check_keys(node, file, kLogoutKeys); !keys) return keys.error();
  step.single_logout = true;
  step.of = text_of(node, "session");
  step.start = text_of(node, "start", step.start);
  step.binding = text_of(node, "binding");
  if (step.start != "sp" && step.start != "idp") {
    return invalid("a logout starts at sp or idp", place(file, node["start"]));
  }
  if (!step.binding.empty() && step.binding != "POST" && step.binding != "Redirect") {
    return invalid("the binding is POST or Redirect", place(file, node["binding"]));
  }
  const std::string message = text_of(node, "message", step.start == "idp" ? "request" : "response");
  if (message != "request" && message != "response") {
    return invalid("the message is request or response", place(file, node["message"]));
  }
  if (step.start == "sp" && message == "request") {
    return invalid("where the service provider starts, the identity provider's message is a response",
                   place(file, node["message"]));
  }
  auto recipe = read_recipe(
      node, file,
      message == "request" ? mock_idp::MessageKind::logout_request : mock_idp::MessageKind::logout_response);
  if (!recipe) return recipe.error();
  step.recipe = *recipe;
  // An answer that nobody asked for deviates by being there.
  step.deviates =
      (step.start == "idp" && message == "response") ||
      std::ranges::any_of(std::vector{"clock", "edit", "sign", "tamper", "build", "messages", "wire"},
                          [&](const char* key) { return node[key].IsDefined(); });
  return step;
}

}  // namespace idproctor::scenario
