#pragma once

#include <yaml-cpp/yaml.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "foundation/core/json.hpp"
#include "foundation/core/result.hpp"
#include "scim_client/placeholder.hpp"

namespace idproctor::scim {

/// Our attribute names and the SCIM paths that a provider uses for them, in the order in which it sends them.
using AttributePaths = std::vector<std::pair<std::string, std::string>>;

/// A request body as a dialect writes it: JSON with placeholders, parsed once.
/// - A value that is one placeholder keeps its JSON type. `${name?}` without a value: its key is left out.
/// - The key `...` spreads an object into the one where it stands.
/// - An array element { for_each: LIST, item: … } becomes one item for each; over an object of attributes,
///   ${each.path} and ${each.value} are set, and `only`/`except` choose attributes by name.
/// - { gather: OBJECT, item: … } becomes one item for all of them, with ${each.values} = { PATH: VALUE, … };
///   none when there is nothing to gather.
class Body {
 public:
  static Result<Body> parse(const YAML::Node& node, const std::string& file, const AttributePaths& paths);
  /// Errors name the placeholder that has no value.
  Result<Json> render(const Scope& scope) const;

  Body(Body&&) noexcept;
  Body& operator=(Body&&) noexcept;
  ~Body();

  struct Node;

 private:
  explicit Body(std::unique_ptr<Node> root);
  std::unique_ptr<Node> root_;
};

/// RFC 7396 without its meaning of null: objects are merged by key, everything else of `over` replaces.
Json merge(Json base, const Json& over);

}  // namespace idproctor::scim
