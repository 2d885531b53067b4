#pragma once

#include <optional>

#include "scim_client/client.hpp"

namespace idproctor::scim {

/// What a call's request is made of.
struct Rendering {
  const Dialect& dialect;
  const Target& target;
  const Json& variables;
  const Json& last_answer;  ///< null before the first one
  int page_start = 1;
};

/// The request of one call, or nothing where `unless_empty` says so. `deviation` is of this very call, or
/// empty.
Result<std::optional<http::Request>> render(const Call& call, const Rendering& rendering,
                                            const Deviation& deviation);

Result<http::Request> render(const RawRequest& raw, const Dialect& dialect, const Target& target);

}  // namespace idproctor::scim
