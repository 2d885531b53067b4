#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace idproctor::reference::scim {

/// A weak entity-tag (RFC 9110 section 8.8.3) such as W/"3".
std::string entity_tag(std::uint64_t version);

/// Whether the values of If-Match or If-None-Match name the tag, or are "*". They compare weakly: RFC 7644
/// section 3.14 has weak tags in If-Match. What is no entity-tag names nothing.
bool names_entity_tag(const std::vector<std::string>& fields, std::string_view tag);

}  // namespace idproctor::reference::scim
