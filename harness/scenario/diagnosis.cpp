#include "harness/scenario/diagnosis.hpp"

#include <regex>

namespace idproctor::scenario {

const Symptom* diagnose(const std::map<std::string, Symptom>& symptoms, const std::string& stated) {
  const Symptom* best = nullptr;
  std::ptrdiff_t where = 0;
  for (const auto& [id, symptom] : symptoms) {
    if (symptom.says.empty()) continue;
    std::smatch found;
    const std::regex words(symptom.says, std::regex::icase);
    if (!std::regex_search(stated, found, words)) continue;
    // What a sentence names first is what it is about.
    if (best != nullptr && found.position() >= where) continue;
    best = &symptom;
    where = found.position();
  }
  return best;
}

}  // namespace idproctor::scenario
