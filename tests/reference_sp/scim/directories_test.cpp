#include <gtest/gtest.h>

#include <optional>

#include "tests/reference_sp/scim/provider.hpp"

// Two directories of one service, and the user whom a token means.

namespace idproctor::reference {
namespace {

class Directories : public testing::Test {
 protected:
  void start(const std::set<std::string, std::less<>>& without = {}) {
    service.emplace(
        ScimConfig{
            "http://127.0.0.1:7001/scim/v2", "first", {{"http://127.0.0.1:7001/scim/second/v2", "second"}}},
        Checks(without), clock);
    ada = create("first", "ada");
    bea = create("second", "bea");
  }
  http::Response send(const std::string& method, const std::string& directory, const std::string& path,
                      const Json& body = Json(), const std::string& token_of = {}) {
    http::Request request(method, (directory == "first" ? "/scim/v2" : "/scim/second/v2") + path);
    request.headers.set("Authorization", "Bearer " + (token_of.empty() ? directory : token_of));
    request.headers.set("Content-Type", "application/scim+json");
    if (!body.is_null()) request.body = dump(body);
    return service->handle(request);
  }
  std::string create(const std::string& directory, const std::string& name) {
    return to_text(Provider::json(send("POST", directory, "/Users", Json{{"userName", name}}))["id"]);
  }
  std::string list(const std::string& directory, const std::string& query = "") {
    return Provider::listed(send("GET", directory, "/Users" + query));
  }
  // Statuses of GET, PUT, PATCH and DELETE for a user of the other directory.
  std::string reach(const std::string& directory, const std::string& id) {
    std::string statuses;
    const Json patch =
        Provider::operations(Json::array({Json{{"op", "add"}, {"path", "title"}, {"value", "x"}}}));
    statuses += std::to_string(send("GET", directory, "/Users/" + id).status) + ' ';
    statuses +=
        std::to_string(send("PUT", directory, "/Users/" + id, Json{{"userName", "new"}}).status) + ' ';
    statuses += std::to_string(send("PATCH", directory, "/Users/" + id, patch).status) + ' ';
    return statuses + std::to_string(send("DELETE", directory, "/Users/" + id).status);
  }
  ManualClock clock{parse_time("2026-11-22T03:14:15Z").value()};
  std::optional<ScimService> service;
  std::string ada, bea;
};

TEST_F(Directories, KnowNothingOfEachOther) {
  start();
  EXPECT_EQ(list("first") + ' ' + list("second"), "ada bea");
  EXPECT_EQ(reach("first", bea), "404 404 404 404");
  EXPECT_EQ(reach("second", ada), "404 404 404 404");
  EXPECT_NE(create("second", "ada"), "null");
  const Json foreign{{"displayName", "G"}, {"members", {{{"value", bea}}}}};
  EXPECT_EQ(send("POST", "first", "/Groups", foreign).status, 400);
  EXPECT_EQ(send("POST", "second", "/Groups", foreign).status, 201);
  const Json shown = Provider::json(send("GET", "second", "/Users/" + bea));
  EXPECT_EQ(shown["meta"]["location"], "http://127.0.0.1:7001/scim/second/v2/Users/" + bea);
  EXPECT_EQ(list("second", "?sortBy=userName"), "ada bea");
}

TEST_F(Directories, HaveATokenEach) {
  start();
  for (const char* path : {"/Users", "/ServiceProviderConfig", "/Bulk", "/nothing", ""}) {
    EXPECT_EQ(send("GET", "first", path, Json(), "second").status, 401) << path;
    EXPECT_EQ(send("GET", "second", path, Json(), "first").status, 401) << path;
  }
  http::Request elsewhere("GET", "/scim/third/v2/Users");
  elsewhere.headers.set("Authorization", "Bearer second");
  EXPECT_EQ(service->handle(elsewhere).status, 401);
}

TEST_F(Directories, LetTheFirstOnesUsersLogIn) {
  start();
  EXPECT_TRUE(service->find_account("ada"));
  EXPECT_FALSE(service->find_account("bea"));
  int ended = 0;
  service->on_ended([&](const std::string&) { ++ended; });
  send("DELETE", "second", "/Users/" + bea);
  EXPECT_EQ(ended, 0);
  send("DELETE", "first", "/Users/" + ada);
  EXPECT_EQ(ended, 1);
}

TEST_F(Directories, KeepTheirCursors) {
  start();
  create("first", "cleo");
  create("second", "dora");
  const std::string cursor =
      to_text(Provider::json(send("GET", "first", "/Users?cursor&count=1"))["nextCursor"]);
  EXPECT_EQ(list("first", "?count=1&cursor=" + cursor), "cleo");
  EXPECT_EQ(list("second", "?count=1&cursor=" + cursor), "400 invalidCursor");
}

TEST_F(Directories, WithoutDirectoryTokenEachOpensAll) {
  start({"directory-token"});
  EXPECT_EQ(send("GET", "first", "/Users", Json(), "second").status, 200);
  EXPECT_EQ(send("GET", "second", "/Users", Json(), "third").status, 401);
  EXPECT_EQ(send("GET", "first", "/Users/" + bea).status, 404);
}

TEST_F(Directories, WithoutDirectoryIsolationIdsReachEverything) {
  start({"directory-isolation"});
  EXPECT_EQ(reach("first", bea), "200 200 200 204");
  EXPECT_EQ(list("second"), "");
  EXPECT_EQ(list("first"), "ada");
  EXPECT_EQ(send("GET", "first", "/Users", Json(), "second").status, 401);
}

TEST_F(Directories, WithoutDirectoryListsAllAreListed) {
  start({"directory-lists"});
  const Json group{{"displayName", "G"}, {"members", {{{"value", bea}}}}};
  send("POST", "second", "/Groups", group);
  EXPECT_EQ(list("first"), "ada bea");
  EXPECT_EQ(list("first", "?filter=userName%20eq%20%22bea%22"), "bea");
  EXPECT_EQ(send("GET", "first", "/Groups").status, 200);
  EXPECT_EQ(send("GET", "first", "/Users/" + bea).status, 404);
}

TEST_F(Directories, WithoutDirectoryNamesANameIsTakenForAll) {
  start({"directory-names"});
  EXPECT_EQ(send("POST", "first", "/Users", Json{{"userName", "BEA"}}).status, 409);
  EXPECT_EQ(send("POST", "second", "/Users", Json{{"userName", "cleo"}}).status, 201);
}

TEST_F(Directories, HaveNoUserWhomATokenMeans) {
  start();
  for (const char* method : {"GET", "POST", "PATCH", "DELETE"}) {
    EXPECT_EQ(send(method, "first", "/Me", Json::object()).status, 501) << method;
  }
}

TEST_F(Directories, WithoutMeTheFirstUserIsMeant) {
  start({"me"});
  EXPECT_EQ(Provider::json(send("GET", "first", "/Me"))["userName"], "ada");
  EXPECT_EQ(send("DELETE", "first", "/Me").status, 204);
  EXPECT_EQ(send("GET", "first", "/Me").status, 404);
}

TEST_F(Directories, WithoutMembersAnybodyIsOne) {
  const Json foreign{{"displayName", "G"}, {"members", {{{"value", "?"}}}}};
  for (const bool on : {true, false}) {
    start(on ? std::set<std::string, std::less<>>{}
             : std::set<std::string, std::less<>>{"directory-members"});
    Json group = foreign;
    group["members"][0]["value"] = bea;
    EXPECT_EQ(send("POST", "first", "/Groups", group).status, on ? 400 : 201);
    group["members"][0]["value"] = "nobody";
    EXPECT_EQ(send("POST", "first", "/Groups", group).status, 400);
  }
}

}  // namespace
}  // namespace idproctor::reference
