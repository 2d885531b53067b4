#pragma once

#include <string>
#include <vector>

#include "foundation/http/message.hpp"

namespace idproctor::observe {

/// What in the answer is one of these secrets, or looks like a key that no browser may see (sk_...,
/// whsec_..., a private key in PEM); in words, without the secret. Empty where there is nothing.
std::string leaked_secret(const http::Response& answer, const std::vector<std::string>& secrets);

}  // namespace idproctor::observe
