#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/core/json.hpp"
#include "reference_sp/account.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/scim/error.hpp"
#include "reference_sp/scim/filter.hpp"
#include "reference_sp/scim/store.hpp"

namespace idproctor::reference::scim {

/// What a list request asks for.
struct ListQuery {
  std::optional<Filter> filter;
  std::size_t start_index = 1;       ///< counted from one
  std::optional<std::size_t> count;  ///< absent: as many as are shown at once
};

struct Page {
  std::size_t total = 0;
  std::size_t start_index = 1;
  std::vector<const Resource*> resources;
};

/// Users and groups and what may be done with them (RFC 7644 section 3), without HTTP. One tenant's.
class Directory : public Accounts {
 public:
  /// A list shows no more resources than this at once (filter.maxResults).
  static constexpr std::size_t most_results = 1000;

  /// `base_url` without a slash at the end; locations begin with it.
  Directory(std::string base_url, Checks checks, const Clock& clock);

  Outcome<const Resource*> find(const ResourceType& type, const std::string& id) const;
  Outcome<Page> list(const ResourceType& type, const ListQuery& query) const;
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
  const Resource& add(const ResourceType& type, const std::string& id, const Json& attributes);
  Outcome<const Resource*> change(const Resource& resource, Json document);
  const Resource& commit(const Resource& resource, const Json& document);
  Json composed(const ResourceType& type, const std::string& id, const Json& attributes,
                const std::string& created, std::uint64_t version) const;
  std::uint64_t next_version(const Resource& resource) const;
  void leave_groups(const std::string& id);
  void ended(const std::string& id);

  std::string base_url_;
  Checks checks_;
  const Clock& clock_;
  Store store_;
  std::vector<std::function<void(const std::string& id)>> listeners_;
};

}  // namespace idproctor::reference::scim
