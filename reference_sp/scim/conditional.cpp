#include "reference_sp/scim/conditional.hpp"

#include "reference_sp/scim/entity_tag.hpp"

namespace idproctor::reference::scim {

std::string entity_tag_of(const Resource& resource) {
  return resource.document.at("meta").at("version").get<std::string>();
}

Outcome<> admits_write(const http::Request& request, const Resource& resource, const Checks& checks) {
  const std::string tag = entity_tag_of(resource);
  const auto wanted = request.headers.all("If-Match");
  const bool any = checks.off("if-match-any") && wanted == std::vector<std::string>{"*"};
  if (!wanted.empty() && checks.on("if-match") && (any || !names_entity_tag(wanted, tag))) {
    return ScimError{412, "", "The resource has changed: its version is " + tag + " now."};
  }
  if (names_entity_tag(request.headers.all("If-None-Match"), tag)) {
    return ScimError{412, "", "If-None-Match excludes the resource's version " + tag + "."};
  }
  return {};
}

bool is_unchanged(const http::Request& request, const Resource& resource, const Checks& checks) {
  return checks.on("if-none-match") &&
         names_entity_tag(request.headers.all("If-None-Match"), entity_tag_of(resource));
}

}  // namespace idproctor::reference::scim
