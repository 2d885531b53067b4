#include "scim_client/sync/journal.hpp"

#include <map>

namespace idproctor::scim {

namespace {

constexpr int kRowsPerCommit = 100;
constexpr std::int64_t kVersion = 1;  // of the tables

// A row without an id failed. "seen" and "member" belong to the comparison.
constexpr const char* kTables =
    "CREATE TABLE header (name TEXT PRIMARY KEY, value TEXT NOT NULL);"
    "CREATE TABLE users (number INTEGER PRIMARY KEY, id TEXT, reason TEXT,"
    "  seen INTEGER NOT NULL DEFAULT 0, member INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX users_by_id ON users (id);"
    "CREATE TABLE groups (number INTEGER PRIMARY KEY, id TEXT, reason TEXT,"
    "  seen INTEGER NOT NULL DEFAULT 0, members INTEGER NOT NULL DEFAULT 0);"
    "CREATE INDEX groups_by_id ON groups (id);"
    "PRAGMA user_version = 1;";

using Fields = std::map<std::string, std::string>;

Fields fields_of(const Journal::Header& header) {
  return {{"target", header.target},
          {"provider", header.provider},
          {"seed", header.plan.seed},
          {"run id", header.plan.run_id},
          {"users", std::to_string(header.plan.users)},
          {"groups", std::to_string(header.plan.groups)}};
}

Fields read_fields(sqlite::Database& database) {
  Fields fields;
  auto read = database.prepare("SELECT name, value FROM header");
  for (bool row = read.row(); row; row = read.next()) fields[read.text(0)] = read.text(1);
  return fields;
}

std::int64_t number_from(sqlite::Database& database, const std::string& sql) {
  auto read = database.prepare(sql);
  return read.row() ? read.integer(0) : 0;
}

void create(sqlite::Database& database, const Journal::Header& header) {
  database.run("BEGIN");
  database.run(kTables);
  auto write = database.prepare("INSERT INTO header VALUES (?, ?)");
  for (const auto& [name, value] : fields_of(header)) write.run(name, value);
  database.run("COMMIT");
}

}  // namespace

Result<Journal> Journal::open(const std::string& file, Header header) {
  auto database = sqlite::Database::open(file);
  if (!database) return database.error();
  const bool is_new = number_from(*database, "SELECT count(*) FROM sqlite_master") == 0;
  if (is_new) {
    create(*database, header);
  } else if (number_from(*database, "PRAGMA user_version") != kVersion) {
    return invalid("this is no journal that this version of idproctor can go on with", file);
  }
  const Fields fields = read_fields(*database);
  for (const auto& [name, wanted] : fields_of(header)) {
    const auto kept = fields.find(name);
    const std::string known = kept == fields.end() ? "" : kept->second;
    const bool may_be_left_open = name == "seed" || name == "run id";
    if (known == wanted || (may_be_left_open && wanted.empty())) continue;
    return invalid("this journal is of another directory: its " + name + " is " + known + ", not " + wanted,
                   file);
  }
  header.plan.seed = fields.at("seed");
  header.plan.run_id = fields.at("run id");
  return Journal(std::move(*database), std::move(header), !is_new);
}

Journal::Journal(sqlite::Database database, Header header, bool resumed)
    : header_(std::move(header)),
      resumed_(resumed),
      database_(std::move(database)),
      read_user_(database_.prepare("SELECT id, reason, 0, seen, member FROM users WHERE number = ?")),
      read_group_(database_.prepare("SELECT id, reason, members, seen, 0 FROM groups WHERE number = ?")),
      write_user_(database_.prepare("INSERT OR REPLACE INTO users (number, id, reason) VALUES (?, ?, ?)")),
      write_group_(database_.prepare(
          "INSERT OR REPLACE INTO groups (number, id, reason, members) VALUES (?, ?, NULL, ?)")),
      fail_group_(database_.prepare("INSERT INTO groups (number, reason) VALUES (?, ?)"
                                    " ON CONFLICT (number) DO UPDATE SET reason = excluded.reason")),
      find_user_(database_.prepare("SELECT number FROM users WHERE id = ?")),
      find_group_(database_.prepare("SELECT number FROM groups WHERE id = ?")),
      see_user_(database_.prepare("UPDATE users SET seen = 1 WHERE number = ?")),
      see_member_(database_.prepare("UPDATE users SET member = 1 WHERE number = ?")),
      see_group_(database_.prepare("UPDATE groups SET seen = 1 WHERE number = ?")) {}

namespace {

std::optional<Journal::Row> row_of(sqlite::Statement& statement, std::int64_t number) {
  if (!statement.row(number)) return std::nullopt;
  Journal::Row row;
  row.id = statement.text(0);
  row.reason = statement.text(1);
  row.members = statement.integer(2);
  row.seen = statement.integer(3) != 0;
  row.seen_as_member = statement.integer(4) != 0;
  statement.reset();
  return row;
}

std::optional<std::int64_t> number_of(sqlite::Statement& statement, const std::string& id) {
  if (!statement.row(id)) return std::nullopt;
  const std::int64_t number = statement.integer(0);
  statement.reset();
  return number;
}

}  // namespace

std::optional<Journal::Row> Journal::user(std::int64_t number) {
  return row_of(read_user_, number);
}

std::optional<Journal::Row> Journal::group(std::int64_t number) {
  return row_of(read_group_, number);
}

void Journal::user_pushed(std::int64_t number, const std::string& id) {
  write(write_user_, number, id, nullptr);
}

void Journal::user_failed(std::int64_t number, const std::string& reason) {
  write(write_user_, number, nullptr, reason);
}

void Journal::group_pushed(std::int64_t number, const std::string& id, std::int64_t members) {
  write(write_group_, number, id, members);
}

void Journal::group_failed(std::int64_t number, const std::string& reason) {
  write(fail_group_, number, reason);
}

std::optional<std::int64_t> Journal::user_with(const std::string& id) {
  return number_of(find_user_, id);
}

std::optional<std::int64_t> Journal::group_with(const std::string& id) {
  return number_of(find_group_, id);
}

void Journal::begin_comparison() {
  commit();
  database_.run(
      "BEGIN; UPDATE users SET seen = 0, member = 0 WHERE seen OR member;"
      "UPDATE groups SET seen = 0 WHERE seen; COMMIT");
}

void Journal::see_user(std::int64_t number) {
  write(see_user_, number);
}

void Journal::see_member(std::int64_t user) {
  write(see_member_, user);
}

void Journal::see_group(std::int64_t number) {
  write(see_group_, number);
}

void Journal::for_each_unseen_user(const Visit& visit) {
  visit_all("SELECT number FROM users WHERE id IS NOT NULL AND NOT seen ORDER BY number", visit);
}

void Journal::for_each_unseen_member(const Visit& visit) {
  visit_all("SELECT number FROM users WHERE id IS NOT NULL AND NOT member ORDER BY number", visit);
}

void Journal::for_each_unseen_group(const Visit& visit) {
  visit_all("SELECT number FROM groups WHERE id IS NOT NULL AND NOT seen ORDER BY number", visit);
}

void Journal::visit_all(std::string_view sql, const Visit& visit) {
  auto read = database_.prepare(sql);
  for (bool row = read.row(); row; row = read.next()) visit(read.integer(0));
}

Journal::Counts Journal::counts() {
  const auto count = [&](const char* what) {
    return number_from(database_, std::string("SELECT count(*) FROM ") + what);
  };
  Counts counts;
  counts.users = count("users WHERE reason IS NULL");
  counts.users_failed = count("users WHERE reason IS NOT NULL");
  counts.groups = count("groups WHERE reason IS NULL");
  counts.groups_failed = count("groups WHERE reason IS NOT NULL");
  return counts;
}

void Journal::for_each_failed_user(std::int64_t limit, const VisitFailure& visit) {
  visit_failures("SELECT number, reason FROM users WHERE reason IS NOT NULL ORDER BY number LIMIT ?", limit,
                 visit);
}

void Journal::for_each_failed_group(std::int64_t limit, const VisitFailure& visit) {
  visit_failures("SELECT number, reason FROM groups WHERE reason IS NOT NULL ORDER BY number LIMIT ?", limit,
                 visit);
}

void Journal::visit_failures(std::string_view sql, std::int64_t limit, const VisitFailure& visit) {
  auto read = database_.prepare(sql);
  for (bool row = read.row(limit); row; row = read.next()) visit(read.integer(0), read.text(1));
}

template <class... Values>
void Journal::write(sqlite::Statement& statement, const Values&... values) {
  if (uncommitted_ == 0) database_.run("BEGIN");
  ++uncommitted_;
  statement.run(values...);
  if (uncommitted_ >= kRowsPerCommit) commit();
}

void Journal::commit() {
  if (uncommitted_ == 0) return;
  uncommitted_ = 0;
  database_.run("COMMIT");
}

}  // namespace idproctor::scim
