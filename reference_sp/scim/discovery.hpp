#pragma once

#include <string>
#include <vector>

#include "foundation/core/json.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/scim/error.hpp"
#include "reference_sp/scim/page.hpp"

namespace idproctor::reference::scim {

/// What RFC 7644 section 4 lets clients find out. It advertises what is there and nothing else.
bool is_discovery(const std::string& endpoint);

/// The body for GET of a path such as {"Schemas", URN}; `filtered` when the request has a filter, which is
/// forbidden here. Errors: 403, 404.
Outcome<Json> discover(const std::vector<std::string>& path, bool filtered, const std::string& base_url,
                       const Checks& checks);

/// The envelope of RFC 7644 section 3.4.2; `resources` are those of the page, as they are shown.
Json list_response(const Page& page, Json resources, const Checks& checks);

}  // namespace idproctor::reference::scim
