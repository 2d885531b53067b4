#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "foundation/core/json.hpp"
#include "reference_sp/records.hpp"
#include "reference_sp/scim/resource_type.hpp"

namespace idproctor::reference::scim {

struct Resource {
  std::string id;
  const ResourceType* type = nullptr;
  Json document;              ///< as it is shown, without what is computed from other resources
  std::uint64_t version = 1;  ///< counts the changes; meta.version is made from it
  std::uint64_t number = 0;   ///< set by the store: higher than those of earlier resources
};

/// Resources in the order of their creation, with the look-ups that would otherwise read all of them:
/// users by name and by e-mail address, and groups by member. Pointers stay valid until their resource is
/// erased.
class Store {
 public:
  /// Keeps everything there from now on, and begins with what is there already. `directory` tells several
  /// stores apart; `records` must outlive this.
  void keep_in(Records& records, const std::string& directory);
  const Resource* find(const std::string& id) const;
  /// Only of that type.
  const Resource* find(const ResourceType& type, const std::string& id) const;
  std::vector<const Resource*> all(const ResourceType& type) const;
  /// Ids of the users whose userName is that one without regard to case.
  std::set<std::string> users_named(const std::string& user_name) const;
  /// The oldest user with that e-mail address, without regard to case; null when there is none.
  const Resource* user_with_email(const std::string& email) const;
  /// Groups that have this member, oldest first.
  std::vector<const Resource*> groups_with(const std::string& member_id) const;

  /// Adds the resource, or changes the document of the one that has its id.
  const Resource& put(Resource resource);
  void erase(const std::string& id);

 private:
  const Resource& place(Resource resource, std::uint64_t number);
  void index(const Resource& resource, std::uint64_t number);
  void unindex(const Resource& resource, std::uint64_t number);

  Records* records_ = &no_records();
  std::string kind_;
  std::uint64_t next_ = 0;
  std::map<std::uint64_t, Resource> resources_;
  std::unordered_map<std::string, std::uint64_t> numbers_;
  std::unordered_map<std::string, std::set<std::string>> ids_by_user_name_;
  std::unordered_map<std::string, std::set<std::uint64_t>> users_by_email_;
  std::unordered_map<std::string, std::set<std::uint64_t>> groups_by_member_;
};

}  // namespace idproctor::reference::scim
