#pragma once

#include <map>
#include <string>
#include <vector>

#include "harness/scenario/model.hpp"
#include "harness/scenario/not_tested.hpp"
#include "harness/scenario/reference_data.hpp"
#include "mock_idp/user.hpp"

namespace idproctor::scenario {

/// Everything that lies under the installation's folder: scenarios, clauses, symptoms, users, providers.
struct Catalogue {
  std::string home;
  std::vector<Case> cases;  ///< of scenarios/, in the order of files and lines
  Clauses clauses;
  std::vector<NotTested> not_tested;
  std::map<std::string, Symptom> symptoms;
  std::map<std::string, mock_idp::User> users;
};

/// With `words`, as select() takes them: of the suites only those that they may mean, or all where one of
/// them means none.
Result<Catalogue> load_catalogue(const std::string& home, const std::vector<std::string>& words = {});

/// Every .yaml below a folder, or the file itself; sorted.
Result<std::vector<std::string>> scenario_files(const std::string& path);

}  // namespace idproctor::scenario
