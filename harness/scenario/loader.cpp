#include "harness/scenario/loader.hpp"

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

/// A table's row, put into the texts of its case wherever they name one of its values, for as long as this
/// lives. The nodes stay those of the file: a copy would not know its place, and yaml-cpp merges what it
/// knows of the whole file into every map that is made anew.
class RowInPlace {
 public:
  RowInPlace(const YAML::Node& node, const std::map<std::string, std::string>& row) : row_(row) { put(node); }
  ~RowInPlace() {
    for (auto one = originals_.rbegin(); one != originals_.rend(); ++one) one->first = one->second;
  }
  RowInPlace(const RowInPlace&) = delete;
  RowInPlace& operator=(const RowInPlace&) = delete;

 private:
  void put(const YAML::Node& node) {
    if (node.IsSequence()) {
      for (const auto& item : node) put(item);
    } else if (node.IsMap()) {
      for (const auto& entry : node) {
        put(entry.first);  // a pointer
        put(entry.second);
      }
    } else if (node.IsScalar() && node.Scalar().find("${") != std::string::npos) {
      put_into_text(node);
    }
  }
  void put_into_text(YAML::Node node) {
    std::string text = node.Scalar();
    for (const auto& [name, value] : row_) text = replace_all(std::move(text), "${" + name + "}", value);
    if (text == node.Scalar()) return;
    originals_.emplace_back(node, node.Scalar());
    node = text;
  }

  const std::map<std::string, std::string>& row_;
  std::vector<std::pair<YAML::Node, std::string>> originals_;
};

Result<std::vector<std::vector<std::string>>> read_red_without(const YAML::Node& node,
                                                               const std::string& file) {
  std::vector<std::vector<std::string>> groups;
  if (!node) return groups;
  if (node.IsScalar()) return invalid("red_without is a list", place(file, node));
  for (const auto& item : node) groups.push_back(texts(item));
  return groups;
}

/// The first key of a step that stands right in the case; undefined where none does.
YAML::Node first_step_key(const YAML::Node& node) {
  for (const auto& entry : node) {
    if (is_step_key(entry.first.Scalar())) return entry.first;
  }
  return YAML::Node(YAML::NodeType::Undefined);
}

Result<std::vector<Step>> read_steps(const YAML::Node& node, const std::string& file) {
  std::vector<Step> steps;
  if (node["steps"]) {
    bool gave_metadata = false;
    for (const auto& item : node["steps"]) {
      auto step = read_step(item, file);
      if (!step) return step.error();
      auto* login = std::get_if<LoginStep>(&step->action);
      if (login != nullptr) login->may_not_begin = gave_metadata;
      gave_metadata = gave_metadata || std::holds_alternative<MetadataStep>(step->action);
      steps.push_back(*step);
    }
    if (steps.empty()) return invalid("'steps' is empty", place(file, node["steps"]));
    if (const YAML::Node key = first_step_key(node); key.IsDefined()) {
      return invalid("a case has either 'steps' or one step's keys, not both", place(file, key));
    }
    return steps;
  }
  auto step = read_lone_step(node, file);
  if (!step) return step.error();
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
                       const std::string& file) {
  if (auto keys = check_keys(node, file, keys_of_a_case()); !keys) return keys.error();
  Case one;
  one.suite = text_of(suite, "suite");
  const std::string id = text_of(node, "id");
  if (!is_id(id)) return invalid("'" + id + "' is no id: lower-case words with hyphens", place(file, node));
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
  auto steps = read_steps(node, file);
  if (!steps) return steps.error();
  one.steps = *steps;
  one.file = file;
  one.line = node.Mark().line + 1;
  return one;
}

Result<> add_case(const YAML::Node& node, const YAML::Node& suite, const std::string& file,
                  std::vector<Case>& cases) {
  if (!node.IsMap()) return invalid("a case is a map of keys", place(file, node));
  const auto add = [&](const std::string& row) -> Result<> {
    auto one = read_case(node, row, suite, file);
    if (!one) return one.error();
    cases.push_back(std::move(*one));
    return {};
  };
  if (!node["table"]) return add("");
  for (const auto& row : node["table"]) {
    const auto values = text_map(row);
    const auto name = values.find("row");
    if (name == values.end() || !is_id(name->second)) {
      return invalid("a row of a table needs 'row', its name in the case's id", place(file, row));
    }
    const RowInPlace in_place(node, values);
    if (auto added = add(name->second); !added) return added;
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
  auto text = read_file(file, kLargestSuite);
  if (!text) return text.error();
  return parse_suite(*text, file);
}

}  // namespace idproctor::scenario
