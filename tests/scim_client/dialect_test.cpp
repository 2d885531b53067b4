// The loader's errors, each with its place, and the lint of every dialect in fixtures/.
#include "scim_client/dialect.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "foundation/core/text.hpp"
#include "scim_client/external_id.hpp"
#include "scim_client/keys.hpp"
#include "tests/scim_client/fake_target.hpp"

namespace idproctor::scim {
namespace {

using testing::HasSubstr;

/// The smallest dialect there is. Lines are counted in the tests below.
const std::string kSmallest = R"(dialect: tiny
title: Tiny
as_of: 2026-11
sources: { page: "https://idp.example/page, 2026-11" }
unmeasured: [headers, encoding, external_id, attributes]
encoding: percent
external_id: text
headers: { Authorization: "${target.authorization}" }
attributes: { email: emails }
operations:
  test: []
  match:
    - GET: /Users?filter=userName eq "${user.userName}"
      find: { user.id: /id }
      source: page
  create: [match]
  update: []
  deactivate: []
  reactivate: []
  delete: []
  group_create: []
  group_rename: []
  group_add: []
  group_remove: []
  group_delete: []
)";

TEST(LoadDialect, ReadsTheSmallestOne) {
  const auto dialect = dialect_from(kSmallest);
  ASSERT_TRUE(dialect) << describe(dialect.error());
  EXPECT_EQ(dialect->id, "tiny");
  EXPECT_EQ(dialect->as_of, "2026-11");
  EXPECT_EQ(dialect->calls.size(), 1u);
  EXPECT_EQ(dialect->operations.at("create").size(), 1u);
  EXPECT_EQ(dialect->operations.at("create")[0], dialect->calls[0]);
}

struct Mistake {
  std::string right, wrong, where, message;
};

TEST(LoadDialect, PointsAtEachMistake) {
  const std::vector<Mistake> mistakes = {
      {"title: Tiny", "titel: Tiny", "test.yaml:2:1", "'title'"},
      {"title: Tiny", "title: Tiny\ntitle: Two", "test.yaml:3:1", "'title' stands here twice"},
      {"title: Tiny\n", "", "test.yaml:1:1", "'title'"},
      {"title: Tiny", "title: [a]", "test.yaml:2:8", "must be a text"},
      {"dialect: tiny", "dialect: Tiny One", "test.yaml:1:10", "lower-case words"},
      {"2026-11\nsources", "2026\nsources", "test.yaml:3:8", "YYYY-MM"},
      {"page, 2026-11", "page", "test.yaml:4:18", "a source has a date"},
      {"sources: {", "sources: { rumour: \"heard in 2020\",", "test.yaml:4:12",
       "nothing names the source 'rumour'"},
      {"[headers, ", "[", "test.yaml:8:10", "'headers' has its source"},
      {"sources: {", "sources: { headers: \"log of 2020\",", "test.yaml:8:10", "'headers' has its source"},
      {"[headers, ", "[headers, colours, ", "test.yaml:5:23", "unmeasured may list"},
      {"unmeasured:", "measured: [log]\nunmeasured:", "test.yaml:5:12", "sources has no 'log'"},
      {"encoding: percent", "encoding: base64", "test.yaml:6:11", "percent or plus"},
      {"external_id: text", "external_id: number", "test.yaml:7:14", "okta, guid, hex24, hex64 or text"},
      {"${target.authorization}", "${target.authorisation}", "test.yaml:8:27",
       "${target.authorization} is meant?"},
      {"  update: []\n", "", "test.yaml:11:3", "'update'"},
      {"  update: []", "  upgrade: []\n  update: []", "test.yaml:17:3", "'upgrade'"},
      {"[match]", "[mach]", "test.yaml:16:12", "no operation 'mach'"},
      {"[match]", "[create]", "test.yaml:16:12", "includes itself"},
      {"test: []", "test: match", "test.yaml:11:9", "must be a list"},
      {"- GET: /Users", "- FETCH: /Users", "test.yaml:13:7", "'FETCH'"},
      {"- GET: /Users?", "- POST: /x\n      GET: /Users?", "test.yaml:13:7", "one method"},
      {"- GET: /Users?filter=userName eq \"${user.userName}\"", "- when: found", "test.yaml:13:7",
       "needs one of GET"},
      {"GET: /Users", "GET: Users", "test.yaml:13:12", "begins with \"/\""},
      {"${user.userName}", "${user.username}", "test.yaml:13:12", "${user.userName} is meant?"},
      {"${user.userName}", "${user.userName", "test.yaml:13:12", "without \"}\""},
      {"source: page", "source: pages", "test.yaml:15:15", "sources has no 'pages'"},
      {"source: page", "unmeasured: false", "test.yaml:13:7", "names its source"},
      {"source: page", "source: page\n      unmeasured: true", "test.yaml:13:7", "names its source"},
      {"source: page", "source: page\n      when: later", "test.yaml:16:13", "none of found, absent"},
      {"source: page", "source: page\n      accept: [2xx]", "test.yaml:16:16", "three digits"},
      {"source: page", "source: page\n      answer: html", "test.yaml:16:15",
       "none of object, list, empty_list"},
      {"source: page", "source: page\n      pages: 0", "test.yaml:16:14", "from 1 to 10000"},
      {"source: page", "source: page\n      pages: 100", "test.yaml:13:7", "needs ${page.start}"},
      {"source: page", "source: page\n      merge: answer", "test.yaml:13:7", "need a body"},
      {"source: page", "source: page\n      body: {}\n      merge: request", "test.yaml:17:14",
       "merged over: answer"},
      {"source: page", "source: page\n      reasons: { timeout: x }", "test.yaml:16:18",
       "'timeout' is no reason"},
      {"source: page", "source: page\n      body: { a: \"${user.nick}\" }", "test.yaml:16:18",
       "${user.nick}"},
      {"source: page", "source: page\n      body: { ...: text }", "test.yaml:16:20",
       "spreads one placeholder"},
      {"source: page", "source: page\n      body: { for_each: group.added }", "test.yaml:16:15", "in a list"},
      {"source: page", "source: page\n      body: [{ for_each: group.added }]", "test.yaml:16:14", "'item'"},
      {"source: page", "source: page\n      body: [{ for_each: group.adde, item: 1 }]", "test.yaml:16:26",
       "group.added"},
      {"{ user.id: /id }", "{ user.id: id }", "test.yaml:14:24", "a JSON pointer"},
      {"{ user.id: /id }", "{ user.id.x: /id }", "test.yaml:14:15", "two parts"},
      {"source: page", "source: page\n      where: { id: x }", "test.yaml:16:16", "a JSON pointer"},
      {"source: page", "source: page\n      where: { /id: [x] }", "test.yaml:16:21", "is a text"},
      {"find: { user.id: /id }", "where: { /id: x }", "test.yaml:14:14", "'where' needs 'find'"},
      {"source: page", "source: page\n      decide: /patch", "test.yaml:16:15", "either find or decide"},
      {"find: { user.id: /id }", "decide: patch", "test.yaml:14:15", "a JSON pointer"},
      {"[match]", "[{ DELETE: /Users, when: found, source: page }]", "test.yaml:16:12",
       "'when' needs a call with 'find'"},
      {"title: Tiny", "title: \"Tiny", "test.yaml:", "not YAML"},
  };
  for (const Mistake& mistake : mistakes) {
    ASSERT_THAT(kSmallest, HasSubstr(mistake.right));
    std::string yaml = kSmallest;
    yaml.replace(yaml.find(mistake.right), mistake.right.size(), mistake.wrong);
    const auto dialect = dialect_from(yaml);
    ASSERT_FALSE(dialect) << mistake.wrong;
    EXPECT_THAT(describe(dialect.error()), testing::StartsWith(mistake.where)) << mistake.wrong;
    EXPECT_THAT(dialect.error().message, HasSubstr(mistake.message)) << mistake.wrong;
  }
}

TEST(LoadDialect, SaysThatAFileIsNotThere) {
  const auto dialect = load_dialect("/nonexistent/scim.yaml");
  ASSERT_FALSE(dialect);
  EXPECT_THAT(describe(dialect.error()), HasSubstr("/nonexistent/scim.yaml"));
}

std::vector<std::filesystem::path> all_dialect_files() {
  std::vector<std::filesystem::path> files;
  const std::filesystem::path providers = std::string(IDPROCTOR_SOURCE_DIR) + "/fixtures/providers";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(providers)) {
    if (entry.path().filename().string().starts_with("scim")) files.push_back(entry.path());
  }
  return files;
}

/// What a call asks and sends, to compare it with another dialect's.
std::string shape_of(const Call& call) {
  return call.name() + (call.merge_answer ? " merged" : "");
}

TEST(Dialects, HaveTheirFilesNameADateAndThreeSourcedShapes) {
  ASSERT_GE(all_dialect_files().size(), 15u);
  for (const auto& file : all_dialect_files()) {
    const auto dialect = load_dialect(file.string());
    ASSERT_TRUE(dialect) << describe(dialect.error());
    const std::string stem = file.stem().string();
    EXPECT_EQ(dialect->id, file.parent_path().filename().string() + stem.substr(std::string("scim").size()));
    std::set<std::string> sourced;
    for (const auto& call : dialect->calls) {
      if (!call->source.empty()) sourced.insert(shape_of(*call));
    }
    EXPECT_GE(sourced.size(), 3u) << file;
  }
}

/// Renders every operation's requests, so that two dialects can be told apart by what they send.
std::set<std::string> everything_sent(const Dialect& dialect) {
  std::set<std::string> sent;
  Json variables = test_user() | test_group() | Json{{"run", {{"guid", "7d420df3"}}}};
  variables["user"]["id"] = "u1";
  variables["user"]["changes"] = {{"displayName", "x"}, {"email", "y"}};
  for (const auto& [operation, calls] : dialect.operations) {
    for (const std::string& match : {kNobody, found("u1")}) {
      FakeTarget target;
      for (const auto& call : calls) target.answers(200, call->find.empty() ? R"({"id":"u1"})" : match);
      Client client(dialect, Target(std::string(kBase), "secret"), target.send());
      const auto outcome = run(client, operation, variables);
      EXPECT_TRUE(outcome) << dialect.id << " " << operation << ": " << describe(outcome.error());
      for (const std::string& line : target.sent()) sent.insert(line);
    }
  }
  return sent;
}

TEST(Dialects, DifferFromEachOtherInThreeRequests) {
  std::vector<std::pair<std::string, std::set<std::string>>> all;
  std::set<std::string> bodies_known;
  for (const auto& file : all_dialect_files()) {
    const auto dialect = load_dialect(file.string());
    ASSERT_TRUE(dialect);
    all.emplace_back(dialect->id, everything_sent(*dialect));
    if (!dialect->unmeasured.contains("bodies")) bodies_known.insert(dialect->id);
  }
  for (const auto& [id, mine] : all) {
    for (const auto& [other, theirs] : all) {
      if (id == other) continue;
      std::vector<std::string> own;
      std::ranges::set_difference(mine, theirs, std::back_inserter(own));
      // Whose bodies nobody has shown has generic's, and differs in what is known: the requests.
      const bool known = bodies_known.contains(id) && bodies_known.contains(other);
      EXPECT_GE(own.size(), known ? 3u : 1u) << id << " and " << other;
    }
  }
}

TEST(Dialects, KnowHowExternalIdsLook) {
  Seed seed("external ids");
  EXPECT_THAT(make_external_id(provider("okta/scim.yaml").external_id, seed),
              testing::MatchesRegex("00u[0-9A-Za-z]{17}"));
  EXPECT_THAT(make_external_id(provider("entra/scim.yaml").external_id, seed),
              testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_THAT(make_external_id(provider("jumpcloud/scim.yaml").external_id, seed),
              testing::MatchesRegex("[0-9a-f]{24}"));
  EXPECT_THAT(make_external_id(provider("authentik/scim.yaml").external_id, seed),
              testing::MatchesRegex("[0-9a-f]{64}"));
  EXPECT_THAT(make_external_id(provider("generic/scim.yaml").external_id, seed),
              testing::MatchesRegex("idp-[0-9a-f]{16}"));
}

TEST(Dialects, HaveASchemaForEditors) {
  const Json schema = json_schema(dialect_tables(), "SCIM dialect");
  EXPECT_TRUE(schema["properties"].contains("operations"));
  EXPECT_TRUE(schema["$defs"]["call"]["properties"].contains("find"));
  EXPECT_EQ(schema["$defs"]["operations"]["additionalProperties"], false);
}

}  // namespace
}  // namespace idproctor::scim
