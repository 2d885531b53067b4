#include "harness/report/provider_verdicts.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "harness/report/labels.hpp"

namespace idproctor::report {

namespace {

ProviderVerdict& verdict_of(const std::string& dialect, const run::RunInfo& info,
                            std::vector<ProviderVerdict>& verdicts) {
  const auto known = std::ranges::find(verdicts, dialect, &ProviderVerdict::id);
  if (known != verdicts.end()) return *known;
  const auto spoken = std::ranges::find(info.scim_dialects, dialect, &run::SpokenDialect::id);
  verdicts.push_back({dialect, spoken == info.scim_dialects.end() ? "" : spoken->title, {}, 0});
  return verdicts.back();
}

}  // namespace

std::string ProviderVerdict::in_words() const {
  std::vector<std::string> words = otherwise;
  if (undecided > 0) words.push_back(count(undecided, "case was", "cases were") + " not decided");
  return words.empty() ? "works" : join(words, "; ");
}

std::vector<ProviderVerdict> provider_verdicts(const run::RunResult& result) {
  std::vector<ProviderVerdict> verdicts;
  for (const run::CaseResult& one : result.cases) {
    if (one.otherwise.empty() || one.status == run::Status::skip) continue;
    ProviderVerdict& verdict = verdict_of(one.scim_provider, result.info, verdicts);
    switch (one.status) {
      case run::Status::fail:
      case run::Status::warn:
      case run::Status::known:
        verdict.otherwise.push_back(one.otherwise);
        break;
      case run::Status::error:
      case run::Status::inconclusive:
        ++verdict.undecided;
        break;
      default:
        break;
    }
  }
  return verdicts;
}

}  // namespace idproctor::report
