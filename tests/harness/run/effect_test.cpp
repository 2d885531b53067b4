#include "harness/run/effect.hpp"

#include <gmock/gmock.h>

#include <map>

#include "foundation/http/runtime.hpp"

namespace idproctor::run {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kUser = R"({"id":"7","userName":"ann","active":true,"title":"Guide"})";

http::Response list(const std::string& resources, int total) {
  return http::Response(
      200, "application/scim+json",
      R"({"totalResults":)" + std::to_string(total) + R"(,"Resources":[)" + resources + "]}");
}

/// A service provider that answers by path, and what it was asked.
struct Service {
  http::Response by_id = http::Response(200, "application/scim+json", kUser);
  http::Response by_filter = list(kUser, 1);
  http::Response whole_list = list(kUser, 1);
  std::vector<std::string> asked;

  http::Response answer(const std::string& path) {
    asked.push_back(path);
    if (path.find("filter=") != std::string::npos) return by_filter;
    return path == "/Users/7" ? by_id : whole_list;
  }
};

Effect user_is_there() {
  Effect effect;
  effect.collection = "/Users";
  effect.id = "7";
  effect.filter = "userName eq \"ann\"";
  effect.shows = {{"/userName", Json("ann")}};
  return effect;
}

Effect user_is_gone() {
  Effect effect = user_is_there();
  effect.gone = true;
  effect.shows.clear();
  return effect;
}

Task<> look_into(EffectOracle& oracle, Service& service, Effect effect, Seen& seen) {
  Ask ask = [&service](std::string path) -> Task<Result<Look>> {
    co_return Look(service.answer(path), "x" + std::to_string(service.asked.size()));
  };
  auto looked = co_await oracle.look(std::move(ask), std::move(effect));
  seen = looked.value();
}

Seen look(EffectOracle& oracle, Service& service, const Effect& effect) {
  http::Runtime runtime;
  Seen seen;
  runtime.run_until_done(look_into(oracle, service, effect, seen));
  return seen;
}

Seen look(Service& service, const Effect& effect) {
  const SystemClock clock;
  EffectOracle oracle(clock, Milliseconds{0});
  return look(oracle, service, effect);
}

http::Response not_found() {
  return http::Response(404, "application/scim+json", "{}");
}

TEST(Effect, shows_by_id_in_the_filter_and_in_the_list) {
  Service service;
  const Seen seen = look(service, user_is_there());
  EXPECT_TRUE(seen.as_expected);
  EXPECT_EQ(seen.resource["title"], "Guide");
  EXPECT_THAT(service.asked,
              ElementsAre("/Users/7", "/Users?filter=userName eq \"ann\"", "/Users?startIndex=1&count=100"));
}

TEST(Effect, that_is_missing_by_id_is_found_out) {
  Service service;
  service.by_id = not_found();
  const Seen seen = look(service, user_is_there());
  EXPECT_FALSE(seen.as_expected);
  EXPECT_EQ(seen.rung, "SCIM GET");
  EXPECT_EQ(seen.observed, "status 404");
}

TEST(Effect, of_another_value_is_found_out) {
  Service service;
  Effect effect = user_is_there();
  effect.shows = {{"/active", Json(false)}};
  const Seen seen = look(service, effect);
  EXPECT_FALSE(seen.as_expected);
  EXPECT_EQ(seen.unseen, "/active");
  EXPECT_EQ(seen.expected, "/active: false");
  EXPECT_EQ(seen.observed, "true");
}

TEST(Effect, that_no_filter_finds_is_found_out) {
  Service service;
  service.by_filter = list("", 0);
  const Seen seen = look(service, user_is_there());
  EXPECT_FALSE(seen.as_expected);
  EXPECT_EQ(seen.rung, "SCIM filter");
  EXPECT_THAT(seen.reason, HasSubstr("shows nothing instead of the resource"));
}

TEST(Effect, is_not_shown_by_a_filter_that_selects_everything_or_somebody_else) {
  Service service;
  service.by_filter = list(std::string(kUser) + R"(,{"id":"8"})", 2);
  EXPECT_EQ(look(service, user_is_there()).observed, "2 resources");
  service.by_filter = list(R"({"id":"8"})", 1);
  EXPECT_EQ(look(service, user_is_there()).observed, "another resource");
  service.by_filter = http::Response(500, "text/html", "<p>");
  EXPECT_EQ(look(service, user_is_there()).observed, "status 500");
}

TEST(Effect, that_the_list_lacks_or_repeats_is_found_out) {
  Service service;
  service.whole_list = list(R"({"id":"8"})", 1);
  EXPECT_EQ(look(service, user_is_there()).observed, "no such resource");
  service.whole_list = list(std::string(kUser) + "," + kUser, 2);
  const Seen seen = look(service, user_is_there());
  EXPECT_EQ(seen.rung, "SCIM list");
  EXPECT_EQ(seen.observed, "2 times the resource");
}

TEST(Effect, on_who_is_inactive_need_not_be_listed) {
  Service service;
  service.whole_list = list("", 0);
  Effect effect = user_is_there();
  effect.listed = false;
  EXPECT_TRUE(look(service, effect).as_expected);
}

TEST(Effect, of_a_deletion_is_that_nothing_shows) {
  Service service;
  EXPECT_EQ(look(service, user_is_gone()).observed, "status 200");
  service.by_id = not_found();
  EXPECT_EQ(look(service, user_is_gone()).rung, "SCIM filter");
  service.by_filter = list("", 0);
  EXPECT_EQ(look(service, user_is_gone()).rung, "SCIM list");
  service.whole_list = list("", 0);
  EXPECT_TRUE(look(service, user_is_gone()).as_expected);
  // No right answer to a search, but nothing is found.
  service.by_filter = not_found();
  EXPECT_TRUE(look(service, user_is_gone()).as_expected);
}

TEST(Effect, is_not_looked_for_again_in_a_list_that_is_long) {
  Service service;
  service.whole_list = list(R"({"id":"8"})", 2);
  const SystemClock clock;
  EffectOracle oracle(clock, Milliseconds{0});
  EXPECT_TRUE(look(oracle, service, user_is_there()).as_expected);
  service.asked.clear();
  EXPECT_TRUE(look(oracle, service, user_is_there()).as_expected);
  EXPECT_EQ(service.asked.size(), 2u);
}

TEST(Effect, says_what_of_the_sent_attributes_is_not_there) {
  Service service;
  Effect effect = user_is_there();
  effect.sent = Json{{"userName", "ann"}, {"title", "Boss"}, {"locale", "en-US"}};
  const Seen seen = look(service, effect);
  EXPECT_TRUE(seen.as_expected);
  EXPECT_THAT(seen.lost, ElementsAre("/title", "/locale"));
}

}  // namespace
}  // namespace idproctor::run
