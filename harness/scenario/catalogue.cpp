#include "harness/scenario/catalogue.hpp"

#include <algorithm>
#include <filesystem>

#include "foundation/core/file.hpp"
#include "foundation/core/text.hpp"
#include "harness/scenario/loader.hpp"
#include "harness/scenario/selection.hpp"

namespace idproctor::scenario {

namespace {

struct SuiteFile {
  std::string path, text;
  std::string suite;  ///< empty where it takes a parser to find out
};

/// Reading a file is quick, parsing it is not.
Result<SuiteFile> read_suite_file(const std::string& path) {
  constexpr std::string_view key = "suite: ";
  auto text = read_file(path, kLargestSuite);
  if (!text) return text.error();
  SuiteFile file{path, std::move(*text), {}};
  if (file.text.starts_with(key)) {
    const std::string_view line = std::string_view(file.text).substr(0, file.text.find('\n'));
    file.suite = trim(line.substr(key.size()));
  }
  return file;
}

bool may_mean(const std::string& word, const SuiteFile& file) {
  if (is_path(word)) return false;
  return file.suite.empty() || matches(file.suite, word) || matches(word, file.suite);
}

/// A word that means nothing needs all suites, so that the guess knows them.
bool means_nothing(const std::string& word, const std::vector<SuiteFile>& files) {
  return !is_path(word) &&
         std::ranges::none_of(files, [&](const SuiteFile& file) { return may_mean(word, file); });
}

}  // namespace

Result<std::vector<std::string>> scenario_files(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return invalid("there is no such file or folder", path);
  if (!std::filesystem::is_directory(path, error)) return std::vector<std::string>{path};
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path, error)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  std::ranges::sort(files);
  return files;
}

Result<Catalogue> load_catalogue(const std::string& home, const std::vector<std::string>& words) {
  Catalogue catalogue;
  catalogue.home = home;
  auto clauses = load_clauses(home + "/fixtures/clauses");
  if (!clauses) return clauses.error();
  catalogue.clauses = std::move(*clauses);
  auto symptoms = load_symptoms(home + "/fixtures/troubleshooting.yaml");
  if (!symptoms) return symptoms.error();
  catalogue.symptoms = std::move(*symptoms);
  auto not_tested = load_not_tested(home + "/fixtures/not-tested.yaml");
  if (!not_tested) return not_tested.error();
  catalogue.not_tested = std::move(*not_tested);
  auto users = mock_idp::load_users(home + "/fixtures/users.yaml");
  if (!users) return users.error();
  catalogue.users = std::move(*users);
  auto paths = scenario_files(home + "/scenarios");
  if (!paths) return paths.error();
  std::vector<SuiteFile> files;
  for (const std::string& path : *paths) {
    auto file = read_suite_file(path);
    if (!file) return file.error();
    files.push_back(std::move(*file));
  }
  const bool all = words.empty() || std::ranges::any_of(words, [&](const std::string& word) {
                     return means_nothing(word, files);
                   });
  for (const SuiteFile& file : files) {
    const bool is_meant = std::ranges::any_of(words, [&](const auto& word) { return may_mean(word, file); });
    if (!all && !is_meant) continue;
    auto cases = parse_suite(file.text, file.path);
    if (!cases) return cases.error();
    for (Case& one : *cases) catalogue.cases.push_back(std::move(one));
  }
  return catalogue;
}

}  // namespace idproctor::scenario
