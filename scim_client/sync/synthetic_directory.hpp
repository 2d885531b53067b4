#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/json.hpp"
#include "foundation/core/result.hpp"
#include "foundation/core/seed.hpp"
#include "scim_client/dialect.hpp"

namespace idproctor::scim {

/// What people and groups are called, from fixtures/directory.yaml.
struct Names {
  std::string domain;
  std::vector<std::string> given, family, groups;
};
Result<Names> load_names(const std::string& yaml_file);

/// What decides the whole directory. The same plan is the same directory on every machine.
struct DirectoryPlan {
  std::string seed;
  std::string run_id;  ///< in every name, so that two directories never meet; lower-case letters and digits
  std::int64_t users = 0, groups = 0;
};

/// People and groups that are made when they are asked for and kept nowhere, so that a directory may be as
/// large as one likes. Both are numbered from 0; each user is in one group, and groups differ by one member
/// at the most.
class SyntheticDirectory {
 public:
  SyntheticDirectory(Names names, DirectoryPlan plan, ExternalId external_id);

  const DirectoryPlan& plan() const { return plan_; }
  /// The dialect's `user` and `group`, the group without members.
  Json user(std::int64_t number) const;
  Json group(std::int64_t number) const;
  std::string user_name(std::int64_t number) const;
  std::string group_name(std::int64_t number) const;

  /// The number in a userName of this run, also of one beyond the plan; nothing for all other names. Letters
  /// compare without case.
  std::optional<std::int64_t> user_number(std::string_view user_name) const;
  /// Whether a group's displayName is one of this run.
  bool is_ours(std::string_view group_name) const;

  /// The group of a user; only where there are groups.
  std::int64_t group_of(std::int64_t user) const;
  /// The numbers of the group's users, rising.
  std::vector<std::int64_t> members(std::int64_t group) const;

 private:
  std::string external_id(std::int64_t number) const;
  std::int64_t shift(std::int64_t round) const;

  Names names_;
  DirectoryPlan plan_;
  ExternalId form_;
  Seed seed_;
};

}  // namespace idproctor::scim
