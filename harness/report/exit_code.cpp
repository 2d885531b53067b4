#include "harness/report/exit_code.hpp"

#include <algorithm>

#include "harness/report/labels.hpp"

namespace idproctor::report {

namespace {

bool was_decided(const run::CaseResult& result) {
  return result.status != run::Status::skip && result.status != run::Status::error &&
         result.status != run::Status::inconclusive;
}

std::size_t number_of(const run::RunResult& result, run::Status status) {
  return static_cast<std::size_t>(std::ranges::count(result.cases, status, &run::CaseResult::status));
}

std::string failures(const run::RunResult& result) {
  const std::size_t failed = number_of(result, run::Status::fail);
  const auto counted = std::ranges::count_if(result.cases, [](const auto& one) { return fails(one, true); });
  const std::size_t strict_only = static_cast<std::size_t>(counted) - failed;
  if (!result.info.strict || strict_only == 0) return count(failed, "case", "cases") + " failed.";
  const std::string warnings =
      count(strict_only, "warning counts", "warnings count") + " as failed (--strict).";
  return failed == 0 ? warnings : count(failed, "case", "cases") + " failed, and " + warnings;
}

std::string undecided(const run::RunResult& result) {
  if (std::ranges::none_of(result.cases, was_decided)) return "Nothing was decided.";
  return "Nothing failed, but " +
         count(number_of(result, run::Status::error) + number_of(result, run::Status::inconclusive),
               "case has no verdict.", "cases have no verdict.");
}

}  // namespace

int exit_code(const run::RunResult& result, bool strict) {
  const auto any = [&](run::Status status) { return number_of(result, status) > 0; };
  if (std::ranges::any_of(result.cases, [&](const auto& one) { return fails(one, strict); })) return 1;
  if (any(run::Status::error) || any(run::Status::inconclusive)) return 4;
  if (std::ranges::none_of(result.cases, was_decided)) return 4;
  return any(run::Status::unexpected_pass) ? 5 : 0;
}

std::string explain_exit_code(int code, const run::RunResult& result) {
  const std::string so_far = " after " + std::to_string(result.cases.size()) + " of " +
                             count(std::max(result.info.planned, result.cases.size()), "case", "cases") +
                             "; the results so far are kept.";
  switch (code) {
    case 0:
      return "Nothing failed, and every case that was asked has a verdict.";
    case 1:
      return failures(result);
    case 2:
      return "Wrong usage, or the target file is wrong; nothing was sent.";
    case 3:
      return "A scenario does not load; nothing was sent.";
    case 4:
      return undecided(result);
    case 5:
      return "Nothing failed, but the baseline names " +
             count(number_of(result, run::Status::unexpected_pass), "deviation that no longer happens.",
                   "deviations that no longer happen.");
    case 130:
      return "Stopped by Ctrl-C" + so_far;
    case 143:
      return "Terminated" + so_far;
    default:
      return "Ended with an unusual exit code.";
  }
}

}  // namespace idproctor::report
