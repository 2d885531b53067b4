#include "reference_sp/scim/store.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"

namespace idproctor::reference::scim {

namespace {

std::string name_key(const Resource& resource) {
  return to_lower(resource.document.value("userName", ""));
}

/// Without repetition: a user may have one address for two purposes.
std::set<std::string> email_keys(const Resource& resource) {
  std::set<std::string> keys;
  for (const Json& email : resource.document.value("emails", Json::array())) {
    keys.insert(to_lower(email.value("value", "")));
  }
  return keys;
}

}  // namespace

const Resource* Store::find(const std::string& id) const {
  const auto number = numbers_.find(id);
  return number == numbers_.end() ? nullptr : &resources_.at(number->second);
}

const Resource* Store::find(const ResourceType& type, const std::string& id) const {
  const Resource* resource = find(id);
  return resource && resource->type == &type ? resource : nullptr;
}

std::vector<const Resource*> Store::all(const ResourceType& type) const {
  std::vector<const Resource*> found;
  for (const auto& [number, resource] : resources_) {
    if (resource.type == &type) found.push_back(&resource);
  }
  return found;
}

std::set<std::string> Store::users_named(const std::string& user_name) const {
  const auto found = ids_by_user_name_.find(to_lower(user_name));
  return found == ids_by_user_name_.end() ? std::set<std::string>() : found->second;
}

const Resource* Store::user_with_email(const std::string& email) const {
  const auto found = users_by_email_.find(to_lower(email));
  return found == users_by_email_.end() ? nullptr : &resources_.at(*found->second.begin());
}

std::vector<const Resource*> Store::groups_with(const std::string& member_id) const {
  std::vector<const Resource*> groups;
  const auto found = groups_by_member_.find(member_id);
  if (found == groups_by_member_.end()) return groups;
  for (const std::uint64_t number : found->second) groups.push_back(&resources_.at(number));
  return groups;
}

void Store::keep_in(Records& records, const std::string& directory) {
  records_ = &records;
  kind_ = "resource of " + directory;
  records.all(kind_, [&](const std::string& id, const Json& kept) {
    const bool is_user = kept["type"] == user_type().name;
    const std::uint64_t number = kept["number"].get<std::uint64_t>();
    place(
        {id, is_user ? &user_type() : &group_type(), kept["document"], kept["version"].get<std::uint64_t>()},
        number);
    next_ = std::max(next_, number + 1);
  });
}

const Resource& Store::put(Resource resource) {
  const auto known = numbers_.find(resource.id);
  const std::uint64_t number = known == numbers_.end() ? next_++ : known->second;
  if (known != numbers_.end()) unindex(resources_.at(number), number);
  const Resource& stored = place(std::move(resource), number);
  if (records_->kept()) {
    records_->put(kind_, stored.id,
                  {{"type", stored.type->name},
                   {"number", number},
                   {"version", stored.version},
                   {"document", stored.document}});
  }
  return stored;
}

const Resource& Store::place(Resource resource, std::uint64_t number) {
  numbers_[resource.id] = number;
  Resource& stored = resources_[number];
  stored = std::move(resource);
  stored.number = number;
  index(stored, number);
  return stored;
}

void Store::erase(const std::string& id) {
  const auto number = numbers_.find(id);
  if (number == numbers_.end()) return;
  records_->erase(kind_, id);
  unindex(resources_.at(number->second), number->second);
  resources_.erase(number->second);
  numbers_.erase(number);
}

void Store::index(const Resource& resource, std::uint64_t number) {
  if (resource.type == &user_type()) {
    ids_by_user_name_[name_key(resource)].insert(resource.id);
    for (const std::string& email : email_keys(resource)) users_by_email_[email].insert(number);
  }
  for (const Json& member : resource.document.value("members", Json::array())) {
    groups_by_member_[member.at("value").get<std::string>()].insert(number);
  }
}

void Store::unindex(const Resource& resource, std::uint64_t number) {
  if (resource.type == &user_type()) {
    const auto named = ids_by_user_name_.find(name_key(resource));
    named->second.erase(resource.id);
    if (named->second.empty()) ids_by_user_name_.erase(named);
    for (const std::string& email : email_keys(resource)) {
      const auto users = users_by_email_.find(email);
      users->second.erase(number);
      if (users->second.empty()) users_by_email_.erase(users);
    }
  }
  for (const Json& member : resource.document.value("members", Json::array())) {
    const auto groups = groups_by_member_.find(member.at("value").get<std::string>());
    groups->second.erase(number);
    if (groups->second.empty()) groups_by_member_.erase(groups);
  }
}

}  // namespace idproctor::reference::scim
