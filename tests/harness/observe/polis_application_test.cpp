// The API of Ory Polis (BoxyHQ's SAML Jackson): shapes as in the sources of its npm package.

#include "foundation/core/text.hpp"
#include "harness/observe/application/polis.hpp"
#include "tests/harness/observe/answers.hpp"

namespace idproctor::observe {
namespace {

PolisSettings polis_settings() {
  PolisSettings made;
  made.base_url = "https://polis.example";
  made.api_key = "secret";
  made.tenant = "acme";
  made.product = "demo";
  made.directory = "dir 1";
  return made;
}

std::unique_ptr<Application> polis() {
  return make_polis_application(polis_settings());
}

std::string listed(const std::string& items) {
  return R"({"data":[)" + items + "]}";
}

const std::string polis_bob = R"({"id":"2","email":"bob@example.com","active":true,"raw":{}})";
const std::string polis_alice = R"({"id":"1","email":"alice@example.com","first_name":"Alice","last_name":"A",
    "active":true,"roles":["admin","staff"],
    "raw":{"userName":"alice","externalId":"00u1","title":"CEO"}})";

TEST(PolisApplication, PagesThroughTheUsers) {
  const auto question = polis()->ask_user(query_for("alice@example.com"));
  const Asked asked = ask(*question, in_order({listed(polis_bob), listed(polis_alice)}));
  EXPECT_EQ(asked.error, "");
  const std::string url =
      "https://polis.example/api/v1/dsync/users?tenant=acme&product=demo&directoryId=dir%201";
  EXPECT_EQ(asked.urls, (std::vector<std::string>{url + "&pageOffset=0&pageLimit=50",
                                                  url + "&pageOffset=1&pageLimit=50"}));
  EXPECT_EQ(asked.headers[0].get("Authorization"), "Api-Key secret");
  const UserView& user = question->user();
  EXPECT_EQ(user.state, UserState::active);
  EXPECT_EQ(user.fields["user_name"], "alice");
  EXPECT_EQ(user.fields["idp_id"], "00u1");
  EXPECT_EQ(user.fields["role"], "admin");
  EXPECT_EQ(user.fields["raw"]["title"], "CEO");
}

TEST(PolisApplication, OnlyAnEmptyPageIsTheEnd) {
  const auto question = polis()->ask_user(query_for("carol@example.com"));
  const Asked asked = ask(*question, in_order({listed(polis_bob), listed(polis_alice), listed("")}));
  EXPECT_EQ(asked.error, "");
  EXPECT_EQ(asked.urls.size(), 3u);
  EXPECT_FALSE(question->user().found);
}

TEST(PolisApplication, APageThatComesAgainIsTheEndToo) {
  const auto question = polis()->ask_user(query_for("carol@example.com"));
  EXPECT_EQ(ask(*question, always(200, listed(polis_bob))).urls.size(), 2u);
}

TEST(PolisApplication, GoesOnByTokenWhereThereIsOne) {
  const auto question = polis()->ask_group("Staff");
  const Asked asked = ask(*question, in_order({R"({"data":[{"name":"A"}],"pageToken":"t=1"})",
                                               R"({"data":[{"id":"g","name":"Staff"}]})"}));
  ASSERT_EQ(asked.urls.size(), 2u);
  EXPECT_TRUE(asked.urls[1].ends_with("&pageToken=t%3D1")) << asked.urls[1];
  EXPECT_TRUE(question->group().found);
}

TEST(PolisApplication, InactiveUsersStay) {
  const auto question = polis()->ask_user(query_for("bob@example.com"));
  ask(*question, always(200, listed(replace_all(polis_bob, "true", "false"))));
  EXPECT_EQ(question->user().state, UserState::inactive);
  EXPECT_EQ(polis()->inactive_policy(), InactivePolicy::keep);
  // A text is no flag: it may mean either.
  const auto unclear = polis()->ask_user(query_for("bob@example.com"));
  EXPECT_NE(ask(*unclear, always(200, listed(replace_all(polis_bob, "true", "\"False\"")))).error, "");
}

TEST(PolisApplication, GroupsAreFoundByTheirMembers) {
  const auto question = polis()->ask_user(query_for("alice@example.com", true));
  const Asked asked = ask(*question, [](const http::Request& request) {
    const bool is_first = request.url.find("pageOffset=0") != std::string::npos;
    std::string items;
    if (request.url.find("/users?") != std::string::npos) items = polis_alice;
    if (request.url.find("/groups?") != std::string::npos) {
      items = R"({"id":"g1","name":"Staff"},{"id":"g2","name":"Guests"},{"id":"g3","name":"Admins"})";
    }
    if (request.url.find("/groups/g1/members?") != std::string::npos)
      items = R"({"user_id":"2"},{"user_id":"1"})";
    if (request.url.find("/groups/g2/members?") != std::string::npos) items = R"({"user_id":"2"})";
    if (request.url.find("/groups/g3/members?") != std::string::npos) items = R"({"user_id":"1"})";
    return http::Response(200, "application/json", listed(is_first ? items : ""));
  });
  EXPECT_EQ(asked.error, "");
  EXPECT_EQ(question->user().fields["groups"], Json({"Admins", "Staff"}));
}

TEST(PolisApplication, WhoeverIsInADirectoryWithoutGroupsHasNone) {
  const auto question = polis()->ask_user(query_for("alice@example.com", true));
  EXPECT_EQ(ask(*question, in_order({listed(polis_alice), listed("")})).error, "");
  EXPECT_EQ(question->user().fields["groups"], Json::array());
}

TEST(PolisApplication, EventsAreTheLogOfWebhooksTurnedRound) {
  const auto entry = [](const std::string& id, const std::string& email, const std::string& created) {
    return R"({"id":")" + id + R"(","created_at":")" + created +
           R"(","payload":{"event":"user.created","tenant":"acme","data":{"email":")" + email + R"("}}})";
  };
  const std::string third = entry("log3", "c@x", "2026-01-03T00:00:00Z"),
                    second = entry("log2", "b@x", "2026-01-02T00:00:00Z"),
                    first = entry("log1", "a@x", "2026-01-01T00:00:00Z");
  EventCursor from;
  from.since = parse_time("2026-01-01T12:00:00Z").value();
  const auto question = polis()->ask_events(from, Time{});
  const Asked asked = ask(*question, in_order({listed(third), listed(second + "," + first)}));
  EXPECT_EQ(asked.error, "");
  EXPECT_EQ(asked.urls.size(), 2u);
  ASSERT_EQ(question->events().size(), 2u);
  EXPECT_EQ(question->events()[0].user.email, "b@x");
  EXPECT_EQ(question->events()[1].user.email, "c@x");
  EXPECT_EQ(question->events()[1].id, "log3");
  EXPECT_EQ(question->cursor().after, "log3");

  const auto next = polis()->ask_events(question->cursor(), Time{});
  const std::string fourth = entry("log4", "d@x", "2026-01-03T00:00:00Z");
  EXPECT_EQ(ask(*next, always(200, listed(fourth + "," + third))).urls.size(), 1u);
  ASSERT_EQ(next->events().size(), 1u);
  EXPECT_EQ(next->events()[0].user.email, "d@x");
  EXPECT_EQ(next->cursor().after, "log4");
}

TEST(PolisApplication, ConnectionsAndDirectoriesAreActiveUnlessDeactivated) {
  const auto state = [](const char* body) {
    const auto question = polis()->ask_connection();
    const Asked asked = ask(*question, always(200, body));
    EXPECT_EQ(asked.urls,
              std::vector<std::string>{"https://polis.example/api/v1/sso?tenant=acme&product=demo"});
    return asked.error.empty() ? question->state() : "error";
  };
  EXPECT_EQ(state("[]"), "absent");
  EXPECT_EQ(state(R"([{"clientID":"1"}])"), "active");
  EXPECT_EQ(state(R"([{"clientID":"1","deactivated":true}])"), "inactive");
  EXPECT_EQ(state(R"({"error":"x"})"), "error");

  const auto directory = polis()->ask_directory();
  EXPECT_EQ(directory->next()->url, "https://polis.example/api/v1/dsync/dir%201?tenant=acme&product=demo");
  ask(*directory, always(200, R"({"data":{"id":"dir 1","deactivated":false}})"));
  EXPECT_EQ(directory->state(), "active");
  const auto gone = polis()->ask_directory();
  EXPECT_EQ(ask(*gone, always(404, R"({"error":{"message":"x"}})")).error, "");
  EXPECT_EQ(gone->state(), "absent");
}

TEST(PolisApplication, TroubleIsNoAbsence) {
  for (const int status : {401, 404, 500}) {
    EXPECT_NE(ask(*polis()->ask_user(query_for("a@b")), always(status, "{}")).error, "") << status;
  }
  EXPECT_NE(ask(*polis()->ask_user(query_for("a@b")), always(200, "{}")).error, "");
}

}  // namespace
}  // namespace idproctor::observe
