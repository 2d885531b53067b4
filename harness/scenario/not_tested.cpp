#include "harness/scenario/not_tested.hpp"

#include <set>

#include "foundation/core/keys.hpp"
#include "foundation/core/yaml.hpp"
#include "harness/scenario/reader.hpp"

namespace idproctor::scenario {

namespace {

const KeyTable kNotTestedKeys{"not-tested",
                              {{"title", Kind::text, "what the target must do", true},
                               {"clauses", Kind::texts, "ids in fixtures/clauses/", true},
                               {"reason", Kind::text, "why no request can ask it", true},
                               {"instead", Kind::text, "how one sees to it otherwise"}}};

constexpr const char* kHead = R"(# What is not tested

idproctor sees what a browser and an identity provider see: requests and answers. These duties of a service provider
leave no trace there. They are not covered by a green report.

A lint (`bin/idproctor lint scenarios`) demands that every sentence in `fixtures/clauses/` is asked by a case or stands
here. This page is written from `fixtures/not-tested.yaml` by `bin/idproctor lint --print not-tested`.
)";

}  // namespace

Result<std::vector<NotTested>> load_not_tested(const std::string& file) {
  const auto yaml = load_yaml(file);
  if (!yaml) return yaml.error();
  std::vector<NotTested> rows;
  for (const auto& entry : yaml->root) {
    const YAML::Node& row = entry.second;
    if (auto keys = check_keys(row, file, kNotTestedKeys); !keys) return keys.error();
    rows.push_back({entry.first.Scalar(), text_of(row, "title"), texts(row["clauses"]),
                    text_of(row, "reason"), text_of(row, "instead")});
  }
  return rows;
}

std::vector<std::string> unanswered(const Clauses& clauses, const std::vector<Case>& cases,
                                    const std::vector<NotTested>& not_tested) {
  std::vector<std::string> problems;
  std::set<std::string> answered;
  for (const Case& one : cases) answered.insert(one.clauses.begin(), one.clauses.end());
  for (const NotTested& row : not_tested) {
    answered.insert(row.clauses.begin(), row.clauses.end());
    for (const std::string& id : row.clauses) {
      if (clauses.contains(id)) continue;
      problems.push_back("fixtures/not-tested.yaml: " + row.id + ": there is no clause '" + id +
                         "' in fixtures/clauses/");
    }
  }
  for (const auto& [id, clause] : clauses) {
    if (answered.contains(id)) continue;
    problems.push_back("fixtures/clauses/: " + id +
                       ": no case asks this clause, and fixtures/not-tested.yaml has no reason");
  }
  return problems;
}

std::string not_tested_page(const Clauses& clauses, const std::vector<NotTested>& not_tested) {
  std::string page = kHead;
  for (const NotTested& row : not_tested) {
    page += "\n## " + row.title + "\n\n" + row.reason + (row.instead.empty() ? "" : " " + row.instead) + "\n";
    for (const std::string& id : row.clauses) {
      const auto clause = clauses.find(id);
      if (clause == clauses.end()) continue;
      page += "\n> " + clause->second.text + "\n>\n> `" + id + "`, " + clause->second.source + "\n";
    }
  }
  return page;
}

}  // namespace idproctor::scenario
