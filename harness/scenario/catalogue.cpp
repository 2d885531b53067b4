#include "harness/scenario/catalogue.hpp"

#include <algorithm>
#include <filesystem>

#include "harness/scenario/loader.hpp"

namespace idproctor::scenario {

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

Result<Catalogue> load_catalogue(const std::string& home) {
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
  auto files = scenario_files(home + "/scenarios");
  if (!files) return files.error();
  for (const std::string& file : *files) {
    auto cases = load_suite(file);
    if (!cases) return cases.error();
    for (Case& one : *cases) catalogue.cases.push_back(std::move(one));
  }
  return catalogue;
}

}  // namespace idproctor::scenario
