#include "scim_client/sync/listing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "foundation/http/runtime.hpp"
#include "tests/scim_client/fake_target.hpp"

namespace idproctor::scim {
namespace {

using testing::HasSubstr;

/// Reads a list to its end: the ids, or the error's message after those that came before it.
struct ReadList {
  std::vector<std::string> ids;
  std::string error;
};

ReadList read_list(FakeTarget& target, bool by_cursor = false) {
  Client client(provider("generic/scim.yaml"), Target(std::string(kBase), "secret"), target.send());
  Listing listing(client, "/Users", 2, by_cursor);
  ReadList list;
  http::Runtime runtime;
  const auto task = [&]() -> Task<> {
    for (;;) {
      auto page = co_await listing.next();
      if (!page) list.error = page.error().message;
      if (!page || !*page) co_return;
      for (const Json& resource : **page) list.ids.push_back(resource.value("id", ""));
    }
  };
  runtime.run_until_done(task());
  return list;
}

std::string page(int total, const std::vector<std::string>& ids, const std::string& more = "") {
  Json resources = Json::array();
  for (const std::string& id : ids) resources.push_back({{"id", id}});
  return R"({"totalResults":)" + std::to_string(total) + R"(,"Resources":)" + dump(resources) + more + "}";
}

TEST(Listing, GoesOnBehindWhatCameHoweverMuchThatWas) {
  FakeTarget target;
  target.answers(200, page(4, {"a"})).answers(200, page(4, {"b", "c", "d"}));
  EXPECT_THAT(read_list(target).ids, testing::ElementsAre("a", "b", "c", "d"));
  EXPECT_THAT(target.sent(),
              testing::ElementsAre("GET /Users?startIndex=1&count=2", "GET /Users?startIndex=2&count=2"));
}

TEST(Listing, EndsWithAnEmptyPageWhateverTheTotalSays) {
  FakeTarget target;
  target.answers(200, page(10, {"a", "b"})).answers(200, page(10, {}));
  const ReadList list = read_list(target);
  EXPECT_THAT(list.ids, testing::SizeIs(2));
  EXPECT_EQ(list.error, "");
}

TEST(Listing, MayHaveNoResourcesWhenThereAreNone) {
  FakeTarget target;
  target.answers(200, R"({"totalResults":0})");
  EXPECT_EQ(read_list(target).error, "");
}

TEST(Listing, GoesByCursor) {
  FakeTarget target;
  target.answers(200, page(3, {"a", "b"}, R"(,"nextCursor":"x y")")).answers(200, page(3, {"c"}));
  EXPECT_THAT(read_list(target, true).ids, testing::ElementsAre("a", "b", "c"));
  EXPECT_THAT(target.sent(),
              testing::ElementsAre("GET /Users?cursor=&count=2", "GET /Users?cursor=x%20y&count=2"));
}

TEST(Listing, ThatDoesNotEndIsAnError) {
  FakeTarget target;
  const std::vector<std::string> many(6'000, "again");
  for (int i = 0; i < 3; ++i) target.answers(200, page(1'000'000'000, many));
  // The total grows with the list.
  FakeTarget growing;
  for (int i = 1; i < 10; ++i) growing.answers(200, page(i * 6'000 + 1, many));
  EXPECT_THAT(read_list(growing).error, HasSubstr("does not end"));
}

TEST(Listing, ACursorThatLeadsNowhereIsAnError) {
  FakeTarget target;
  target.answers(200, page(9, {"a"}, R"(,"nextCursor":"x")"))
      .answers(200, page(9, {"b"}, R"(,"nextCursor":"x")"));
  EXPECT_THAT(read_list(target, true).error, HasSubstr("the cursor of this very page"));
}

struct Wrong {
  int status;
  std::string body;
  const char* sentence;
};

class WrongList : public testing::TestWithParam<Wrong> {};

TEST_P(WrongList, IsAnErrorWithASentence) {
  FakeTarget target;
  target.answers(GetParam().status, GetParam().body);
  const ReadList list = read_list(target);
  EXPECT_THAT(list.error, HasSubstr(GetParam().sentence));
  EXPECT_THAT(list.error, testing::StartsWith("GET /Users?startIndex=1&count=2: "));
  EXPECT_LT(list.error.size(), 1'000u);
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongList,
    testing::Values(Wrong{500, "<html>\x1b[31mOops", "answered 500, not 200"}, Wrong{200, "", "not JSON"},
                    Wrong{200, "<!DOCTYPE html><p>Please log in", "not JSON"},
                    Wrong{200, "{\"totalResults\":1,\"Resources\":[{\"id\":\"\xff\xfe\"}]}", "not JSON"},
                    Wrong{200, "[]", "of type array, not an object"},
                    Wrong{200, R"({"Resources":[]})", "totalResults is missing"},
                    Wrong{200, R"({"totalResults":"3","Resources":[]})", "totalResults is of type string"},
                    Wrong{200, R"({"totalResults":-1,"Resources":[]})", "totalResults is of type number"},
                    Wrong{200, R"({"totalResults":1,"Resources":{}})", "Resources is of type object"},
                    Wrong{200, R"({"totalResults":1,"Resources":[{"id":"a","id":"b"}]})",
                          "\"id\" stands twice"},
                    Wrong{200, std::string(300, '[') + std::string(300, ']'), "levels"},
                    Wrong{200, R"({"totalResults":1e999})", "not JSON"}));

TEST(Listing, CursorsAreTakenWhereThereIsNothingElse) {
  const auto asked = [](int status, const std::string& body) {
    FakeTarget target;
    target.answers(status, body);
    Client client(provider("generic/scim.yaml"), Target(std::string(kBase), "secret"), target.send());
    bool alone = false;
    http::Runtime runtime;
    const auto task = [&]() -> Task<> { alone = co_await pages_by_cursor_alone(client); };
    runtime.run_until_done(task());
    return alone;
  };
  EXPECT_TRUE(asked(200, R"({"pagination":{"cursor":true,"index":false}})"));
  EXPECT_FALSE(asked(200, R"({"pagination":{"cursor":true,"index":true}})"));
  EXPECT_FALSE(asked(200, R"({"pagination":7})"));
  EXPECT_FALSE(asked(404, "<html>"));
}

}  // namespace
}  // namespace idproctor::scim
