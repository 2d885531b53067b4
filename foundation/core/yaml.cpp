#include "foundation/core/yaml.hpp"

#include <charconv>
#include <set>
#include <vector>

#include "foundation/core/file.hpp"

namespace idproctor {

namespace {

constexpr int kMaximumDepth = 100;      // yaml-cpp itself stops at 500 (DeepRecursion)
constexpr int kMaximumNodes = 200'000;  // aliases can make a small text an enormous tree

std::string place_of(const std::string& file, const YAML::Mark& mark) {
  if (mark.is_null()) return file;
  return file + ":" + std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1);
}

Result<> check(const YAML::Node& node, const std::string& file, int depth, int& nodes) {
  if (++nodes > kMaximumNodes) return invalid("more than 200,000 entries", place(file, node));
  if (depth > kMaximumDepth) {
    return invalid("nested more than " + std::to_string(kMaximumDepth) + " levels deep", place(file, node));
  }
  if (node.IsSequence()) {
    for (const auto& item : node) {
      if (auto result = check(item, file, depth + 1, nodes); !result) return result;
    }
  }
  if (!node.IsMap()) return {};
  std::set<std::string> keys;
  for (const auto& entry : node) {
    if (!entry.first.IsScalar()) return invalid("a key must be a plain word", place(file, entry.first));
    if (!keys.insert(entry.first.Scalar()).second) {
      return invalid("the key '" + entry.first.Scalar() + "' stands here twice", place(file, entry.first));
    }
    if (auto result = check(entry.second, file, depth + 1, nodes); !result) return result;
  }
  return {};
}

Json plain_scalar(const std::string& text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return nullptr;
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  const char* const end = text.data() + text.size();
  long long integer = 0;
  if (auto [stop, error] = std::from_chars(text.data(), end, integer); error == std::errc() && stop == end) {
    return integer;
  }
  double number = 0;
  const bool numeric = text.find_first_not_of("0123456789+-.eE") == std::string::npos;
  if (auto [stop, error] = std::from_chars(text.data(), end, number);
      numeric && error == std::errc() && stop == end) {
    return number;
  }
  return text;
}

}  // namespace

std::string place(const std::string& file, const YAML::Node& node) {
  return place_of(file, node.Mark());
}

std::string text_of(const YAML::Node& map, const char* key, const std::string& otherwise) {
  const YAML::Node value = map[key];
  return value ? value.as<std::string>(otherwise) : otherwise;
}

Result<Yaml> parse_yaml(std::string_view text, const std::string& file) {
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(text));
    if (documents.size() > 1) {
      return invalid("a second document begins; a file has one", place(file, documents[1]));
    }
    const YAML::Node node = documents.empty() ? YAML::Node() : documents.front();
    int nodes = 0;
    if (auto result = check(node, file, 0, nodes); !result) return result.error();
    return Yaml{file, node};
  } catch (const YAML::Exception& error) {
    return invalid("not YAML: " + error.msg, place_of(file, error.mark));
  }
}

Result<Yaml> load_yaml(const std::string& file) {
  auto text = read_file(file, 4 << 20);
  if (!text) return text.error();
  return parse_yaml(*text, file);
}

Json to_json(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Scalar:
      // yaml-cpp tags quoted scalars with "!" and plain ones with "?".
      return node.Tag() == "!" ? Json(node.Scalar()) : plain_scalar(node.Scalar());
    case YAML::NodeType::Sequence: {
      Json array = Json::array();
      for (const auto& item : node) array.push_back(to_json(item));
      return array;
    }
    case YAML::NodeType::Map: {
      Json object = Json::object();
      for (const auto& entry : node) object[entry.first.Scalar()] = to_json(entry.second);
      return object;
    }
    default:
      return nullptr;
  }
}

}  // namespace idproctor
