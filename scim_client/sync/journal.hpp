#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "foundation/sqlite/database.hpp"
#include "scim_client/sync/synthetic_directory.hpp"

namespace idproctor::scim {

/// What a sync has done so far, in a file, so that one that was stopped or killed goes on where it was. Rows
/// are committed a hundred at a time and whenever commit() is called: a kill loses less than that, and those
/// are pushed once more, which a dialect that looks for the user first turns into an update.
///
/// What is no longer to be written (a full disk) throws sqlite::Failure.
class Journal {
 public:
  /// Where the directory goes, and how.
  struct Header {
    std::string target;  ///< base URL
    std::string provider;
    DirectoryPlan plan;
  };
  /// What became of a user or a group.
  struct Row {
    std::string id;            ///< the target's; empty: not pushed
    std::string reason;        ///< of a failure
    std::int64_t members = 0;  ///< of a group: how many of its members are in it, in the directory's order
    bool seen = false;         ///< by the comparison
    bool seen_as_member = false;
    bool is_pushed() const { return !id.empty(); }
  };

  /// Begins a journal with this header where the file is new, else goes on with the file's own run id and
  /// seed. Errors: the file is none, in use, or of another directory (target, provider, users, groups, or a
  /// seed or run id that `header` names).
  static Result<Journal> open(const std::string& file, Header header);

  const Header& header() const { return header_; }
  bool is_resumed() const { return resumed_; }

  std::optional<Row> user(std::int64_t number);
  std::optional<Row> group(std::int64_t number);
  void user_pushed(std::int64_t number, const std::string& id);
  void user_failed(std::int64_t number, const std::string& reason);
  void group_pushed(std::int64_t number, const std::string& id, std::int64_t members);
  /// A group that was created and whose members failed stays created.
  void group_failed(std::int64_t number, const std::string& reason);

  /// The number of the user or group that has this id.
  std::optional<std::int64_t> user_with(const std::string& id);
  std::optional<std::int64_t> group_with(const std::string& id);

  /// For the comparison: forgets what was seen, and marks.
  void begin_comparison();
  void see_user(std::int64_t number);
  void see_member(std::int64_t user);
  void see_group(std::int64_t number);
  using Visit = std::function<void(std::int64_t number)>;
  /// What was pushed and not seen, in order.
  void for_each_unseen_user(const Visit& visit);
  void for_each_unseen_member(const Visit& visit);
  void for_each_unseen_group(const Visit& visit);

  struct Counts {
    std::int64_t users = 0, users_failed = 0, groups = 0, groups_failed = 0;
  };
  Counts counts();
  using VisitFailure = std::function<void(std::int64_t number, const std::string& reason)>;
  /// The first ones, as many as `limit`.
  void for_each_failed_user(std::int64_t limit, const VisitFailure& visit);
  void for_each_failed_group(std::int64_t limit, const VisitFailure& visit);

  void commit();

 private:
  Journal(sqlite::Database database, Header header, bool resumed);
  void visit_all(std::string_view sql, const Visit& visit);
  void visit_failures(std::string_view sql, std::int64_t limit, const VisitFailure& visit);
  /// Carries a writing statement out, and commits when enough have come together.
  template <class... Values>
  void write(sqlite::Statement& statement, const Values&... values);

  Header header_;
  bool resumed_ = false;
  sqlite::Database database_;
  int uncommitted_ = 0;
  sqlite::Statement read_user_, read_group_, write_user_, write_group_, fail_group_, find_user_, find_group_,
      see_user_, see_member_, see_group_;
};

}  // namespace idproctor::scim
