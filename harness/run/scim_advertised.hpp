#pragma once

#include <map>
#include <set>
#include <string>

#include "foundation/core/json.hpp"
#include "foundation/core/task.hpp"
#include "harness/run/gateway.hpp"
#include "harness/scenario/target.hpp"
#include "scim_client/dialect.hpp"

namespace idproctor::run {

/// What a SCIM service provider says of itself (RFC 7643 section 5, RFC 9865 section 4): cases need its
/// features, and bulk requests are measured by its limits.
struct ScimAdvertised {
  /// scim_bulk, scim_cursor, scim_etag, scim_filter, scim_sort; and scim_patch, which is there until the
  /// provider says that it is not.
  std::set<std::string> features{"scim_patch"};
  std::map<std::string, std::size_t> limits;  ///< max_operations, max_payload_size
};

/// Whatever is not of the right type is not advertised. Bulk needs both of its limits.
ScimAdvertised parse_scim_advertised(const Json& service_provider_config);

/// GET /ServiceProviderConfig. Where it does not come, nothing but PATCH is taken for granted: what SCIM
/// cases need beyond it they ask for themselves.
Task<ScimAdvertised> read_scim_advertised(Gateway& gateway, const scim::Dialect& dialect,
                                          const scenario::Target& target, Log& log);

}  // namespace idproctor::run
