#include "harness/run/verdict.hpp"

#include <algorithm>

namespace idproctor::run {

Judgement compare(const std::string& expected, Observed observed) {
  switch (observed) {
    case Observed::impersonated:
    case Observed::broken:
      return Judgement::grave;
    case Observed::unknown:
      return Judgement::undecided;
    case Observed::altered:
      return expected == "either" ? Judgement::as_expected : Judgement::deviation;
    case Observed::accepted:
      return expected == "rejected" ? Judgement::deviation : Judgement::as_expected;
    case Observed::rejected:
      return expected == "accepted" ? Judgement::deviation : Judgement::as_expected;
  }
  return Judgement::undecided;
}

Status weigh(Judgement judgement, const std::string& level, bool in_dialect) {
  switch (judgement) {
    case Judgement::as_expected:
      return Status::pass;
    case Judgement::undecided:
      return Status::inconclusive;
    case Judgement::grave:
      return Status::fail;
    case Judgement::deviation:
      break;
  }
  if (level == "should" || level == "may") return Status::warn;
  if (level == "interop") return in_dialect ? Status::fail : Status::warn;
  return Status::fail;
}

bool status_matches(const std::vector<std::string>& expected, int status) {
  const std::string text = std::to_string(status);
  return std::ranges::any_of(expected, [&](const std::string& one) {
    return one == text || (one.ends_with("xx") && one.front() == text.front());
  });
}

}  // namespace idproctor::run
