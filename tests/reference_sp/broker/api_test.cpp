#include <gtest/gtest.h>

#include "tests/reference_sp/broker/chain.hpp"

// The broker's API: lists, single objects, events, keys.

namespace idproctor::reference::testing {
namespace {

class BrokerApi : public ::testing::Test {
 protected:
  explicit BrokerApi(Without without = {}) : chain(std::move(without)) {}
  Json get(const std::string& url) { return chain.get(url, chain.integration->keys().api_key); }
  int status(const std::string& url, const std::string& key) { return chain.ask("GET", url, key).status; }
  int status(const std::string& url) { return status(url, chain.integration->keys().api_key); }

  Chain chain;
};

TEST_F(BrokerApi, ListsConnectionsAndDirectories) {
  const Json connections = get("/connections?order=asc");
  EXPECT_EQ(connections["object"], "list");
  ASSERT_EQ(connections["data"].size(), 2u);
  EXPECT_EQ(connections["data"][0]["id"], "conn_first");
  EXPECT_EQ(connections["data"][0]["organization_id"], "org_first");
  EXPECT_EQ(connections["data"][0]["state"], "validating");
  EXPECT_EQ(connections["data"][1]["state"], "draft");
  EXPECT_EQ(get("/connections/conn_first"), connections["data"][0]);
  EXPECT_EQ(get("/directories?organization_id=org_second")["data"][0]["id"], "directory_second");
  EXPECT_EQ(status("/connections/conn_third"), 404);
  EXPECT_EQ(status("/directories/conn_first"), 404);
}

TEST_F(BrokerApi, ShowsUsersAndGroupsAndWhoBelongsTogether) {
  const std::string ada = chain.add_user("ada@example.com"), bea = chain.add_user("bea@example.com");
  chain.add_group("Crew", {bea});
  chain.add_user("cleo@example.com", "second");
  const Json users = get("/directory_users?directory=directory_first&order=asc");
  ASSERT_EQ(users["data"].size(), 2u);
  EXPECT_EQ(users["data"][0]["email"], "ada@example.com");
  EXPECT_EQ(users["data"][1]["groups"][0]["name"], "Crew");
  const std::string bea_id = users["data"][1]["id"].get<std::string>();
  EXPECT_EQ(get("/directory_users/" + bea_id), users["data"][1]);
  const Json groups = get("/directory_groups?user=" + bea_id);
  ASSERT_EQ(groups["data"].size(), 1u);
  const std::string group = groups["data"][0]["id"].get<std::string>();
  EXPECT_EQ(get("/directory_groups/" + group)["name"], "Crew");
  EXPECT_EQ(get("/directory_users?group=" + group)["data"].size(), 1u);
  EXPECT_EQ(get("/directory_users?group=" + group)["data"][0]["email"], "bea@example.com");
  EXPECT_EQ(status("/directory_users"), 422);
  EXPECT_EQ(status("/directory_users?directory=directory_third"), 404);
  EXPECT_EQ(status("/directory_users/" + group), 404);
}

TEST_F(BrokerApi, CutsListsIntoPages) {
  for (const char* name : {"a@x.example", "b@x.example", "c@x.example"}) chain.add_user(name);
  const std::string base = "/directory_users?directory=directory_first&limit=2";
  const Json first = get(base);
  ASSERT_EQ(first["data"].size(), 2u);
  EXPECT_EQ(first["data"][0]["email"], "c@x.example") << "the newest come first";
  EXPECT_TRUE(first["list_metadata"]["before"].is_null());
  const std::string after = first["list_metadata"]["after"].get<std::string>();
  EXPECT_EQ(after, first["data"][1]["id"]);
  const Json second = get(base + "&after=" + after);
  ASSERT_EQ(second["data"].size(), 1u);
  EXPECT_EQ(second["data"][0]["email"], "a@x.example");
  EXPECT_TRUE(second["list_metadata"]["after"].is_null());
  const Json back = get(base + "&before=" + second["list_metadata"]["before"].get<std::string>());
  EXPECT_EQ(back["data"], first["data"]);
  for (const char* bad : {"&limit=0", "&limit=101", "&limit=x", "&after=nobody", "&after=a&before=b"}) {
    EXPECT_EQ(status("/directory_users?directory=directory_first" + std::string(bad)), 422) << bad;
  }
}

TEST_F(BrokerApi, FindsEvents) {
  chain.add_user("ada@example.com");
  chain.clock.advance(Milliseconds(60'000));
  chain.add_user("bea@example.com", "second");
  const auto all = chain.events();
  ASSERT_EQ(all.size(), 4u);
  const auto ids = [&](const std::string& query) {
    std::vector<Json> found;
    const Json page = get("/events?" + query);
    for (const Json& event : page["data"]) found.push_back(event["id"]);
    return found;
  };
  EXPECT_EQ(ids("events[]=dsync.user.created"), (std::vector<Json>{all[1]["id"], all[3]["id"]}));
  EXPECT_EQ(ids("events[]=dsync.user.created&events[]=dsync.activated").size(), 4u);
  EXPECT_EQ(ids("organization_id=org_second"), (std::vector<Json>{all[2]["id"], all[3]["id"]}));
  EXPECT_EQ(ids("after=" + all[2]["id"].get<std::string>()), std::vector<Json>{all[3]["id"]});
  EXPECT_EQ(ids("after=event_unknown").size(), 4u);
  EXPECT_EQ(ids("range_start=2026-11-22T03:15:00Z").size(), 2u);
  EXPECT_EQ(ids("range_end=2026-11-22T03:15:00Z").size(), 2u);
  const Json page = get("/events?limit=3");
  EXPECT_EQ(page["list_metadata"]["after"], all[2]["id"]);
  EXPECT_TRUE(get("/events")["list_metadata"]["after"].is_null());
  for (const char* bad :
       {"limit=0", "limit=101", "range_start=yesterday", "range_start=2026-11-22T03:15:00Z&after=event_1"}) {
    EXPECT_EQ(status("/events?" + std::string(bad)), 422) << bad;
  }
}

TEST_F(BrokerApi, NeedsAKeyAndShowsATenantItsOwn) {
  const auto& first = chain.organization();
  chain.add_user("ada@example.com");
  chain.add_user("bea@example.com", "second");
  const std::string bea =
      get("/directory_users?directory=directory_second")["data"][0]["id"].get<std::string>();
  for (const char* url : {"/connections", "/directories/directory_first", "/events", "/directory_users/x"}) {
    EXPECT_EQ(status(url, ""), 401) << url;
    EXPECT_EQ(status(url, "sk_wrong"), 401) << url;
  }
  EXPECT_EQ(status("/directory_users?directory=directory_first", first.tenant_key), 200);
  EXPECT_EQ(status("/directory_users?directory=directory_second", first.tenant_key), 404);
  EXPECT_EQ(status("/directory_users/" + bea, first.tenant_key), 404);
  EXPECT_EQ(status("/directories/directory_second", first.tenant_key), 404);
  EXPECT_EQ(chain.get("/connections", first.tenant_key)["data"].size(), 1u);
  EXPECT_EQ(chain.get("/events", first.tenant_key)["data"].size(), 2u);
  EXPECT_EQ(chain.get("/events?organization_id=org_second", first.tenant_key)["data"].size(), 0u);
  EXPECT_EQ(chain.ask("POST", "/connections", first.tenant_key).status, 405);
}

TEST_F(BrokerApi, MovesADirectoryFromUnlinkedToLinked) {
  const auto state = [&] { return get("/directories/directory_first")["state"]; };
  EXPECT_EQ(state(), "unlinked");
  chain.ask("GET", "/scim/v2/Users", "wrong");
  EXPECT_EQ(state(), "unlinked");
  chain.scim("GET", "/Users");
  EXPECT_EQ(state(), "validating");
  EXPECT_EQ(chain.event_types(), "");
  chain.add_group("Crew");
  EXPECT_EQ(state(), "linked");
  EXPECT_EQ(get("/directories/directory_second")["state"], "unlinked");
  EXPECT_EQ(chain.event_types(), "activated group.created");
  EXPECT_EQ(chain.events()[0]["data"]["state"], "active");
}

struct WithoutTenant : BrokerApi {
  WithoutTenant() : BrokerApi({"api-tenant"}) {}
};
TEST_F(WithoutTenant, AKeyOpensEverything) {
  EXPECT_EQ(chain.get("/connections", chain.organization().tenant_key)["data"].size(), 2u);
  EXPECT_EQ(status("/connections", ""), 401);
}

struct WithoutKeys : BrokerApi {
  WithoutKeys() : BrokerApi({"api-key-needed"}) {}
};
TEST_F(WithoutKeys, EverybodyMayAsk) {
  EXPECT_EQ(chain.get("/connections", "")["data"].size(), 2u);
}

struct WithoutStates : BrokerApi {
  WithoutStates() : BrokerApi({"directory-state", "connection-state"}) {}
};
TEST_F(WithoutStates, EverythingIsDoneFromTheBeginning) {
  EXPECT_EQ(get("/directories/directory_first")["state"], "linked");
  EXPECT_EQ(get("/connections/conn_first")["state"], "active");
}

}  // namespace
}  // namespace idproctor::reference::testing
