#include "harness/run/provider_table.hpp"

#include <array>

#include "harness/run/providers.hpp"

namespace idproctor::run {

namespace {

const char* mark(mock_idp::Source::Kind kind) {
  switch (kind) {
    case mock_idp::Source::Kind::measured:
      return "M";
    case mock_idp::Source::Kind::documented:
      return "D";
    case mock_idp::Source::Kind::unmeasured:
      break;
  }
  return "";
}

std::string row_of(const Provider& provider) {
  const mock_idp::Dialect& dialect = *provider.saml;
  std::string row = "| `" + provider.id + "` | " + dialect.title + " | " + dialect.as_of + " |";
  for (const char* shape : mock_idp::kShapes) {
    row += std::string(" ") + mark(dialect.sources.at(shape).kind) + " |";
  }
  return row + " `" + provider.scim->id + "` |\n";
}

using Calls = std::vector<std::shared_ptr<const scim::Call>>;

/// Of one operation's requests: all measured, all sourced, some sourced (in brackets), none; or none is sent.
std::string mark(const scim::Dialect& dialect, const Calls& calls) {
  std::size_t sourced = 0, measured = 0;
  for (const auto& call : calls) {
    if (call->source.empty()) continue;
    ++sourced;
    if (dialect.measured.contains(call->source)) ++measured;
  }
  if (calls.empty()) return "–";
  if (sourced == 0) return "";
  const std::string kind = measured == sourced ? "M" : "D";
  return sourced == calls.size() ? kind : "(" + kind + ")";
}

std::string mark(const scim::Dialect& dialect, const std::string& habit) {
  if (dialect.unmeasured.contains(habit)) return "";
  return habit == "bodies" ? "own" : dialect.measured.contains(habit) ? "M" : "D";
}

constexpr std::array<const char*, 2> kHabits = {"headers", "bodies"};
constexpr std::array<const char*, 13> kOperations = {
    "test",         "match",        "create",    "update",       "deactivate",   "reactivate", "delete",
    "group_create", "group_rename", "group_add", "group_remove", "group_delete", "import"};

std::string row_of(const scim::Dialect& dialect) {
  std::string row = "| `" + dialect.id + "` | " + dialect.title + " | " + dialect.as_of + " |";
  for (const char* habit : kHabits) row += " " + mark(dialect, std::string(habit)) + " |";
  for (const char* operation : kOperations) {
    const auto calls = dialect.operations.find(operation);
    row += " " + mark(dialect, calls == dialect.operations.end() ? Calls() : calls->second) + " |";
  }
  return row + "\n";
}

}  // namespace

Result<std::string> scim_table(const std::string& home) {
  std::string head = "| `--provider` | SCIM client | as of |", rule = "|---|---|---|";
  const auto column = [&](const char* name) {
    head += std::string(" `") + name + "` |";
    rule += ":-:|";
  };
  for (const char* habit : kHabits) column(habit);
  for (const char* operation : kOperations) column(operation);
  std::string table = head + "\n" + rule + "\n";
  for (const std::string& id : provider_ids(home)) {
    auto provider = load_provider(home, id);
    if (!provider) return provider.error();
    if (provider->scim->id == id) table += row_of(*provider->scim);
  }
  return table;
}

Result<std::string> provider_table(const std::string& home) {
  std::string head = "| `--provider` | identity provider | as of |", rule = "|---|---|---|";
  for (const char* shape : mock_idp::kShapes) {
    head += std::string(" `") + shape + "` |";
    rule += ":-:|";
  }
  std::string table = head + " SCIM half |\n" + rule + "---|\n";
  for (const std::string& id : provider_ids(home)) {
    auto provider = load_provider(home, id);
    if (!provider) return provider.error();
    // A variant of the SCIM half has the SAML half of its provider, whose row says it.
    if (provider->saml->id == id) table += row_of(*provider);
  }
  return table;
}

}  // namespace idproctor::run
