#pragma once

#include <string>

#include "harness/run/environment.hpp"
#include "harness/scenario/model.hpp"

namespace idproctor::run {

/// Whether the step asks the application, or about its events and webhooks.
bool looks_behind(const scenario::Step& step);

/// The first thing that the case needs, by its own words or by its steps, and the target does not declare
/// (Environment::features()). Empty: nothing is missing.
std::string missing_need(const scenario::Case& one, const Environment& environment);
/// The same for whoever reads the report: where the target would have declared it.
std::string why_skipped(const std::string& need);

/// Something in the message is encrypted, and to the target.
bool encrypts_to_target(const mock_idp::Recipe& recipe);

/// The step is a login in which the identity provider asks a second one.
bool asks_upstream(const scenario::Step& step);

/// Why this provider's SCIM client writes otherwise to this target's address. Empty: it does not.
std::string foreign_address(const scenario::Case& one, const Environment& environment);

/// What the case rests on and this provider never does ("answers no AuthnRequest"). Empty: nothing.
std::string beyond_provider(const scenario::Case& one, const Environment& environment);

}  // namespace idproctor::run
