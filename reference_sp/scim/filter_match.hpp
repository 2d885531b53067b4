#pragma once

#include <functional>

#include "reference_sp/checks.hpp"
#include "reference_sp/scim/error.hpp"
#include "reference_sp/scim/filter.hpp"
#include "reference_sp/scim/resource_type.hpp"

namespace idproctor::reference::scim {

using Predicate = std::function<bool(const Json&)>;

/// Looks the filter's attributes up; the predicate takes a resource. Strings compare as caseExact says (ASCII
/// letters), dateTime values as instants, a complex attribute by its "value"; a multi-valued attribute fits
/// when one of its values does. An attribute without value equals null alone. Errors: 400 invalidFilter for
/// unknown attributes, passwords, and operators that the attribute's type does not have.
///
/// `searched` are all types of the query. What one of them has and `type` has not is an attribute without
/// value (RFC 7644 section 3.4.2.1).
Outcome<Predicate> bind_filter(const Filter& filter, const ResourceType& type, const ResourceTypes& searched,
                               const Checks& checks);

/// The same for the filter within brackets; the predicate takes one value of the attribute.
Outcome<Predicate> bind_element_filter(const Filter& filter, const Attribute& attribute);

/// True when the filter asks for what is computed only when a resource is shown.
bool mentions(const Filter& filter, std::string_view attribute_name);

}  // namespace idproctor::reference::scim
