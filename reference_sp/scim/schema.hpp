#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/json.hpp"

namespace idproctor::reference::scim {

enum class Type { string, boolean, date_time, reference, binary, complex };
enum class Mutability { read_only, read_write, immutable, write_only };
enum class Returned { always, by_default, never };

/// One attribute's definition (RFC 7643 section 7).
struct Attribute {
  std::string name;
  std::string description = {};
  Type type = Type::string;
  bool multi_valued = false;
  bool required = false;
  bool case_exact = false;
  Mutability mutability = Mutability::read_write;
  Returned returned = Returned::by_default;
  std::string uniqueness = "none";
  std::vector<std::string> canonical_values = {};
  std::vector<std::string> reference_types = {};
  std::vector<Attribute> sub_attributes = {};

  bool is_complex() const { return type == Type::complex; }
  /// Without regard to case (RFC 7643 section 2.1); nullptr when there is none.
  const Attribute* sub(std::string_view sub_name) const;
};

struct Schema {
  std::string id;  ///< its URN
  std::string name;
  std::string description;
  std::vector<Attribute> attributes;

  const Attribute* find(std::string_view attribute_name) const;
};

const Schema& user_schema();
const Schema& enterprise_user_schema();
const Schema& group_schema();
/// schemas, id, externalId and meta, which every resource has and no schema lists (RFC 7643 section 3.1).
const Schema& common_schema();

/// As /Schemas shows it.
Json to_json(const Schema& schema);

}  // namespace idproctor::reference::scim
