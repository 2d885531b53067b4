#include "harness/scenario/reference_data.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <regex>

#include "foundation/core/keys.hpp"

namespace idproctor::scenario {

namespace {

const KeyTable kClauseKeys{"clause",
                           {{"level", Kind::text, "must, should, may, interop or security", true},
                            {"text", Kind::text, "the sentence", true},
                            {"source", Kind::text, "document and section", true}}};
const KeyTable kSymptomKeys{
    "symptom",
    {{"title", Kind::text, "what the customer reports", true},
     {"cause", Kind::text, "what is the matter", true},
     {"fix", Kind::text, "what to do about it", true},
     {"says", Kind::text, "what service providers write then: a regular expression"}}};

constexpr std::array<std::string_view, 5> kLevels{"may", "should", "interop", "must", "security"};

std::ptrdiff_t rank(std::string_view level) {
  return std::ranges::find(kLevels, level) - kLevels.begin();
}

std::vector<std::string> yaml_files(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace

Result<Clauses> load_clauses(const std::string& folder) {
  Clauses clauses;
  for (const std::string& file : yaml_files(folder)) {
    const auto yaml = load_yaml(file);
    if (!yaml) return yaml.error();
    for (const auto& entry : yaml->root) {
      if (auto keys = check_keys(entry.second, file, kClauseKeys); !keys) return keys.error();
      Clause clause{entry.first.Scalar(), text_of(entry.second, "level"), text_of(entry.second, "text"),
                    text_of(entry.second, "source")};
      if (rank(clause.level) == static_cast<std::ptrdiff_t>(kLevels.size())) {
        return invalid("'" + clause.level + "' is no level", place(file, entry.second["level"]));
      }
      if (!clauses.emplace(clause.id, clause).second) {
        return invalid("the clause '" + clause.id + "' stands in another file as well",
                       place(file, entry.first));
      }
    }
  }
  if (clauses.empty()) return invalid("there are no clauses here", folder);
  return clauses;
}

Result<std::map<std::string, Symptom>> load_symptoms(const std::string& file) {
  const auto yaml = load_yaml(file);
  if (!yaml) return yaml.error();
  std::map<std::string, Symptom> symptoms;
  for (const auto& entry : yaml->root) {
    if (auto keys = check_keys(entry.second, file, kSymptomKeys); !keys) return keys.error();
    const std::string id = entry.first.Scalar();
    symptoms[id] = {id, text_of(entry.second, "title"), text_of(entry.second, "cause"),
                    text_of(entry.second, "fix"), text_of(entry.second, "says")};
    try {
      const std::regex words(symptoms[id].says);
    } catch (const std::regex_error&) {
      return invalid("'says' is no regular expression", place(file, entry.second["says"]));
    }
  }
  return symptoms;
}

std::string strictest_level(const Clauses& clauses, const std::vector<std::string>& ids) {
  std::string strictest;
  for (const std::string& id : ids) {
    const auto clause = clauses.find(id);
    if (clause == clauses.end()) continue;
    if (strictest.empty() || rank(clause->second.level) > rank(strictest)) strictest = clause->second.level;
  }
  return strictest.empty() ? "must" : strictest;
}

}  // namespace idproctor::scenario
