#include "harness/run/case_state.hpp"

#include <algorithm>

#include "harness/run/needs.hpp"
#include "harness/run/verdict.hpp"
#include "harness/scenario/diagnosis.hpp"

namespace idproctor::run {

CaseState::CaseState(const Environment& the_environment, Controls& the_controls, const scenario::Case& one)
    : environment(the_environment),
      controls(the_controls),
      result(describe_case(the_environment, one)),
      directory(the_environment, the_environment.seed.fork(one.id)),
      seed(the_environment.seed.fork(one.id + "/messages")),
      looks_behind(std::ranges::any_of(one.steps, run::looks_behind)) {}

void CaseState::finish(Status status, const std::string& reason) {
  if (finished) return;
  finished = true;
  const Redactor& redactor = environment.gateway->redactor();
  result.status = status;
  result.reason = redactor.text(reason);
  result.message = redactor.text(result.message);
  if (status == Status::pass || status == Status::skip) result.fix.clear();
}

void CaseState::note_diagnosis(const std::string& expected, const std::string& stated,
                               const std::string& exchange) {
  if (expected.empty()) return;
  const scenario::Symptom* row = diagnose(environment.catalogue.symptoms, stated);
  result.evidence.push_back({"wire", "what the target says", expected,
                             row == nullptr ? "nothing that points to a row" : row->id, exchange,
                             row != nullptr && row->id == expected});
}

bool CaseState::deviates(const std::string& expected, const std::string& observed,
                         const std::string& reason) {
  result.expected = expected;
  result.observed = observed;
  finish(weigh(Judgement::deviation, result.level, true), reason);
  return false;
}

Browser& CaseState::browser(const std::string& name) {
  const auto found = browsers.find(name);
  if (found != browsers.end()) return found->second;
  return browsers.emplace(name, Browser(*environment.gateway, environment.clock)).first->second;
}

CaseResult describe_case(const Environment& environment, const scenario::Case& one) {
  CaseResult result;
  result.id = one.id;
  result.key = one.id + "@" + environment.provider.id;
  result.saml_provider = environment.provider.saml->id;
  result.scim_provider = environment.provider.scim->id;
  result.title = one.title;
  result.level = strictest_level(environment.catalogue.clauses, one.clauses);
  result.clauses = one.clauses;
  const std::string home = environment.catalogue.home + "/";
  result.file = one.file.starts_with(home) ? one.file.substr(home.size()) : one.file;
  result.line = one.line;
  result.fix = one.fix;
  result.otherwise = one.otherwise;
  if (const auto symptom = environment.catalogue.symptoms.find(one.symptom);
      result.fix.empty() && symptom != environment.catalogue.symptoms.end()) {
    result.fix = symptom->second.fix;
  }
  return result;
}

}  // namespace idproctor::run
