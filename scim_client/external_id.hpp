#pragma once

#include <string>

#include "foundation/core/seed.hpp"
#include "scim_client/dialect.hpp"

namespace idproctor::scim {

/// An id as this provider gives its own users: "00u" and 17 letters or digits (Okta), a GUID (Entra's object
/// id), 24 hexadecimal digits (JumpCloud), 64 of them (authentik), or plain text. For user.externalId and,
/// where the provider sends one, group.externalId.
std::string make_external_id(ExternalId form, Seed& seed);

}  // namespace idproctor::scim
