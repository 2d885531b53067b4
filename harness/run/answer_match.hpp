#pragma once

#include <optional>

#include "foundation/http/message.hpp"
#include "harness/observe/matcher.hpp"
#include "harness/scenario/model.hpp"

namespace idproctor::run {

/// The first thing in which header fields and body of an answer are not as expected: "header ETag",
/// "body /id". The status is the caller's business.
std::optional<observe::Mismatch> first_difference(const scenario::Expectation& expect,
                                                  const http::Response& answer);

}  // namespace idproctor::run
