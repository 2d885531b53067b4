// An application's own API, as settings describe it.

#include "foundation/core/text.hpp"
#include "harness/observe/application/http.hpp"
#include "tests/harness/observe/answers.hpp"

namespace idproctor::observe {
namespace {

const UserKeys alice_keys{"alice+1@example.com", "alice", "00u1"};

HttpSettings http_settings() {
  HttpSettings made;
  made.user.url = "https://app.example/api/users?email=${user.email}&id=${user.externalId}";
  made.user.headers = {{"Authorization", "Bearer key"}};
  made.user.at = "/users/0";
  made.fields = {{"email", "/mail"}, {"state", "/status"}, {"role", "/role/slug"}, {"groups", "/teams"}};
  made.active = {"enabled"};
  made.inactive = {"disabled", "locked"};
  return made;
}

struct Outcome {
  Asked asked;
  UserView user;
};

Outcome look(const Answers& answers, HttpSettings how = http_settings()) {
  const auto application = make_http_application(std::move(how));
  EXPECT_TRUE(application);
  UserQuery query;
  query.keys = alice_keys;
  const auto question = (*application)->ask_user(query);
  Outcome outcome;
  outcome.asked = ask(*question, answers);
  outcome.user = question->user();
  return outcome;
}

std::string users_with(const std::string& status) {
  return replace_all(R"({"users":[{"mail":"alice+1@example.com","status":"STATUS","role":{"slug":"admin"},
                         "teams":[{"name":"Staff"},"Admins"]}]})",
                     "STATUS", status);
}

TEST(HttpApplication, ReadsWhatTheSettingsPointAt) {
  const Outcome outcome = look(always(200, users_with("Enabled")));
  EXPECT_EQ(outcome.asked.error, "");
  ASSERT_EQ(outcome.asked.urls.size(), 1u);
  EXPECT_EQ(outcome.asked.urls[0], "https://app.example/api/users?email=alice%2B1%40example.com&id=00u1");
  EXPECT_EQ(outcome.asked.headers[0].get("Authorization"), "Bearer key");
  EXPECT_TRUE(outcome.user.found);
  EXPECT_EQ(outcome.user.state, UserState::active);
  EXPECT_EQ(outcome.user.fields["state"], "active");
  EXPECT_EQ(outcome.user.fields["role"], "admin");
  EXPECT_EQ(outcome.user.fields["groups"], Json({"Staff", "Admins"}));
}

TEST(HttpApplication, KnowsTheStatesByItsOwnWords) {
  EXPECT_EQ(look(always(200, users_with("disabled"))).user.state, UserState::inactive);
  EXPECT_EQ(look(always(200, users_with("locked"))).user.state, UserState::inactive);
  EXPECT_NE(look(always(200, users_with("active"))).asked.error, "");
  HttpSettings stateless = http_settings();
  stateless.fields.erase("state");
  EXPECT_EQ(look(always(200, users_with("whatever")), stateless).user.state, UserState::active);
}

TEST(HttpApplication, TruthValuesAreWordsToo) {
  HttpSettings flags = http_settings();
  flags.user.at = "";
  flags.fields = {{"email", "/email"}, {"state", "/active"}};
  flags.active = HttpSettings().active;
  flags.inactive = HttpSettings().inactive;
  EXPECT_EQ(look(always(200, R"({"email":"alice","active":true})"), flags).user.state, UserState::active);
  EXPECT_EQ(look(always(200, R"({"email":"alice","active":false})"), flags).user.state, UserState::inactive);
}

TEST(HttpApplication, TellsAbsenceFromTrouble) {
  for (const char* nobody : {R"({"users":[]})", R"({})", R"({"users":[null]})"}) {
    const Outcome outcome = look(always(200, nobody));
    EXPECT_EQ(outcome.asked.error, "") << nobody;
    EXPECT_FALSE(outcome.user.found) << nobody;
    EXPECT_EQ(outcome.user.state, UserState::absent) << nobody;
  }
  EXPECT_EQ(look(always(404, "")).asked.error, "");
  for (const int status : {204, 302, 401, 403, 410, 429, 500}) {
    EXPECT_NE(look(always(status, "")).asked.error, "") << status;
  }
  EXPECT_NE(look(always(200, "<html>Log in")).asked.error, "");
  EXPECT_NE(look(always(200, R"({"users":["alice"]})")).asked.error, "");
  HttpSettings gone = http_settings();
  gone.absent = {404, 410};
  EXPECT_EQ(look(always(410, ""), gone).asked.error, "");
}

TEST(HttpApplication, SomebodyElseIsNoAnswer) {
  const Outcome outcome = look(always(200, R"({"users":[{"mail":"bob@example.com","status":"enabled"}]})"));
  EXPECT_NE(outcome.asked.error.find("somebody else"), std::string::npos) << outcome.asked.error;
  EXPECT_FALSE(outcome.user.found);
}

TEST(HttpApplication, TakesTheOneThatFitsOutOfAList) {
  HttpSettings list = http_settings();
  list.user.at = "/users";
  const std::string both = R"({"users":[{"mail":"bob@example.com","status":"enabled"},
                                        {"mail":"ALICE+1@example.com","status":"locked"}]})";
  EXPECT_EQ(look(always(200, both), list).user.state, UserState::inactive);
  const std::string others = replace_all(both, "ALICE+1", "carol");
  EXPECT_FALSE(look(always(200, others), list).user.found);
  EXPECT_EQ(look(always(200, others), list).asked.error, "");
}

TEST(HttpApplication, UsualFieldsNeedNoSettings) {
  HttpSettings usual;
  usual.user.url = "https://app.example/users/${user.user_name}";
  const Outcome outcome =
      look(always(200, R"({"user_name":"alice","state":"active","role":"member"})"), usual);
  EXPECT_EQ(outcome.asked.urls, std::vector<std::string>{"https://app.example/users/alice"});
  EXPECT_EQ(outcome.user.fields["role"], "member");
}

TEST(HttpApplication, FindsAGroupByItsName) {
  HttpSettings with_groups = http_settings();
  with_groups.group =
      HttpSettings::Lookup{"https://app.example/groups?name=${group.displayName}", {}, "/groups"};
  const auto application = make_http_application(with_groups);
  ASSERT_TRUE(application);
  const auto staff = (*application)->ask_group("R & D");
  const Asked asked = ask(*staff, always(200, R"({"groups":[{"name":"R"},{"name":"R & D","size":2}]})"));
  EXPECT_EQ(asked.urls, std::vector<std::string>{"https://app.example/groups?name=R%20%26%20D"});
  EXPECT_TRUE(staff->group().found);
  EXPECT_EQ(staff->group().fields["size"], 2);
  const auto nobodys = (*application)->ask_group("Nobody");
  EXPECT_EQ(ask(*nobodys, always(404, "")).error, "");
  EXPECT_FALSE(nobodys->group().found);
  EXPECT_EQ(make_http_application(http_settings()).value()->ask_group("R"), nullptr);
}

TEST(HttpApplication, AnUnknownNameInAUrlIsAnError) {
  HttpSettings wrong = http_settings();
  wrong.user.url = "https://app.example/users/${user.nickname}";
  const auto application = make_http_application(wrong);
  ASSERT_FALSE(application);
  EXPECT_NE(application.error().message.find("user.nickname"), std::string::npos);
}

TEST(InactivePolicy, SaysWhatToExpect) {
  EXPECT_EQ(expected_state(UserState::inactive, InactivePolicy::keep), UserState::inactive);
  EXPECT_EQ(expected_state(UserState::inactive, InactivePolicy::remove), UserState::absent);
  EXPECT_EQ(expected_state(UserState::active, InactivePolicy::remove), UserState::active);
  EXPECT_STREQ(deactivation_event(InactivePolicy::keep), "user.updated");
  EXPECT_STREQ(deactivation_event(InactivePolicy::remove), "user.deleted");
}

TEST(HttpApplication, CountsTheAccountsOfAListOfEverybodyWhoFits) {
  HttpSettings listing = http_settings();
  listing.user.at = "/users";
  listing.lists_accounts = true;
  const std::string one = R"({"mail":"alice+1@example.com","status":"enabled"})";
  const std::string other = R"({"mail":"bob@example.com","status":"enabled"})";
  const auto accounts = [&](const std::string& users) {
    return look(always(200, "{\"users\":[" + users + "]}"), listing).user.fields["accounts"];
  };
  EXPECT_EQ(accounts(one + "," + other), 1);
  EXPECT_EQ(accounts(one + "," + one), 2);
  EXPECT_EQ(accounts(""), 0);
  EXPECT_FALSE(look(always(200, users_with("Enabled"))).user.fields.contains("accounts"));
}

TEST(HttpApplication, IsAskedAsSomebodyElse) {
  const auto application = make_http_application(http_settings());
  UserQuery query;
  query.keys = alice_keys;
  query.authorization = "Bearer another";
  const auto question = (*application)->ask_user(query);
  EXPECT_EQ(ask(*question, always(404, "")).headers[0].get("Authorization"), "Bearer another");
}

TEST(HttpApplication, SaysHowFarConnectionAndDirectoryHaveCome) {
  HttpSettings how = http_settings();
  how.connection_state = HttpSettings::Lookup{"https://app.example/connection", {}, "/state"};
  how.directory_state = HttpSettings::Lookup{"https://app.example/directory", {}, "/state"};
  const auto application = make_http_application(how);
  const auto state = [&](const char* word) {
    const auto question = (*application)->ask_directory();
    EXPECT_EQ(ask(*question, always(200, std::string("{\"state\":\"") + word + "\"}")).error, "");
    return question->state();
  };
  EXPECT_EQ(state("linked"), "active");
  EXPECT_EQ(state("unlinked"), "inactive");
  EXPECT_EQ(state("Validating"), "validating");
  const auto question = (*application)->ask_connection();
  EXPECT_NE(ask(*question, always(200, "{}")).error, "");
  EXPECT_EQ((*make_http_application(http_settings()))->ask_connection(), nullptr);
}

}  // namespace
}  // namespace idproctor::observe
