#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/json.hpp"
#include "reference_sp/scim/attribute_path.hpp"
#include "reference_sp/scim/schema.hpp"

namespace idproctor::reference::scim {

/// Where an attribute path leads in a resource.
struct Place {
  const Schema* extension = nullptr;     ///< nullptr for attributes of the resource itself
  const Attribute* attribute = nullptr;  ///< nullptr for the extension as a whole
  const Attribute* sub = nullptr;
};

/// RFC 7643 section 6.
struct ResourceType {
  std::string name;      ///< "User"
  std::string endpoint;  ///< "Users"
  std::string description;
  const Schema& schema;
  std::vector<const Schema*> extensions;

  /// Without regard to case. A name without URN that only an extension has is found there: Entra writes
  /// "manager" for the enterprise extension's.
  std::optional<Place> resolve(const AttributePath& path) const;

  /// The extension of that URN, without regard to case; nullptr when there is none.
  const Schema* extension(std::string_view urn) const;
};

using ResourceTypes = std::vector<const ResourceType*>;

const ResourceType& user_type();
const ResourceType& group_type();
/// Users and groups, in the order in which they are shown.
const ResourceTypes& resource_types();

/// The attribute's value in a resource, without its sub-attribute; nullptr when it is not there.
const Json* value_at(const Json& resource, const Place& place);

}  // namespace idproctor::reference::scim
