#include "scim_client/body.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "foundation/core/yaml.hpp"

namespace idproctor::scim {
namespace {

using testing::HasSubstr;

const AttributePaths kPaths = {
    {"userName", "userName"}, {"givenName", "name.givenName"}, {"email", "emails"}};

std::string rendered(const std::string& yaml, const Json& variables) {
  auto parsed = parse_yaml(yaml, "body.yaml");
  if (!parsed) return describe(parsed.error());
  auto body = Body::parse(parsed->root, "body.yaml", kPaths);
  if (!body) return describe(body.error());
  const Json moment = Json::object();
  auto json = body->render(Scope(variables, moment));
  return json ? dump(*json) : "error: " + json.error().message;
}

TEST(Body, KeepsTheTypeOfAValueThatIsOnePlaceholder) {
  const Json variables = {{"user", {{"active", true}, {"id", "u1"}, {"other", {{"n", 7}}}}}};
  EXPECT_EQ(
      rendered(R"({ a: "${user.active}", b: "${user.other.n}", c: "${user.other}", d: "x${user.active}y" })",
               variables),
      R"({"a":true,"b":7,"c":{"n":7},"d":"xtruey"})");
}

TEST(Body, KeepsConstantsAsYamlWritesThem) {
  EXPECT_EQ(rendered(R"({ a: 1, b: "1", c: null, d: [true, "False"], e: "$${x}", f: {} })", Json::object()),
            R"({"a":1,"b":"1","c":null,"d":[true,"False"],"e":"${x}","f":{}})");
}

TEST(Body, LeavesOutWhatMayBeMissingAndFailsForTheRest) {
  const Json variables = {{"user", {{"id", nullptr}}}};
  EXPECT_EQ(
      rendered(R"({ a: "${user.email?}", b: "${user.id}", c: ["${user.email?}"], d: "<${user.email?}>" })",
               variables),
      R"({"b":null,"c":[],"d":"<>"})");
  EXPECT_EQ(rendered(R"({ a: "${user.email}" })", variables), "error: ${user.email} has no value");
}

TEST(Body, SpreadsAnObject) {
  const Json variables = {
      {"user", {{"other", {{"title", "Dr"}, {"name", {{"middleName", "X"}}}}}, {"id", "u1"}}}};
  EXPECT_EQ(rendered(R"({ name: { givenName: Ann }, ...: "${user.other?}" })", variables),
            R"({"name":{"givenName":"Ann","middleName":"X"},"title":"Dr"})");
  EXPECT_EQ(rendered(R"({ a: 1, ...: "${user.other?}" })", Json::object()), R"({"a":1})");
  EXPECT_EQ(rendered(R"({ ...: "${user.id}" })", variables), "error: '...' needs an object");
}

TEST(Body, RepeatsAnItemForEachAttributeInTheProvidersOrder) {
  const Json variables = {{"user", {{"changes", {{"nickName", "B"}, {"email", "e"}, {"userName", "u"}}}}}};
  EXPECT_EQ(
      rendered(R"([{ for_each: user.changes, item: { path: "${each.path}", value: "${each.value}" } }])",
               variables),
      R"([{"path":"userName","value":"u"},{"path":"emails","value":"e"},{"path":"nickName","value":"B"}])");
  EXPECT_EQ(rendered(R"([{ for_each: user.changes, only: [email], item: "${each.name}" }])", variables),
            R"(["email"])");
  EXPECT_EQ(rendered(R"([{ for_each: user.changes, except: [email], item: "${each.name}" }])", variables),
            R"(["userName","nickName"])");
}

TEST(Body, GathersAttributesInOneItem) {
  const Json variables = {{"user", {{"changes", {{"email", "e"}, {"givenName", "g"}}}}}};
  EXPECT_EQ(rendered(R"([{ gather: user.changes, item: { value: "${each.values}" } }])", variables),
            R"([{"value":{"name.givenName":"g","emails":"e"}}])");
  EXPECT_EQ(rendered(R"([{ gather: user.changes, only: [userName], item: x }])", variables), "[]");
}

TEST(Body, RepeatsAnItemForEachOfAList) {
  const Json variables = {{"group", {{"added", {{{"id", "a"}}, {{"id", "b"}, {"userName", "B"}}}}}}};
  EXPECT_EQ(
      rendered(R"([{ for_each: group.added, item: { value: "${each.id}", display: "${each.userName?}" } }])",
               variables),
      R"([{"value":"a"},{"value":"b","display":"B"}])");
  EXPECT_EQ(rendered(R"([{ for_each: "group.removed?", item: x }])", variables), "[]");
  EXPECT_EQ(rendered(R"([{ for_each: group.removed, item: x }])", variables),
            "error: ${group.removed} has no value");
  EXPECT_EQ(rendered(R"([{ for_each: group.added, item: "${each.userName}" }])", variables),
            "error: ${each.userName} has no value");
  EXPECT_THAT(rendered(R"([{ gather: group.added, item: x }])", variables), HasSubstr("must be an object"));
  EXPECT_THAT(rendered(R"([{ for_each: group.added, item: x }])", Json{{"group", {{"added", "a"}}}}),
              HasSubstr("must be a list or an object"));
}

TEST(Body, EscapesWhatStandsInAFiltersQuotes) {
  EXPECT_EQ(rendered(R"({ path: 'members[value eq "${user.id}"]' })", Json{{"user", {{"id", "a\"b"}}}}),
            R"({"path":"members[value eq \"a\\\"b\"]"})");
}

TEST(Merge, GoesIntoObjectsAndReplacesTheRest) {
  const Json base = *parse_json(R"({"id":"1","name":{"a":1,"b":2},"emails":[1,2],"x":{"y":1}})");
  const Json over = *parse_json(R"({"name":{"b":3,"c":null},"emails":[3],"x":"text","new":true})");
  EXPECT_EQ(dump(merge(base, over)),
            R"({"id":"1","name":{"a":1,"b":3,"c":null},"emails":[3],"x":"text","new":true})");
  EXPECT_EQ(dump(merge(nullptr, over)), dump(over));
}

}  // namespace
}  // namespace idproctor::scim
