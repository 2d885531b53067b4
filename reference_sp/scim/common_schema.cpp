#include "reference_sp/scim/schema.hpp"

namespace idproctor::reference::scim {

const Schema& common_schema() {
  static const Schema schema{
      "",
      "Common",
      "Common attributes",
      {{.name = "schemas",
        .type = Type::reference,
        .multi_valued = true,
        .required = true,
        // Follows from the attributes that are there, so clients do not set it.
        .mutability = Mutability::read_only,
        .returned = Returned::always},
       {.name = "id",
        .case_exact = true,
        .mutability = Mutability::read_only,
        .returned = Returned::always,
        .uniqueness = "server"},
       {.name = "externalId", .case_exact = true},
       {.name = "meta",
        .type = Type::complex,
        .mutability = Mutability::read_only,
        .sub_attributes = {
            {.name = "resourceType", .case_exact = true, .mutability = Mutability::read_only},
            {.name = "created", .type = Type::date_time, .mutability = Mutability::read_only},
            {.name = "lastModified", .type = Type::date_time, .mutability = Mutability::read_only},
            {.name = "location",
             .type = Type::reference,
             .case_exact = true,
             .mutability = Mutability::read_only},
            {.name = "version", .case_exact = true, .mutability = Mutability::read_only}}}}};
  return schema;
}

}  // namespace idproctor::reference::scim
