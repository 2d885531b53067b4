#pragma once

#include <map>
#include <set>
#include <string>

#include "foundation/core/json.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/scim/store.hpp"

namespace idproctor::reference::scim {

// What the directory does to a document when a check is off.

/// Has `to` agree with `from` about one attribute.
void copy_or_erase(const char* name, const Json& from, Json& to);
/// "profile-update": a user's first name stays for ever.
void keep_names(const Json& from, Json& to);
/// "group-create-members", "schema-stored", "user-name-characters", "user-name-kept": what a new resource is
/// stored with.
void change_new_resource(bool is_user, const Checks& checks, Json& attributes);
/// "put-null": what is null or empty in the body counts as not sent.
void keep_nulls(const Json& body, const Json& before, Json& attributes);
/// "external-id-shared", "group-name-shared": the resource that a new one is taken for, or nullptr.
const Resource* mistaken_for(const ResourceType& type, const Json& attributes, const Store& store,
                             const Checks& checks);
/// "manager-unknown": a user whose manager is nobody that the directory has.
bool lacks_manager(const Json& user, const Store& store);

/// "user-groups-left": whoever joins a group is shown with it for as long as there is the group.
class FormerGroups {
 public:
  void remember(const Resource& group, const Checks& checks);
  void show(const std::string& user_id, const Store& store, Json& user) const;

 private:
  std::map<std::string, std::set<std::string>> of_user_;
};

}  // namespace idproctor::reference::scim
