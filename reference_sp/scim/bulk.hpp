#pragma once

#include <functional>
#include <string>

#include "foundation/core/json.hpp"
#include "foundation/http/message.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/scim/error.hpp"

namespace idproctor::reference::scim {

/// What ServiceProviderConfig says of bulk.
inline constexpr std::size_t most_bulk_operations = 100;
inline constexpr std::size_t largest_bulk_payload = std::size_t{512} << 10;

/// Carries out one operation; `path` is the request's, below the base URL.
using Perform = std::function<http::Response(const std::string& path, const http::Request& request)>;

/// A bulk job (RFC 7644 section 3.7). Operations run in their order, but one that names a bulkId waits for
/// the operation that creates it; where two wait for each other, one of them is created without its
/// reference and gets it at the end. What refers to a failed operation fails with 409. Returns the
/// BulkResponse. Errors: 400 for a message that is none, 413 for too many operations.
Outcome<Json> run_bulk(const Json& body, const std::string& base_url, const Checks& checks,
                       const Perform& perform);

}  // namespace idproctor::reference::scim
