#include "scim_client/body.hpp"

#include <algorithm>
#include <variant>

#include "foundation/core/yaml.hpp"
#include "scim_client/keys.hpp"

namespace idproctor::scim {

namespace {

struct Object {
  struct Member {
    std::string key;
    Body::Node* value;
  };
  std::vector<Member> members;
};

struct Array {
  std::vector<Body::Node*> items;
};

struct Loop {
  Reference over;
  bool gather = false;
  std::vector<std::string> only, except;
  Body::Node* item = nullptr;
  AttributePaths paths;
};

}  // namespace

/// Children are owned by the node itself, so that the variant's types stay plain.
struct Body::Node {
  std::variant<Json, Text, Object, Array, Loop> what;
  std::vector<std::unique_ptr<Node>> children;

  Node* adopt(std::unique_ptr<Node> child) {
    children.push_back(std::move(child));
    return children.back().get();
  }
};

Body::Body(std::unique_ptr<Node> root) : root_(std::move(root)) {}
Body::Body(Body&&) noexcept = default;
Body& Body::operator=(Body&&) noexcept = default;
Body::~Body() = default;

namespace {

using NodePtr = std::unique_ptr<Body::Node>;

class Parser {
 public:
  Parser(const std::string& file, const AttributePaths& paths) : file_(file), paths_(paths) {}

  Result<NodePtr> parse(const YAML::Node& yaml) const {
    if (yaml.IsMap()) return parse_object(yaml);
    if (yaml.IsSequence()) return parse_array(yaml);
    auto node = std::make_unique<Body::Node>();
    if (!yaml.IsScalar() || yaml.Scalar().find("${") == std::string::npos) {
      node->what = to_json(yaml);
      return node;
    }
    auto text = Text::parse(yaml.Scalar());
    if (!text) return invalid(text.error().message, place(file_, yaml));
    node->what = std::move(*text);
    return node;
  }

 private:
  Result<NodePtr> parse_object(const YAML::Node& yaml) const {
    auto node = std::make_unique<Body::Node>();
    Object object;
    for (const auto& entry : yaml) {
      const std::string& key = entry.first.Scalar();
      if (key == "for_each" || key == "gather") {
        return invalid("'" + key + "' stands in a list alone", place(file_, entry.first));
      }
      auto value = parse(entry.second);
      if (!value) return value.error();
      const Text* text = std::get_if<Text>(&(*value)->what);
      if (key == "..." && (!text || !text->single())) {
        return invalid("'...' spreads one placeholder", place(file_, entry.second));
      }
      object.members.push_back({key, node->adopt(std::move(*value))});
    }
    node->what = std::move(object);
    return node;
  }

  Result<NodePtr> parse_array(const YAML::Node& yaml) const {
    auto node = std::make_unique<Body::Node>();
    Array array;
    for (const auto& item : yaml) {
      const bool loop = item.IsMap() && (item["for_each"] || item["gather"]);
      auto parsed = loop ? parse_loop(item) : parse(item);
      if (!parsed) return parsed.error();
      array.items.push_back(node->adopt(std::move(*parsed)));
    }
    node->what = std::move(array);
    return node;
  }

  Result<NodePtr> parse_loop(const YAML::Node& yaml) const {
    if (auto checked = check_keys(yaml, file_, loop_keys()); !checked) return checked.error();
    auto node = std::make_unique<Body::Node>();
    Loop loop;
    loop.gather = static_cast<bool>(yaml["gather"]);
    if (loop.gather && yaml["for_each"]) return invalid("either for_each or gather", place(file_, yaml));
    const YAML::Node over = loop.gather ? yaml["gather"] : yaml["for_each"];
    auto reference = Reference::parse(over.Scalar());
    if (!reference) return invalid(reference.error().message, place(file_, over));
    loop.over = *reference;
    for (const auto& name : yaml["only"]) loop.only.push_back(name.Scalar());
    for (const auto& name : yaml["except"]) loop.except.push_back(name.Scalar());
    loop.paths = paths_;
    auto item = parse(yaml["item"]);
    if (!item) return item.error();
    loop.item = node->adopt(std::move(*item));
    node->what = std::move(loop);
    return node;
  }

  const std::string& file_;
  const AttributePaths& paths_;
};

struct Attribute {
  std::string name, path;
  Json value;
};

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/// The attributes in the provider's order; one that its table does not have is its own path, after the
/// others.
std::vector<Attribute> attributes_of(const Loop& loop, const Json& object) {
  std::vector<Attribute> out;
  const auto wanted = [&](const std::string& name) {
    return (loop.only.empty() || contains(loop.only, name)) && !contains(loop.except, name);
  };
  std::vector<std::string> known;
  for (const auto& [name, path] : loop.paths) {
    known.push_back(name);
    if (const auto value = object.find(name); value != object.end() && wanted(name)) {
      out.push_back({name, path, *value});
    }
  }
  for (const auto& [name, value] : object.items()) {
    if (!contains(known, name) && wanted(name)) out.push_back({name, name, value});
  }
  return out;
}

class Renderer {
 public:
  explicit Renderer(const Scope& scope) : scope_(scope) {}

  /// nullopt: an optional placeholder without a value.
  Result<std::optional<Json>> render(const Body::Node& node) const {
    if (const Json* constant = std::get_if<Json>(&node.what)) return std::optional<Json>(*constant);
    if (const Text* text = std::get_if<Text>(&node.what)) return render_text(*text);
    if (const Object* object = std::get_if<Object>(&node.what)) return render_object(*object);
    return render_array(std::get<Array>(node.what));
  }

 private:
  Result<std::optional<Json>> render_text(const Text& text) const {
    if (const Reference* single = text.single()) {
      auto value = scope_.get(*single);
      if (!value) return value.error();
      return *value ? std::optional<Json>(**value) : std::nullopt;
    }
    auto rendered = text.render(scope_);
    if (!rendered) return rendered.error();
    return std::optional<Json>(Json(std::move(*rendered)));
  }

  Result<std::optional<Json>> render_object(const Object& object) const {
    Json out = Json::object();
    for (const auto& [key, node] : object.members) {
      auto value = render(*node);
      if (!value) return value.error();
      if (!*value) continue;
      if (key != "...") {
        out[key] = std::move(**value);
      } else if ((*value)->is_object()) {
        out = merge(std::move(out), **value);
      } else {
        return invalid("'...' needs an object");
      }
    }
    return std::optional<Json>(std::move(out));
  }

  Result<std::optional<Json>> render_array(const Array& array) const {
    Json out = Json::array();
    for (const Body::Node* node : array.items) {
      if (const Loop* loop = std::get_if<Loop>(&node->what)) {
        if (auto done = render_loop(*loop, out); !done) return done.error();
        continue;
      }
      auto value = render(*node);
      if (!value) return value.error();
      if (*value) out.push_back(std::move(**value));
    }
    return std::optional<Json>(std::move(out));
  }

  Result<> render_loop(const Loop& loop, Json& out) const {
    auto over = scope_.get(loop.over);
    if (!over) return over.error();
    if (!*over) return {};
    if ((*over)->is_array() && !loop.gather) {
      for (const Json& element : **over) {
        if (auto done = append(loop, element, out); !done) return done;
      }
      return {};
    }
    if (!(*over)->is_object()) {
      return invalid("${" + loop.over.name() + "} must be " + (loop.gather ? "" : "a list or ") +
                     "an object");
    }
    const std::vector<Attribute> attributes = attributes_of(loop, **over);
    if (!loop.gather) {
      for (const Attribute& each : attributes) {
        Json element = {{"name", each.name}, {"path", each.path}, {"value", each.value}};
        if (auto done = append(loop, element, out); !done) return done;
      }
      return {};
    }
    if (attributes.empty()) return {};
    Json values = Json::object();
    for (const Attribute& each : attributes) values[each.path] = each.value;
    return append(loop, Json{{"values", std::move(values)}}, out);
  }

  Result<> append(const Loop& loop, const Json& each, Json& out) const {
    const Json moment = {{"each", each}};
    const Scope inner = scope_.with(moment);
    auto item = Renderer(inner).render(*loop.item);
    if (!item) return item.error();
    if (*item) out.push_back(std::move(**item));
    return {};
  }

  const Scope& scope_;
};

}  // namespace

Result<Body> Body::parse(const YAML::Node& node, const std::string& file, const AttributePaths& paths) {
  auto root = Parser(file, paths).parse(node);
  if (!root) return root.error();
  return Body(std::move(*root));
}

Result<Json> Body::render(const Scope& scope) const {
  auto value = Renderer(scope).render(*root_);
  if (!value) return value.error();
  return *value ? std::move(**value) : Json();
}

Json merge(Json base, const Json& over) {
  if (!base.is_object() || !over.is_object()) return over;
  for (const auto& [key, value] : over.items()) {
    const auto old = base.find(key);
    if (old == base.end()) {
      base[key] = value;
    } else {
      *old = merge(std::move(*old), value);
    }
  }
  return base;
}

}  // namespace idproctor::scim
