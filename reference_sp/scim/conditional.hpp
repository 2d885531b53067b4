#pragma once

#include <string>

#include "foundation/http/message.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/scim/error.hpp"
#include "reference_sp/scim/store.hpp"

namespace idproctor::reference::scim {

/// The resource's meta.version.
std::string entity_tag_of(const Resource& resource);

/// A write may happen: If-Match, where there is one, names the resource's version, and If-None-Match does not
/// (RFC 7644 section 3.14, RFC 9110 section 13). Errors: 412.
Outcome<> admits_write(const http::Request& request, const Resource& resource, const Checks& checks);

/// A read is answered with 304: If-None-Match names the version that the resource still has.
bool is_unchanged(const http::Request& request, const Resource& resource, const Checks& checks);

}  // namespace idproctor::reference::scim
