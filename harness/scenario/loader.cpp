#include "harness/scenario/loader.hpp"

#include <algorithm>

#include "foundation/core/file.hpp"
#include "foundation/core/text.hpp"
#include "harness/scenario/keys.hpp"
#include "harness/scenario/reader.hpp"

namespace idproctor::scenario {

namespace {

bool is_id(std::string_view text) {
  return !text.empty() && text.front() != '-' && text.back() != '-' &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

bool is_dotted_id(std::string_view text) {
  for (const std::string& part : split(text, '.')) {
    if (!is_id(part)) return false;
  }
  return true;
}

/// The keys of a case's only step, in a map of their own.
YAML::Node step_of(const YAML::Node& node) {
  YAML::Node step{YAML::NodeType::Map};
  for (const auto& entry : node) {
    if (is_step_key(entry.first.Scalar())) step.force_insert(entry.first, entry.second);
  }
  return step;
}

/// Whether ${name} of one of the row's values stands anywhere in the tree.
bool names_a_value(const YAML::Node& node, const std::map<std::string, std::string>& row) {
  if (node.IsSequence()) {
    return std::any_of(node.begin(), node.end(), [&](const auto& item) { return names_a_value(item, row); });
  }
  if (node.IsMap()) {
    return std::any_of(node.begin(), node.end(),
                       [&](const auto& entry) { return names_a_value(entry.second, row); });
  }
  if (!node.IsScalar() || node.Scalar().find("${") == std::string::npos) return false;
  return std::ranges::any_of(row, [&](const auto& value) {
    return node.Scalar().find("${" + value.first + "}") != std::string::npos;
  });
}

/// A copy of the tree with ${name} replaced by the row's value. What has no such name stays the node that it
/// was, so that messages still know its place.
YAML::Node with_row(const YAML::Node& node, const std::map<std::string, std::string>& row) {
  // yaml-cpp merges what it knows of the whole file into every map that is made anew.
  if (!names_a_value(node, row)) return node;
  if (node.IsSequence()) {
    YAML::Node copy(YAML::NodeType::Sequence);
    for (const auto& item : node) copy.push_back(with_row(item, row));
    return copy;
  }
  if (node.IsMap()) {
    YAML::Node copy(YAML::NodeType::Map);
    for (const auto& entry : node) copy.force_insert(entry.first, with_row(entry.second, row));
    return copy;
  }
  if (!node.IsScalar()) return node;
  std::string text = node.Scalar();
  for (const auto& [name, value] : row) text = replace_all(std::move(text), "${" + name + "}", value);
  if (text == node.Scalar()) return node;
  YAML::Node replaced(text);
  replaced.SetTag(node.Tag());
  return replaced;
}

Result<std::vector<std::vector<std::string>>> read_red_without(const YAML::Node& node,
                                                               const std::string& file) {
  std::vector<std::vector<std::string>> groups;
  if (!node) return groups;
  if (node.IsScalar()) return invalid("red_without is a list", place(file, node));
  for (const auto& item : node) groups.push_back(texts(item));
  return groups;
}

Result<std::vector<Step>> read_steps(const YAML::Node& node, const YAML::Node& only_step,
                                     const std::string& file) {
  std::vector<Step> steps;
  if (node["steps"]) {
    for (const auto& item : node["steps"]) {
      auto step = read_step(item, file);
      if (!step) return step.error();
      steps.push_back(*step);
    }
    if (steps.empty()) return invalid("'steps' is empty", place(file, node["steps"]));
    if (only_step.size() > 0) {
      return invalid("a case has either 'steps' or one step's keys, not both",
                     place(file, only_step.begin()->first));
    }
    return steps;
  }
  auto step = read_step(only_step, file);
  if (!step) {
    // The map of a lone step is made here and has no place of its own; the case's will do.
    return invalid(step.error().message, step.error().where == file ? place(file, node) : step.error().where);
  }
  steps.push_back(*step);
  return steps;
}

/// The keys of a case together with those of its only step.
const KeyTable& keys_of_a_case() {
  static const KeyTable both = [] {
    KeyTable table = kCaseKeys;
    for (const Key& key : kStepKeys.keys) {
      if (is_step_key(std::string(key.name))) table.keys.push_back(key);
    }
    return table;
  }();
  return both;
}

Result<Case> read_case(const YAML::Node& node, const std::string& row, const YAML::Node& suite,
                       const YAML::Node& origin, const std::string& file) {
  if (auto keys = check_keys(node, file, keys_of_a_case()); !keys) {
    return invalid(keys.error().message,
                   keys.error().where == file ? place(file, origin) : keys.error().where);
  }
  Case one;
  one.suite = text_of(suite, "suite");
  const std::string id = text_of(node, "id");
  if (!is_id(id)) return invalid("'" + id + "' is no id: lower-case words with hyphens", place(file, origin));
  one.id = one.suite + "." + id + (row.empty() ? "" : "." + row);
  one.title = text_of(node, "title");
  one.clauses = texts(node["clauses"] ? node["clauses"] : suite["clauses"]);
  one.symptom = text_of(node, "symptom");
  one.fix = text_of(node, "fix", text_of(suite, "fix"));
  one.otherwise = text_of(node, "otherwise");
  one.needs = texts(suite["needs"]);
  for (const std::string& need : texts(node["needs"])) one.needs.push_back(need);
  one.exclusive = node["exclusive"] && node["exclusive"].as<bool>(false);
  one.slow = node["slow"] && node["slow"].as<bool>(false);
  auto red = read_red_without(node["red_without"], file);
  if (!red) return red.error();
  one.red_without = *red;
  auto steps = read_steps(node, step_of(node), file);
  if (!steps) {
    return invalid(steps.error().message,
                   steps.error().where == file ? place(file, origin) : steps.error().where);
  }
  one.steps = *steps;
  one.file = file;
  one.line = origin.Mark().line + 1;
  return one;
}

Result<> add_case(const YAML::Node& node, const YAML::Node& suite, const std::string& file,
                  std::vector<Case>& cases) {
  if (!node.IsMap()) return invalid("a case is a map of keys", place(file, node));
  std::vector<std::pair<std::string, YAML::Node>> variants;
  if (!node["table"]) variants.emplace_back("", node);
  for (const auto& row : node["table"]) {
    const auto values = text_map(row);
    const auto name = values.find("row");
    if (name == values.end() || !is_id(name->second)) {
      return invalid("a row of a table needs 'row', its name in the case's id", place(file, row));
    }
    variants.emplace_back(name->second, with_row(node, values));
  }
  for (const auto& [row, variant] : variants) {
    auto one = read_case(variant, row, suite, node, file);
    if (!one) return one.error();
    cases.push_back(*one);
  }
  return {};
}

Result<std::vector<Case>> read_suite(const Yaml& yaml) {
  if (auto keys = check_keys(yaml.root, yaml.file, kSuiteKeys); !keys) return keys.error();
  if (!is_dotted_id(text_of(yaml.root, "suite"))) {
    return invalid("a suite's name is lower-case words with hyphens, joined by dots",
                   place(yaml.file, yaml.root["suite"]));
  }
  std::vector<Case> cases;
  for (const auto& node : yaml.root["cases"]) {
    if (auto added = add_case(node, yaml.root, yaml.file, cases); !added) return added.error();
  }
  return cases;
}

}  // namespace

Result<std::vector<Case>> parse_suite(std::string_view text, const std::string& file) {
  try {
    auto yaml = parse_yaml(text, file);
    if (!yaml) return yaml.error();
    return read_suite(*yaml);
  } catch (const YAML::Exception& error) {
    return invalid("not a scenario: " + error.msg, file);
  }
}

Result<std::vector<Case>> load_suite(const std::string& file) {
  auto text = read_file(file, 4 << 20);
  if (!text) return text.error();
  return parse_suite(*text, file);
}

}  // namespace idproctor::scenario
