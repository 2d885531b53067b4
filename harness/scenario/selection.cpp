#include "harness/scenario/selection.hpp"

#include <set>

#include "foundation/core/text.hpp"
#include "harness/scenario/loader.hpp"

namespace idproctor::scenario {

namespace {

Result<std::vector<Case>> from_path(const std::string& path) {
  auto files = scenario_files(path);
  if (!files) return files.error();
  std::vector<Case> cases;
  for (const std::string& file : *files) {
    auto loaded = load_suite(file);
    if (!loaded) return loaded.error();
    for (Case& one : *loaded) cases.push_back(std::move(one));
  }
  if (cases.empty()) return invalid("there are no cases here", path);
  return cases;
}

/// Ids and all their beginnings: what a user may have meant.
std::vector<std::string> known_words(const Catalogue& catalogue) {
  std::set<std::string> words;
  for (const Case& one : catalogue.cases) {
    std::string word;
    for (const std::string& part : split(one.id, '.')) {
      word += (word.empty() ? "" : ".") + part;
      words.insert(word);
    }
  }
  return {words.begin(), words.end()};
}

}  // namespace

bool is_path(const std::string& word) {
  return word.find('/') != std::string::npos || word.ends_with(".yaml");
}

bool matches(const std::string& id, const std::string& word) {
  return id == word || id.starts_with(word + ".");
}

Result<std::vector<Case>> select(const Catalogue& catalogue, const std::vector<std::string>& words) {
  if (words.empty()) return catalogue.cases;
  std::vector<Case> selected;
  std::set<std::string> taken;
  const auto take = [&](const Case& one) {
    if (taken.insert(one.id).second) selected.push_back(one);
  };
  for (const std::string& word : words) {
    if (is_path(word)) {
      auto cases = from_path(word);
      if (!cases) return cases.error();
      for (const Case& one : *cases) take(one);
      continue;
    }
    bool found = false;
    for (const Case& one : catalogue.cases) {
      if (!matches(one.id, word)) continue;
      take(one);
      found = true;
    }
    if (found) continue;
    const std::string guess = nearest(word, known_words(catalogue));
    return invalid("no case is called '" + word + "'" +
                   (guess.empty() ? "" : "; did you mean '" + guess + "'?") +
                   " (idproctor run --list shows them all)");
  }
  return selected;
}

}  // namespace idproctor::scenario
