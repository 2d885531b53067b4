#pragma once

#include <functional>
#include <string>
#include <vector>

#include "foundation/core/json.hpp"
#include "foundation/core/result.hpp"
#include "foundation/http/form.hpp"

namespace idproctor::reference::broker {

/// `limit`: 1 to 100, 10 where there is none. An Error for anything else.
Result<std::size_t> read_limit(const http::Parameters& query);

/// One page of a list: {"object": "list", "data", "list_metadata": {"before", "after"}}. `ids` are in the
/// order of creation; the newest come first, unless `order` is asc. `after` and `before` are ids of the
/// list's elements. Errors as above, and for an unknown id.
Result<Json> list_page(std::vector<std::string> ids, const http::Parameters& query,
                       const std::function<Json(const std::string& id)>& shown);

}  // namespace idproctor::reference::broker
