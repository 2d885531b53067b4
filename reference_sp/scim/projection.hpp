#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reference_sp/checks.hpp"
#include "reference_sp/scim/resource_type.hpp"

namespace idproctor::reference::scim {

/// The attributes and excludedAttributes parameters (RFC 7644 section 3.9). Unknown names select nothing. id
/// and schemas are always shown. With both parameters, what is asked for is shown unless it is excluded.
class Projection {
 public:
  /// Comma-separated attribute paths as in the query; empty means that the parameter was not given.
  Projection(std::string_view attributes, std::string_view excluded_attributes, const Checks& checks);

  bool selects() const { return !attributes_.empty() || !excluded_.empty(); }
  Json apply(const ResourceType& type, const Json& shown) const;

 private:
  std::optional<Place> place_of(const ResourceType& type, const AttributePath& path) const;

  const Checks& checks_;
  std::vector<AttributePath> attributes_;
  std::vector<AttributePath> excluded_;
};

}  // namespace idproctor::reference::scim
