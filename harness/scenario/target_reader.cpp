#include "harness/scenario/target_reader.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "foundation/core/file.hpp"
#include "foundation/core/template.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/url.hpp"
#include "harness/scenario/keys.hpp"

namespace idproctor::scenario {

std::string TargetReader::text(const YAML::Node& map, const char* key) {
  if (!map[key]) return {};
  auto value = expand(map[key].as<std::string>(""), [&](std::string_view name) { return outside(name); });
  if (value) return *value;
  fail(value.error().message, map[key]);
  return {};
}

std::string TargetReader::secret(const YAML::Node& map, const char* key) {
  std::string_view expression;
  const std::string written = map[key] ? map[key].as<std::string>("") : "";
  const bool from_outside = is_single_expression(written, expression) &&
                            (expression.starts_with("env:") || expression.starts_with("file:"));
  if (!written.empty() && !from_outside) {
    fail(std::string("'") + key + "' is a secret: write ${env:NAME} or ${file:PATH}, never the value",
         map[key]);
  }
  std::string value = text(map, key);
  if (!value.empty()) target_.secrets.push_back(value);
  return value;
}

std::string TargetReader::text_for_run(const YAML::Node& node) {
  auto value =
      expand(node.as<std::string>(""), [&](std::string_view name) -> Result<std::optional<std::string>> {
        auto found = outside(name);
        if (!found) return found.error();
        if (!*found) return std::optional<std::string>("${" + std::string(name) + "}");
        if (!(*found)->empty()) target_.secrets.push_back(**found);
        return found;
      });
  if (value) return *value;
  fail(value.error().message, node);
  return {};
}

std::string TargetReader::url(const YAML::Node& map, const char* key) {
  std::string value = text(map, key);
  if (value.empty()) return value;
  if (auto parsed = http::parse_url(value); !parsed) {
    fail("'" + std::string(key) + "': " + parsed.error().message, map[key]);
  }
  return value;
}

std::string TargetReader::url_or_file(const YAML::Node& map, const char* key) {
  std::string value = text(map, key);
  if (value.empty() || value.find("://") != std::string::npos) return value;
  return (std::filesystem::path(file_).parent_path() / value).string();
}

std::string TargetReader::one_of(const YAML::Node& map, const char* key,
                                 const std::vector<std::string>& words, const std::string& absent) {
  std::string word = text_of(map, key, absent);
  if (std::ranges::find(words, word) == words.end()) {
    fail("'" + std::string(key) + "' is one of " + join(words, ", "), map[key]);
  }
  return word;
}

std::optional<Milliseconds> TargetReader::duration(const YAML::Node& map, const char* key) {
  if (!map[key]) return std::nullopt;
  return *parse_duration(map[key].Scalar());
}

Target::Request TargetReader::request(const YAML::Node& node) {
  Target::Request request;
  check(node, kRequestKeys);
  if (failed()) return request;
  request.method = text_of(node, "method", request.method);
  request.url = url(node, "url");
  for (const auto& header : node["headers"]) {
    request.headers.add(header.first.Scalar(), text_for_run(header.second));
  }
  for (const auto& field : node["form"]) request.form[field.first.Scalar()] = text_for_run(field.second);
  if (node["body"]) {
    // A map or list is JSON; its texts may hold names like any other.
    const YAML::Node& body = node["body"];
    request.body = text_for_run(body.IsScalar() ? body : YAML::Node(dump(to_json(body))));
  }
  return request;
}

void TargetReader::check(const YAML::Node& map, const KeyTable& table) {
  if (auto keys = check_keys(map, file_, table); !keys && !error_) error_ = keys.error();
}

void TargetReader::fail(const std::string& message, const YAML::Node& node) {
  if (!error_) error_ = invalid(message, place(file_, node));
}

Result<std::optional<std::string>> TargetReader::outside(std::string_view name) const {
  if (name.starts_with("env:")) {
    const char* value = std::getenv(std::string(name.substr(4)).c_str());
    if (value == nullptr) return invalid("the environment has no " + std::string(name.substr(4)));
    return std::optional<std::string>(value);
  }
  if (name.starts_with("file:")) {
    auto bytes = read_file(std::filesystem::path(file_).parent_path() / name.substr(5), 1 << 20);
    if (!bytes) return invalid(describe(bytes.error()));
    return std::optional<std::string>(trim(*bytes));
  }
  return std::optional<std::string>();
}

}  // namespace idproctor::scenario
