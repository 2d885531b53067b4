#include "reference_sp/scim/entity_tag.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "tests/reference_sp/scim/provider.hpp"

namespace idproctor::reference {
namespace {

using scim::names_entity_tag;

TEST(EntityTag, IsNamedByAListAndByTheStar) {
  const std::string tag = scim::entity_tag(7);
  EXPECT_EQ(tag, "W/\"7\"");
  for (const char* field :
       {"W/\"7\"", "\"7\"", "*", " * ", "\"6\", W/\"7\"", "\"a,b\",W/\"7\" ", ",,\"7\""}) {
    EXPECT_TRUE(names_entity_tag({field}, tag)) << field;
  }
  for (const char* field :
       {"", "7", "W/7", "W/\"70\"", "\"\"", "W/\"7", "w/\"7\"", "**", "\"6\" 7", "W/", "W/\""}) {
    EXPECT_FALSE(names_entity_tag({field}, tag)) << field;
  }
  EXPECT_TRUE(names_entity_tag({"\"1\"", "\"7\""}, tag));
  EXPECT_FALSE(names_entity_tag({}, tag));
}

class Versions : public testing::Test {
 protected:
  void start(const std::set<std::string, std::less<>>& without = {}) {
    provider.emplace(without);
    user = "/Users/" + provider->add_user("ada");
    group = "/Groups/" + provider->add_group("Crew", {user.substr(7)});
  }
  std::string tag(const std::string& path) { return provider->send("GET", path).headers.get("ETag"); }
  int with(const std::string& method, const std::string& path, const std::string& field,
           const std::string& value) {
    const std::string body = method == "PUT"     ? R"({"userName":"ada","displayName":"Crew"})"
                             : method == "PATCH" ? rename(++names)
                                                 : "";
    return provider->send(method, path, body, {{field, value}}).status;
  }
  static std::string rename(int number) {
    return R"({"Operations":[{"op":"replace","path":"displayName","value":"N)" + std::to_string(number) +
           "\"}]}";
  }

  std::optional<Provider> provider;
  std::string user, group;
  int names = 0;
};

TEST_F(Versions, AreInTheHeaderAndInMeta) {
  start();
  const auto created = provider->send("POST", "/Users", Json{{"userName", "bea"}});
  EXPECT_EQ(created.headers.get("ETag"), "W/\"1\"");
  EXPECT_EQ(Provider::json(created)["meta"]["version"], "W/\"1\"");
  EXPECT_EQ(provider->get(user)["meta"]["version"], tag(user));
  EXPECT_EQ(provider->get("/Users")["Resources"][0]["meta"]["version"], tag(user));
  EXPECT_EQ(provider->send("HEAD", user).headers.get("ETag"), tag(user));
  EXPECT_EQ(provider->send("GET", user + "?attributes=userName").headers.get("ETag"), tag(user));
  EXPECT_EQ(provider->send("GET", "/Users/x").headers.get("ETag"), "");
  EXPECT_EQ(provider->selected("/Users", R"(meta.version eq "W/\"1\"")"), "ada bea");
}

TEST_F(Versions, ChangeWithTheResourceAlone) {
  start();
  std::set<std::string> seen{tag(group)};
  const auto expect_new = [&] { EXPECT_TRUE(seen.insert(tag(group)).second) << tag(group); };
  const auto answer = provider->send("PATCH", group, rename(1));
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.headers.get("ETag"), tag(group));
  expect_new();
  provider->send("PATCH", group, rename(1));
  EXPECT_FALSE(seen.insert(tag(group)).second) << "nothing changed";
  provider->send("PUT", group, Json{{"displayName", "Deck"}, {"members", provider->get(group)["members"]}});
  expect_new();
  provider->send("DELETE", user);
  expect_new();
  EXPECT_EQ(provider->get(group)["meta"]["version"], tag(group));
}

TEST_F(Versions, GuardWrites) {
  start();
  const std::string old = tag(user);
  EXPECT_EQ(with("PATCH", user, "If-Match", old), 200);
  for (const char* method : {"PATCH", "PUT", "DELETE"}) {
    const auto refused = provider->send(method, user, rename(9), {{"If-Match", old}});
    EXPECT_EQ(refused.status, 412) << method;
    EXPECT_EQ(Provider::json(refused)["status"], "412");
    EXPECT_EQ(with(method, user, "If-Match", "rubbish"), 412);
    EXPECT_EQ(with(method, user, "If-None-Match", "*"), 412);
    EXPECT_EQ(with(method, "/Users/x", "If-Match", old), 404);
  }
  EXPECT_EQ(provider->get(user)["displayName"], "N1");
  EXPECT_EQ(with("PUT", user, "If-Match", "*"), 200);
  EXPECT_EQ(with("PATCH", user, "If-None-Match", old), 200);
  EXPECT_EQ(with("PATCH", group, "If-Match", "\"0\", " + tag(group)), 204);
  EXPECT_EQ(with("DELETE", user, "If-Match", tag(user)), 204);
}

TEST_F(Versions, SaveReads) {
  start();
  const auto same = provider->send("GET", user, std::string(), {{"If-None-Match", tag(user)}});
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.body, "");
  EXPECT_EQ(same.headers.get("ETag"), tag(user));
  EXPECT_EQ(with("GET", user, "If-None-Match", "W/\"0\""), 200);
  EXPECT_EQ(with("GET", user, "If-None-Match", "\"0\"," + tag(user)), 304);
  EXPECT_EQ(with("HEAD", user, "If-None-Match", "*"), 304);
  EXPECT_EQ(with("GET", "/Users/x", "If-None-Match", "*"), 404);
  EXPECT_EQ(with("GET", "/Users", "If-None-Match", "*"), 200);
}

TEST_F(Versions, WithoutVersionChangesTheFirstOneStays) {
  start({"version-changes"});
  const std::string old = tag(user);
  EXPECT_EQ(with("PATCH", user, "If-Match", old), 200);
  EXPECT_EQ(tag(user), old);
  EXPECT_EQ(provider->get(user)["displayName"], "N1");
  EXPECT_EQ(with("PATCH", user, "If-Match", old), 200);
  EXPECT_EQ(with("PATCH", user, "If-Match", "\"0\""), 412);
  EXPECT_EQ(with("GET", user, "If-None-Match", old), 304);
}

TEST_F(Versions, WithoutIfMatchEveryWriteIsTaken) {
  start({"if-match"});
  const std::string old = tag(user);
  EXPECT_EQ(with("PATCH", user, "If-Match", old), 200);
  EXPECT_NE(tag(user), old);
  EXPECT_EQ(with("PATCH", user, "If-Match", old), 200);
  EXPECT_EQ(with("PATCH", user, "If-None-Match", "*"), 412);
  EXPECT_EQ(with("DELETE", user, "If-Match", "rubbish"), 204);
}

TEST_F(Versions, WithoutIfNoneMatchTheWholeResourceComes) {
  start({"if-none-match"});
  EXPECT_EQ(with("GET", user, "If-None-Match", tag(user)), 200);
  EXPECT_EQ(with("PATCH", user, "If-Match", "\"0\""), 412);
}

}  // namespace
}  // namespace idproctor::reference
