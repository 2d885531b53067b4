#pragma once

#include <string_view>

namespace idproctor::reference::scim {

inline constexpr std::string_view media_type = "application/scim+json";

inline constexpr std::string_view user_urn = "urn:ietf:params:scim:schemas:core:2.0:User";
inline constexpr std::string_view group_urn = "urn:ietf:params:scim:schemas:core:2.0:Group";
inline constexpr std::string_view enterprise_urn =
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

inline constexpr std::string_view schema_urn = "urn:ietf:params:scim:schemas:core:2.0:Schema";
inline constexpr std::string_view resource_type_urn = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
inline constexpr std::string_view service_provider_config_urn =
    "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";

inline constexpr std::string_view error_urn = "urn:ietf:params:scim:api:messages:2.0:Error";
inline constexpr std::string_view list_response_urn = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
inline constexpr std::string_view bulk_request_urn = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
inline constexpr std::string_view bulk_response_urn = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
inline constexpr std::string_view search_request_urn = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
inline constexpr std::string_view patch_op_urn = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

}  // namespace idproctor::reference::scim
