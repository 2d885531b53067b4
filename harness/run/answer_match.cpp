#include "harness/run/answer_match.hpp"

namespace idproctor::run {

std::optional<observe::Mismatch> first_difference(const scenario::Expectation& expect,
                                                  const http::Response& answer) {
  for (const auto& [name, matcher] : expect.header) {
    const std::string value = answer.headers.get(name);
    const Json json = value.empty() ? Json() : Json(value);
    if (!observe::matches(matcher, value.empty() ? nullptr : &json)) {
      return observe::Mismatch{"header " + name, observe::describe_matcher(matcher),
                               value.empty() ? "absent" : value};
    }
  }
  const auto body = parse_json(answer.body);
  auto mismatch = observe::first_mismatch(expect.body, body ? *body : Json());
  if (mismatch) mismatch->pointer = "body " + mismatch->pointer;
  return mismatch;
}

}  // namespace idproctor::run
