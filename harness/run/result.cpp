#include "harness/run/result.hpp"

namespace idproctor::run {

const char* name(Status status) {
  switch (status) {
    case Status::pass:
      return "pass";
    case Status::fail:
      return "fail";
    case Status::warn:
      return "warn";
    case Status::known:
      return "known";
    case Status::unexpected_pass:
      return "unexpected-pass";
    case Status::inconclusive:
      return "inconclusive";
    case Status::skip:
      return "skip";
    case Status::error:
      return "error";
  }
  return "error";
}

const std::vector<Status>& all_statuses() {
  static const std::vector<Status> statuses{
      Status::pass,         Status::fail, Status::warn, Status::known, Status::unexpected_pass,
      Status::inconclusive, Status::skip, Status::error};
  return statuses;
}

std::map<Status, int> totals(const std::vector<CaseResult>& cases) {
  std::map<Status, int> counts;
  for (Status status : all_statuses()) counts[status] = 0;
  for (const CaseResult& result : cases) ++counts[result.status];
  return counts;
}

}  // namespace idproctor::run
