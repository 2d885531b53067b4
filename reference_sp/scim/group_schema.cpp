#include "reference_sp/scim/schema.hpp"
#include "reference_sp/scim/urn.hpp"

namespace idproctor::reference::scim {

// RFC 7643 sections 4.2 and 8.7.1; displayName is required, as section 4.2 says.
const Schema& group_schema() {
  static const Schema schema{
      std::string(group_urn),
      "Group",
      "Group",
      {{.name = "displayName", .description = "The group's name.", .required = true},
       {.name = "members",
        .description = "Users and groups that belong to the group.",
        .type = Type::complex,
        .multi_valued = true,
        .sub_attributes = {{.name = "value",
                            .description = "The member's id.",
                            .required = true,
                            .case_exact = true,
                            .mutability = Mutability::immutable},
                           {.name = "$ref",
                            .description = "The member's location.",
                            .type = Type::reference,
                            .case_exact = true,
                            .mutability = Mutability::read_only,
                            .reference_types = {"User", "Group"}},
                           {.name = "type",
                            .description = "What the member is.",
                            .mutability = Mutability::read_only,
                            .canonical_values = {"User", "Group"}},
                           {.name = "display",
                            .description = "The member's displayName, or else its userName.",
                            .mutability = Mutability::read_only}}}}};
  return schema;
}

}  // namespace idproctor::reference::scim
