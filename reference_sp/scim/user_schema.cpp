#include "reference_sp/scim/schema.hpp"
#include "reference_sp/scim/urn.hpp"

namespace idproctor::reference::scim {

namespace {

// The sub-attributes that RFC 7643 section 2.4 gives to most multi-valued attributes.
Attribute plural(std::string name, std::string description, std::vector<std::string> kinds,
                 Type value_type = Type::string) {
  return {.name = std::move(name),
          .description = std::move(description),
          .type = Type::complex,
          .multi_valued = true,
          .sub_attributes = {
              {.name = "value",
               .description = "The value itself.",
               .type = value_type,
               .case_exact = value_type != Type::string,
               .reference_types = value_type == Type::reference ? std::vector<std::string>{"external"}
                                                                : std::vector<std::string>{}},
              {.name = "display", .description = "A name for people."},
              {.name = "type", .description = "What it is used for.", .canonical_values = std::move(kinds)},
              {.name = "primary", .description = "True for one value at most.", .type = Type::boolean}}};
}

Attribute text(std::string name, std::string description) {
  return {.name = std::move(name), .description = std::move(description)};
}

Attribute name_attribute() {
  return {.name = "name",
          .description = "The parts of the user's name.",
          .type = Type::complex,
          .sub_attributes = {text("formatted", "The whole name as it is shown."),
                             text("familyName", "The family name."), text("givenName", "The given name."),
                             text("middleName", "Middle names."),
                             text("honorificPrefix", "What stands before the name."),
                             text("honorificSuffix", "What stands after the name.")}};
}

Attribute addresses_attribute() {
  return {.name = "addresses",
          .description = "Postal addresses.",
          .type = Type::complex,
          .multi_valued = true,
          .sub_attributes = {
              text("formatted", "The whole address as it is shown."),
              text("streetAddress", "Street, house number and the like."),
              text("locality", "City or locality."),
              text("region", "State or region."),
              text("postalCode", "Postal code."),
              text("country", "ISO 3166-1 alpha-2 country code."),
              {.name = "type",
               .description = "What it is used for.",
               .canonical_values = {"work", "home", "other"}},
              {.name = "primary", .description = "True for one value at most.", .type = Type::boolean}}};
}

Attribute groups_attribute() {
  return {
      .name = "groups",
      .description = "The groups that have this user as a member; changed through the groups.",
      .type = Type::complex,
      .multi_valued = true,
      .mutability = Mutability::read_only,
      .sub_attributes = {
          {.name = "value",
           .description = "The group's id.",
           .case_exact = true,
           .mutability = Mutability::read_only},
          {.name = "$ref",
           .description = "The group's location.",
           .type = Type::reference,
           .case_exact = true,
           .mutability = Mutability::read_only,
           .reference_types = {"Group"}},
          {.name = "display", .description = "The group's displayName.", .mutability = Mutability::read_only},
          {.name = "type",
           .description = "How the user came into the group.",
           .mutability = Mutability::read_only,
           .canonical_values = {"direct"}}}};
}

}  // namespace

// RFC 7643 sections 4.1 and 8.7.1.
const Schema& user_schema() {
  static const Schema schema{
      std::string(user_urn),
      "User",
      "User Account",
      {{.name = "userName",
        .description = "The name that the user signs in with; compared without regard to case.",
        .required = true,
        .uniqueness = "server"},
       name_attribute(),
       text("displayName", "The name that is shown to others."),
       text("nickName", "A casual name."),
       {.name = "profileUrl",
        .description = "A page about the user.",
        .type = Type::reference,
        .case_exact = true,
        .reference_types = {"external"}},
       text("title", "The title, such as Vice President."),
       text("userType", "The relationship to the organization, such as Employee."),
       text("preferredLanguage", "As in HTTP's Accept-Language."),
       text("locale", "A BCP 47 language tag."),
       text("timezone", "A name of the IANA time zone database."),
       {.name = "active", .description = "False for a user who may not sign in.", .type = Type::boolean},
       {.name = "password",
        .description = "Taken and thrown away: users sign in through their identity provider alone.",
        .case_exact = true,
        .mutability = Mutability::write_only,
        .returned = Returned::never},
       plural("emails", "E-mail addresses.", {"work", "home", "other"}),
       plural("phoneNumbers", "Telephone numbers.", {"work", "home", "mobile", "fax", "pager", "other"}),
       plural("ims", "Instant messaging addresses.",
              {"aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"}),
       plural("photos", "Pictures of the user.", {"photo", "thumbnail"}, Type::reference),
       addresses_attribute(),
       groups_attribute(),
       plural("entitlements", "What the user is entitled to.", {}),
       plural("roles", "Roles of the user.", {}),
       plural("x509Certificates", "Certificates of the user in DER, base64.", {}, Type::binary)}};
  return schema;
}

// RFC 7643 sections 4.3 and 8.7.1.
const Schema& enterprise_user_schema() {
  static const Schema schema{
      std::string(enterprise_urn),
      "EnterpriseUser",
      "Enterprise User",
      {text("employeeNumber", "A number that the organization gave."),
       text("costCenter", "The cost center."),
       text("organization", "The organization."),
       text("division", "The division."),
       text("department", "The department."),
       {.name = "manager",
        .description = "Whom the user reports to.",
        .type = Type::complex,
        .sub_attributes = {{.name = "value", .description = "The manager's id.", .case_exact = true},
                           {.name = "$ref",
                            .description = "The manager's location.",
                            .type = Type::reference,
                            .case_exact = true,
                            .reference_types = {"User"}},
                           {.name = "displayName",
                            .description = "The manager's displayName.",
                            .mutability = Mutability::read_only}}}}};
  return schema;
}

}  // namespace idproctor::reference::scim
