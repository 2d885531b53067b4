#pragma once

#include <string_view>

#include "foundation/core/json.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/scim/error.hpp"
#include "reference_sp/scim/resource_type.hpp"

namespace idproctor::reference::scim {

/// Reads what a client sent for an attribute into the form in which it is stored: names as the schema spells
/// them, a single value for a multi-valued attribute as a list of one, a bare value for a complex attribute
/// as its "value", "True" and "False" as booleans. What is null, empty or readOnly is left out (RFC 7643
/// section 2.5), and so are unknown sub-attributes. Null means that nothing is left. Errors: 400
/// invalidValue.
Outcome<Json> read_value(const Attribute& attribute, const Json& sent, const Checks& checks);

/// The same for one value of a multi-valued attribute.
Outcome<Json> read_element(const Attribute& attribute, const Json& sent, const Checks& checks);

/// Reads the body of POST or PUT: all attributes of the schema, the extensions and externalId. Unknown and
/// readOnly attributes are left out. Errors: 400 invalidSyntax or invalidValue.
Outcome<Json> read_resource(const ResourceType& type, const Json& body, const Checks& checks);

/// The member of an object by its name without regard to case; nullptr when there is none.
const Json* member(const Json& object, std::string_view name);

}  // namespace idproctor::reference::scim
