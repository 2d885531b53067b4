#include "foundation/sqlite/database.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace idproctor::sqlite {

namespace {

// exclusive: a second process is refused, and no shared-memory file is needed beside the log.
// normal: a crash of the whole machine may lose the last commits, one of this process does not.
constexpr const char* kHabits =
    "PRAGMA locking_mode = exclusive; PRAGMA journal_mode = wal; PRAGMA synchronous = normal;"
    "PRAGMA cache_size = -4096; BEGIN IMMEDIATE; COMMIT;";

std::string trouble(sqlite3* database) {
  const char* file = sqlite3_db_filename(database, "main");
  return std::string(file == nullptr ? "" : file) + ": " + sqlite3_errmsg(database);
}

}  // namespace

void CloseDatabase::operator()(sqlite3* database) const noexcept {
  sqlite3_close_v2(database);
}

void FinalizeStatement::operator()(sqlite3_stmt* statement) const noexcept {
  sqlite3_finalize(statement);
}

Result<Database> Database::open(const std::string& file) {
  // SQLite would make it readable by everybody.
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (made < 0) return invalid(std::string("cannot open: ") + std::strerror(errno), file);
  ::close(made);
  sqlite3* handle = nullptr;
  const int opened = sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr);
  Database database(handle);
  if (opened != SQLITE_OK) {
    return invalid(handle == nullptr ? "not enough memory" : sqlite3_errmsg(handle), file);
  }
  const int ready = sqlite3_exec(handle, kHabits, nullptr, nullptr, nullptr);
  if (ready == SQLITE_BUSY) return invalid("another process is using this file", file);
  if (ready != SQLITE_OK) return invalid(sqlite3_errmsg(handle), file);
  return database;
}

void Database::run(const std::string& sql) {
  if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    throw Failure(trouble(database_.get()));
  }
}

Statement Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr) !=
      SQLITE_OK) {
    throw Failure(trouble(database_.get()));
  }
  return Statement(statement);
}

bool Statement::next() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  const bool done = code == SQLITE_DONE;
  if (!done) check(code);
  reset();
  return false;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const {
  const unsigned char* text = sqlite3_column_text(statement_.get(), column);
  if (text == nullptr) return {};
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return std::string(reinterpret_cast<const char*>(text), size);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

void Statement::reset() {
  // What the last step failed with was thrown then.
  sqlite3_reset(statement_.get());
}

void Statement::bind(int place, std::int64_t value) {
  check(sqlite3_bind_int64(statement_.get(), place, value));
}

void Statement::bind(int place, std::string_view value) {
  check(sqlite3_bind_text(statement_.get(), place, value.data(), static_cast<int>(value.size()),
                          SQLITE_TRANSIENT));
}

void Statement::bind(int place, std::nullptr_t) {
  check(sqlite3_bind_null(statement_.get(), place));
}

void Statement::check(int code) const {
  if (code != SQLITE_OK) throw Failure(trouble(sqlite3_db_handle(statement_.get())));
}

}  // namespace idproctor::sqlite
