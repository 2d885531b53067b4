#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>

#include "foundation/core/json.hpp"

namespace idproctor::reference::scim {

/// The bulkIds that stand as "bulkId:NAME" for a value anywhere in `data`, or as a segment of `path`.
std::set<std::string> bulk_references(const Json& data, const std::string& path);

/// The id of what a bulkId means; nullopt leaves the text as it is.
using FindId = std::function<std::optional<std::string>(const std::string& bulk_id)>;
Json with_ids(Json data, const FindId& find);
std::string with_ids(const std::string& path, const FindId& find);

/// Takes out what refers to these: members of lists and whole attributes, by their "value".
void forget_references(Json& data, const std::set<std::string>& bulk_ids);

}  // namespace idproctor::reference::scim
