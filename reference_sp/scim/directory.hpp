#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/core/json.hpp"
#include "reference_sp/account.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/scim/cursor.hpp"
#include "reference_sp/scim/error.hpp"
#include "reference_sp/scim/list_query.hpp"
#include "reference_sp/scim/mistakes.hpp"
#include "reference_sp/scim/page.hpp"
#include "reference_sp/scim/store.hpp"
#include "reference_sp/scim/watcher.hpp"

namespace idproctor::reference::scim {

/// Users and groups and what may be done with them (RFC 7644 section 3), without HTTP. One tenant's.
class Directory : public Accounts {
 public:
  /// `base_url` without a slash at the end; locations begin with it.
  Directory(std::string base_url, Checks checks, const Clock& clock);

  /// The directories of other customers of the same service. Only mistakes ever look into them.
  void set_neighbours(std::vector<Directory*> neighbours) { neighbours_ = std::move(neighbours); }
  /// What is stored here outlives a restart as far as `records` does. `name` tells several directories apart.
  void keep_in(Records& records, const std::string& name) { store_.keep_in(records, name); }
  /// Hears of what changes here; must outlive this.
  void watch(Watcher& watcher) { watcher_ = &watcher; }
  /// Where a request for that resource is carried out: here.
  Directory& holder(const ResourceType& type, const std::string& id);

  Outcome<const Resource*> find(const ResourceType& type, const std::string& id) const;
  /// As it is stored; nullptr when there is none.
  const Resource* stored(const std::string& id) const { return store_.find(id); }
  /// Of all these types together, filtered, sorted and cut into pages. Errors: 400.
  Outcome<Page> list(const ResourceTypes& types, const ListQuery& query) const;
  Outcome<const Resource*> create(const ResourceType& type, const Json& body);
  /// PUT: attributes that are not in the body are cleared, but active stays as it was.
  Outcome<const Resource*> replace(const ResourceType& type, const std::string& id, const Json& body);
  /// All operations of a PatchOp message, or none.
  Outcome<const Resource*> patch(const ResourceType& type, const std::string& id, const Json& body);
  Outcome<> remove(const ResourceType& type, const std::string& id);

  /// The resource as it is shown: with groups, and with the members' names and locations.
  Json show(const Resource& resource) const;

  std::optional<Account> find_account(const std::string& identity) const override;
  Account create_account(const std::string& identity,
                         const std::map<std::string, std::string>& attributes) override;
  void set_active(const std::string& id, bool active) override;
  void on_ended(std::function<void(const std::string& id)> listener) override;

 private:
  Outcome<> check(const ResourceType& type, const std::string& id, Json& document) const;
  Resources candidates(const ResourceType& type, const ListQuery& query) const;
  Outcome<Resources> select(const ResourceTypes& types, const ListQuery& query) const;
  const Resource& add(const ResourceType& type, const std::string& id, const Json& attributes);
  Outcome<const Resource*> patch_one_by_one(const ResourceType& type, const std::string& id,
                                            const Json& body);
  Outcome<const Resource*> change(const Resource& resource, Json document);
  const Resource& commit(const Resource& resource, const Json& document);
  Json composed(const ResourceType& type, const std::string& id, const Json& attributes,
                const std::string& created, std::uint64_t version) const;
  std::uint64_t next_version(const Resource& resource) const;
  void leave_groups(const std::string& id);
  void join(const std::string& id, const Json& body);
  void remove_members(const Resource& group);
  void ended(const std::string& id);

  std::string base_url_;
  Checks checks_;
  const Clock& clock_;
  Store store_;
  Watcher* watcher_ = nullptr;
  Cursors cursors_;
  std::vector<std::function<void(const std::string& id)>> listeners_;
  std::vector<Directory*> neighbours_;
  FormerGroups former_groups_;
  std::set<std::string> retired_;  ///< userNames that the mistake "delete-frees-name" keeps
};

}  // namespace idproctor::reference::scim
