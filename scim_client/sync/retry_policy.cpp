#include "scim_client/sync/retry_policy.hpp"

#include <algorithm>

#include "foundation/core/json.hpp"
#include "foundation/core/text.hpp"

namespace idproctor::scim {

namespace {

bool is_repeatable_patch(const std::string& body) {
  const auto message = parse_json(body);
  const Json* operations = message ? find(*message, "/Operations") : nullptr;
  if (operations == nullptr || !operations->is_array()) return false;
  return std::ranges::all_of(*operations, [](const Json& operation) {
    const Json* op = find(operation, "/op");
    const Json* path = find(operation, "/path");
    if (op == nullptr || !op->is_string()) return false;
    if (equals_ignoring_case(op->get_ref<const std::string&>(), "replace")) return true;
    return path != nullptr && path->is_string() &&
           to_lower(path->get_ref<const std::string&>()).starts_with("members");
  });
}

}  // namespace

Trouble trouble_of(const Result<http::Response>& answer) {
  if (!answer) {
    switch (answer.error().kind) {
      case Error::Kind::unreachable:
        return Trouble::not_sent;
      case Error::Kind::timeout:
      case Error::Kind::incomplete:
        return Trouble::uncertain;
      default:
        return Trouble::hopeless;
    }
  }
  switch (answer->status) {
    case 429:
      return Trouble::later;
    case 503:
      return answer->headers.has("Retry-After") ? Trouble::later : Trouble::uncertain;
    case 408:
    case 500:
    case 502:
    case 504:
      return Trouble::uncertain;
    default:
      return Trouble::none;
  }
}

bool is_repeatable(const http::Request& request) {
  for (const char* method : {"GET", "HEAD", "PUT", "DELETE"}) {
    if (request.method == method) return true;
  }
  return request.method == "PATCH" && is_repeatable_patch(request.body);
}

bool matches_first(const Dialect& dialect, const std::string& operation) {
  const auto calls = dialect.operations.find(operation);
  if (calls == dialect.operations.end()) return false;
  for (const auto& call : calls->second) {
    if (!call->find.empty()) return true;
    if (call->method == "POST") return false;
  }
  return false;
}

Milliseconds backoff(const RetryPolicy& policy, int failed, Seed& jitter) {
  Milliseconds wait = policy.first;
  for (int i = 1; i < failed && wait < policy.longest; ++i) wait *= 2;
  wait = std::min(wait, policy.longest);
  const auto half = static_cast<std::uint64_t>(wait.count() / 2);
  return wait - Milliseconds(half == 0 ? 0 : static_cast<long long>(jitter.number() % (half + 1)));
}

}  // namespace idproctor::scim
