// WorkOS's API: what is asked of it, within its limits, and how its shapes are read.

#include "foundation/core/text.hpp"
#include "harness/observe/application/workos.hpp"
#include "tests/harness/observe/answers.hpp"

namespace idproctor::observe {
namespace {

constexpr const char* users_url = "https://api.workos.com/directory_users?directory=directory_1&limit=100";

std::unique_ptr<Application> workos() {
  WorkosSettings settings;
  settings.api_key = "sk_test_1";
  settings.organization = "org_1";
  settings.directory = "directory_1";
  settings.connection = "conn_1";
  return make_workos_application(settings);
}

std::string page(const std::string& items, const std::string& after) {
  return R"({"object":"list","data":[)" + items + R"(],"list_metadata":{"before":null,"after":)" +
         (after.empty() ? "null" : "\"" + after + "\"") + "}}";
}

const std::string workos_bob =
    R"({"object":"directory_user","id":"directory_user_2","email":"bob@example.com",
    "state":"active","created_at":"2026-01-01T00:00:00Z"})";
const std::string workos_alice =
    R"({"object":"directory_user","id":"directory_user_1","directory_id":"directory_1",
    "organization_id":"org_1","idp_id":"8931","email":"alice@example.com","first_name":"Alice","last_name":null,
    "groups":[],"state":"active","custom_attributes":{"department":"R&D","state":"Vermont"},
    "role":{"slug":"admin"},"roles":[{"slug":"admin"}],"created_at":"2026-02-01T00:00:00Z"})";

TEST(WorkosApplication, PagesThroughTheDirectory) {
  const auto question = workos()->ask_user(query_for("Alice@example.com"));
  const Asked asked = ask(
      *question, in_order({page(workos_bob, "directory_user_2"), page(workos_alice, "directory_user_1")}));
  EXPECT_EQ(asked.error, "");
  EXPECT_EQ(asked.urls,
            (std::vector<std::string>{users_url, std::string(users_url) + "&after=directory_user_2"}));
  EXPECT_EQ(asked.headers[0].get("Authorization"), "Bearer sk_test_1");
  const UserView& user = question->user();
  EXPECT_EQ(user.state, UserState::active);
  EXPECT_EQ(user.fields["id"], "directory_user_1");
  EXPECT_EQ(user.fields["idp_id"], "8931");
  EXPECT_EQ(user.fields["first_name"], "Alice");
  EXPECT_FALSE(user.fields.contains("last_name"));
  EXPECT_EQ(user.fields["role"], "admin");
  EXPECT_EQ(user.fields["roles"], Json({"admin"}));
  EXPECT_EQ(user.fields["department"], "R&D");
  // A custom attribute cannot pass for the state.
  EXPECT_EQ(user.fields["state"], "active");
}

TEST(WorkosApplication, AbsentIsWhoeverStandsOnNoPage) {
  const auto question = workos()->ask_user(query_for("carol@example.com"));
  const Asked asked =
      ask(*question, in_order({page(workos_bob, "directory_user_2"), page(workos_alice, "")}));
  EXPECT_EQ(asked.error, "");
  EXPECT_EQ(asked.urls.size(), 2u);
  EXPECT_FALSE(question->user().found);
}

TEST(WorkosApplication, DoesNotLookThroughWhoWasThereBefore) {
  UserQuery query = query_for("carol@example.com");
  query.made_after = parse_time("2026-03-01T00:00:00Z").value();
  const auto question = workos()->ask_user(query);
  EXPECT_EQ(ask(*question, always(200, page(workos_alice, "directory_user_1"))).urls.size(), 1u);
  EXPECT_FALSE(question->user().found);
}

TEST(WorkosApplication, InactiveAndUnknownStates) {
  const auto look = [](const std::string& state) {
    const auto question = workos()->ask_user(query_for("bob@example.com"));
    const Asked asked = ask(*question, always(200, page(replace_all(workos_bob, "active", state), "")));
    return asked.error.empty() ? name(question->user().state) : "error";
  };
  EXPECT_STREQ(look("inactive"), "inactive");
  EXPECT_STREQ(look("suspended"), "inactive");
  EXPECT_STREQ(look("sleeping"), "error");
}

TEST(WorkosApplication, GroupsAreAskedForWhereTheUserComesWithoutThem) {
  const auto question = workos()->ask_user(query_for("alice@example.com", true));
  const Asked asked =
      ask(*question, in_order({page(workos_alice, "directory_user_1"), page(R"({"name":"Staff"})", "g1"),
                               page(R"({"name":"Admins"})", "")}));
  EXPECT_EQ(asked.error, "");
  const std::string groups_url = "https://api.workos.com/directory_groups?user=directory_user_1&limit=100";
  EXPECT_EQ(asked.urls, (std::vector<std::string>{users_url, groups_url, groups_url + "&after=g1"}));
  EXPECT_EQ(question->user().fields["groups"], Json({"Staff", "Admins"}));
}

TEST(WorkosApplication, GroupsThatComeWithTheUserAreTaken) {
  const auto question = workos()->ask_user(query_for("alice@example.com", true));
  const std::string member = replace_all(workos_alice, R"("groups":[])", R"("groups":[{"name":"Staff"}])");
  EXPECT_EQ(ask(*question, always(200, page(member, ""))).urls.size(), 1u);
  EXPECT_EQ(question->user().fields["groups"], Json({"Staff"}));
}

TEST(WorkosApplication, TroubleIsNoAbsence) {
  for (const int status : {401, 403, 404, 422, 429, 500}) {
    const auto question = workos()->ask_user(query_for("alice@example.com"));
    const Asked asked = ask(*question, always(status, R"({"message":"Could not do it"})"));
    EXPECT_NE(asked.error.find(std::to_string(status)), std::string::npos) << asked.error;
    EXPECT_EQ(asked.error.find("sk_test_1"), std::string::npos);
  }
  for (const char* body : {"", "[]", R"({"data":null})", R"({"users":[]})"}) {
    const auto question = workos()->ask_user(query_for("alice@example.com"));
    EXPECT_NE(ask(*question, always(200, body)).error, "") << body;
  }
}

TEST(WorkosApplication, AListThatGoesInCirclesIsTold) {
  const auto question = workos()->ask_user(query_for("carol@example.com"));
  const Asked asked = ask(*question, always(200, page(workos_bob, "directory_user_2")));
  EXPECT_NE(asked.error.find("a second time"), std::string::npos) << asked.error;
  EXPECT_EQ(asked.urls.size(), 2u);
}

TEST(WorkosApplication, EventsBeginAtATimeAndGoOnAfterAnEvent) {
  EventCursor from;
  from.since = parse_time("2026-02-01T00:00:00Z").value();
  const Time now = from.since + std::chrono::hours(1);
  const auto question = workos()->ask_events(from, now);
  const auto event = [](const std::string& id) {
    return R"({"object":"event","id":")" + id +
           R"(","event":"dsync.user.created","data":{"email":"a@b"},"created_at":"2026-02-01T00:00:01.000Z"})";
  };
  const Asked asked = ask(*question, in_order({page(event("event_1") + "," + event("event_2"), "event_2"),
                                               page(event("event_3"), "event_3"), page("", "")}));
  EXPECT_EQ(asked.error, "");
  ASSERT_EQ(asked.urls.size(), 3u);
  const auto has = [&](std::size_t at, const char* part) {
    return asked.urls[at].find(part) != std::string::npos;
  };
  EXPECT_TRUE(has(0, "events%5B%5D=dsync.user.created&"));
  EXPECT_TRUE(has(0, "events%5B%5D=connection.activated&"));
  EXPECT_TRUE(has(0, "organization_id=org_1"));
  EXPECT_TRUE(has(0, "range_start=2026-02-01T00%3A00%3A00.000Z"));
  EXPECT_FALSE(has(0, "after="));
  EXPECT_TRUE(has(1, "after=event_2"));
  EXPECT_TRUE(has(2, "after=event_3"));
  for (const std::size_t later : {1u, 2u}) EXPECT_FALSE(has(later, "range_start"));
  ASSERT_EQ(question->events().size(), 3u);
  EXPECT_EQ(question->events()[0].id, "event_1");
  EXPECT_EQ(question->cursor().after, "event_3");

  const auto next = workos()->ask_events(question->cursor(), now);
  const std::string url = next->next()->url;
  EXPECT_NE(url.find("after=event_3"), std::string::npos) << url;
  EXPECT_EQ(url.find("range_start"), std::string::npos) << url;
  EXPECT_EQ(ask(*next, always(200, page("", ""))).error, "");
  EXPECT_EQ(next->cursor().after, "event_3");
}

TEST(WorkosApplication, NoMoreThanThirtyDaysOfEventsAreAskedFor) {
  EventCursor from;
  from.since = parse_time("2025-01-01T00:00:00Z").value();
  const auto question = workos()->ask_events(from, parse_time("2026-03-31T12:00:00Z").value());
  EXPECT_NE(question->next()->url.find("range_start=2026-03-01T12%3A00%3A00.000Z"), std::string::npos)
      << question->next()->url;
}

TEST(WorkosApplication, StatesAreInWebhooksWords) {
  const auto state = [](const std::string& word) {
    const auto question = workos()->ask_directory();
    const Asked asked = ask(*question, always(200, R"({"id":"directory_1","state":")" + word + "\"}"));
    EXPECT_EQ(asked.urls, std::vector<std::string>{"https://api.workos.com/directories/directory_1"});
    return question->state();
  };
  EXPECT_EQ(state("linked"), "active");
  EXPECT_EQ(state("unlinked"), "inactive");
  EXPECT_EQ(state("active"), "active");
  EXPECT_EQ(state("validating"), "validating");
  EXPECT_EQ(state("invalid_credentials"), "invalid_credentials");

  const auto connection = workos()->ask_connection();
  EXPECT_EQ(connection->next()->url, "https://api.workos.com/connections/conn_1");
  EXPECT_EQ(ask(*connection, always(404, "")).error, "");
  EXPECT_EQ(connection->state(), "absent");
  EXPECT_NE(ask(*workos()->ask_connection(), always(401, "")).error, "");
  EXPECT_NE(ask(*workos()->ask_connection(), always(200, "{}")).error, "");
}

TEST(WorkosApplication, WithoutAnIdTheOrganizationsFirstIsAsked) {
  WorkosSettings settings;
  settings.base_url = "http://127.0.0.1:4100/";
  settings.organization = "org_1";
  const auto application = make_workos_application(settings);
  const auto question = application->ask_connection();
  const Asked asked = ask(*question, always(200, page(R"({"id":"conn_9","state":"draft"})", "")));
  EXPECT_EQ(asked.urls,
            std::vector<std::string>{"http://127.0.0.1:4100/connections?organization_id=org_1&limit=1"});
  EXPECT_EQ(question->state(), "draft");
  const auto none = application->ask_directory();
  EXPECT_EQ(ask(*none, always(200, page("", ""))).error, "");
  EXPECT_EQ(none->state(), "absent");
}

TEST(WorkosApplication, FindsAGroupByItsName) {
  const auto question = workos()->ask_group("Staff");
  const Asked asked =
      ask(*question, in_order({page(R"({"name":"Staff 2"})", "g1"), page(R"({"name":"Staff"})", "g2")}));
  EXPECT_EQ(asked.urls.size(), 2u);
  EXPECT_TRUE(question->group().found);
}

TEST(WorkosApplication, KeepsToTheLimitOfDirectoryUsersAlone) {
  const auto application = workos();
  EXPECT_EQ(application->gap(*application->ask_user(query_for("a@b"))->next()), Milliseconds{250});
  EXPECT_EQ(application->gap(*application->ask_events({}, Time{})->next()), Milliseconds{0});
  EXPECT_EQ(application->inactive_policy(), InactivePolicy::remove);
}

}  // namespace
}  // namespace idproctor::observe
