#pragma once

#include <string>
#include <vector>

#include "foundation/core/task.hpp"
#include "mock_idp/builder.hpp"

namespace idproctor::run {

struct Environment;

/// What a login computes on the environment's worker, while other cases go on.

/// The provider's message with the recipe's deviations. An Error says why it cannot be made.
Task<Result<mock_idp::Message>> make_message(const Environment& environment, mock_idp::Login login,
                                             mock_idp::Recipe recipe, Seed seed);

/// Whom the IdP's signatures in the message vouch for.
Task<std::vector<std::string>> vouched_for(const Environment& environment, mock_idp::Message message);

}  // namespace idproctor::run
