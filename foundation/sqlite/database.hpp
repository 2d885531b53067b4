#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "foundation/core/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace idproctor::sqlite {

/// A file that was open and can no longer be read or written: a full disk, a broken medium, a programming
/// mistake. The message names the file.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct CloseDatabase {
  void operator()(sqlite3* database) const noexcept;
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const noexcept;
};

/// A prepared statement. Values are bound in their order; every use begins anew. All of it throws Failure.
class Statement {
 public:
  /// Carries the statement out, whatever rows it has.
  template <class... Values>
  void run(const Values&... values) {
    if (row(values...)) reset();
  }
  /// Carries it out as far as its first row; false where there is none.
  template <class... Values>
  bool row(const Values&... values) {
    reset();
    int place = 0;
    (bind(++place, values), ...);
    return next();
  }
  /// The next row; false after the last one.
  bool next();
  /// Ends a reading before its last row. An open one keeps the log from being emptied.
  void reset();

  std::int64_t integer(int column) const;  ///< columns count from zero; NULL is 0
  std::string text(int column) const;      ///< NULL is empty
  bool is_null(int column) const;

 private:
  friend class Database;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  void bind(int place, std::int64_t value);
  void bind(int place, std::string_view value);
  void bind(int place, std::nullptr_t);
  void check(int code) const;

  std::unique_ptr<sqlite3_stmt, FinalizeStatement> statement_;
};

/// One SQLite file, held by this process alone as long as it is open, in write-ahead mode: what was committed
/// stays, even where the process is killed the moment after.
class Database {
 public:
  /// Makes the file, with mode 0600, where there is none. Errors: `invalid`: not such a file, not to be
  /// opened, or held by another process.
  static Result<Database> open(const std::string& file);

  /// One or more statements without values. Throws Failure.
  void run(const std::string& sql);
  /// Throws Failure. The statement must not outlive the database.
  Statement prepare(std::string_view sql);

 private:
  explicit Database(sqlite3* database) : database_(database) {}
  std::unique_ptr<sqlite3, CloseDatabase> database_;
};

}  // namespace idproctor::sqlite
