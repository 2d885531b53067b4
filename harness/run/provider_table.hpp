#pragma once

#include <string>

#include "foundation/core/result.hpp"

namespace idproctor::run {

/// The table of docs/providers.md: for each provider with a SAML half which shapes are measured, documented
/// or unmeasured, and whose SCIM half it has. A provider that does not load is an Error.
Result<std::string> provider_table(const std::string& home);

/// The other table of that page: for each SCIM client which requests are measured, documented or unmeasured.
Result<std::string> scim_table(const std::string& home);

}  // namespace idproctor::run
