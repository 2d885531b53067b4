#pragma once

#include <functional>
#include <vector>

#include "reference_sp/checks.hpp"
#include "reference_sp/scim/attribute_path.hpp"
#include "reference_sp/scim/error.hpp"
#include "reference_sp/scim/store.hpp"

namespace idproctor::reference::scim {

using Resources = std::vector<const Resource*>;

struct Sorting {
  AttributePath by;
  bool descending = false;
};

/// Sorts by RFC 7644 section 3.4.2.3: text as caseExact says (code points; ASCII letters alone have a case),
/// dateTime by time, several values by the primary or else the first, a complex attribute by its "value". Who
/// has no value comes last, or first when descending; equals keep their order. `show` adds what is computed.
/// Errors: 400 invalidValue for an attribute that no type has, that has no single value, or is never shown.
Outcome<> sort_resources(Resources& resources, const Sorting& sorting, const ResourceTypes& types,
                         const Checks& checks, const std::function<Json(const Resource&)>& show);

}  // namespace idproctor::reference::scim
