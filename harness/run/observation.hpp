#pragma once

#include <string>
#include <vector>

#include "harness/observe/whoami.hpp"

namespace idproctor::run {

/// What the target did with one login.
enum class Observed { accepted, impersonated, altered, rejected, broken, unknown };
const char* name(Observed observed);

/// Compares who is logged in with whom the IdP's signature vouches for in the message that was sent. `nobody`
/// is rejected here; whether the target is well besides is for the control after it to say.
Observed judge(const observe::Who& who, const std::vector<std::string>& signed_identities);

/// One sentence on why it was judged so.
std::string explain(Observed observed, const observe::Who& who,
                    const std::vector<std::string>& signed_identities);

}  // namespace idproctor::run
