#include "harness/run/provider_table.hpp"

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

}  // namespace

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
