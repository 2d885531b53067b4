#include "reference_sp/sqlite_records.hpp"

#include <utility>
#include <vector>

#include "foundation/sqlite/database.hpp"

namespace idproctor::reference {

namespace {

constexpr std::int64_t format = 1;

class SqliteRecords : public Records {
 public:
  explicit SqliteRecords(sqlite::Database database)
      : database_(std::move(database)),
        put_(database_.prepare("INSERT OR REPLACE INTO records (kind, id, value) VALUES (?, ?, ?)")),
        erase_(database_.prepare("DELETE FROM records WHERE kind = ? AND id = ?")),
        all_(database_.prepare("SELECT id, value FROM records WHERE kind = ?")) {}
  ~SqliteRecords() override {
    // What nobody settled is half of something.
    try {
      if (open_) database_.run("ROLLBACK");
    } catch (const sqlite::Failure&) {
    }
  }

  bool kept() const override { return true; }

  void put(std::string_view kind, std::string_view id, const Json& value) override {
    begin();
    put_.run(kind, id, std::string_view(dump(value)));
  }

  void erase(std::string_view kind, std::string_view id) override {
    begin();
    erase_.run(kind, id);
  }

  void all(std::string_view kind,
           const std::function<void(const std::string& id, const Json& value)>& each) const override {
    // Read before anybody is called, who may write.
    std::vector<std::pair<std::string, std::string>> rows;
    for (bool more = all_.row(kind); more; more = all_.next()) rows.emplace_back(all_.text(0), all_.text(1));
    for (const auto& [id, text] : rows) {
      auto value = parse_json(text);
      if (!value) throw sqlite::Failure("a record of kind " + std::string(kind) + " is no JSON");
      each(id, *value);
    }
  }

  void settle() override {
    if (!std::exchange(open_, false)) return;
    database_.run("COMMIT");
  }

 private:
  void begin() {
    if (std::exchange(open_, true)) return;
    database_.run("BEGIN");
  }

  sqlite::Database database_;
  sqlite::Statement put_, erase_;
  mutable sqlite::Statement all_;
  bool open_ = false;
};

}  // namespace

Result<std::unique_ptr<Records>> open_sqlite_records(const std::string& file) {
  auto database = sqlite::Database::open(file);
  if (!database) return database.error();
  try {
    database->run(
        "CREATE TABLE IF NOT EXISTS records (kind TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, "
        "PRIMARY KEY (kind, id)) WITHOUT ROWID");
    auto version = database->prepare("PRAGMA user_version");
    const bool read = version.row();
    const std::int64_t found = read ? version.integer(0) : 0;
    version.reset();
    if (found != 0 && found != format) {
      return invalid("this file was written by another version of idproctor", file);
    }
    database->run("PRAGMA user_version = " + std::to_string(format));
    return std::unique_ptr<Records>(std::make_unique<SqliteRecords>(std::move(*database)));
  } catch (const sqlite::Failure& failure) {
    return invalid(failure.what());
  }
}

}  // namespace idproctor::reference
