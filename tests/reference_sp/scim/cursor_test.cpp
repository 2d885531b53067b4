#include <gtest/gtest.h>

#include <optional>

#include "tests/reference_sp/scim/provider.hpp"

namespace idproctor::reference {
namespace {

class Cursor : public testing::Test {
 protected:
  void start(const std::set<std::string, std::less<>>& without = {}) {
    provider.emplace(without);
    for (const char* name : {"e", "d", "c", "b", "a"}) ids[name] = provider->add_user(name);
  }
  // The names of a page, and its cursors to go on with.
  std::string page(const std::string& query, const std::string& collection = "/Users") {
    const auto response = provider->send("GET", collection + "?" + query);
    const Json list = Provider::json(response);
    next = list.value("nextCursor", "");
    previous = list.value("previousCursor", "");
    return Provider::listed(response);
  }
  // All pages of a query, separated by bars.
  std::string pages(const std::string& query) {
    std::string all = page("cursor&" + query);
    for (int i = 0; i < 9 && !next.empty(); ++i) all += " | " + page("cursor=" + next + "&" + query);
    return all;
  }
  std::optional<Provider> provider;
  std::map<std::string, std::string> ids;
  std::string next, previous;
};

TEST_F(Cursor, GoesThroughAllPages) {
  start();
  EXPECT_EQ(pages("count=2"), "e d | c b | a");
  EXPECT_EQ(pages("count=5"), "e d c b a");
  EXPECT_EQ(pages("count=1"), "e | d | c | b | a");
  EXPECT_EQ(pages(""), "e d c b a");
  EXPECT_EQ(pages("count=2&sortBy=userName"), "a b | c d | e");
  EXPECT_EQ(pages("count=2&filter=userName%20gt%20%22b%22"), "e d | c");
  EXPECT_EQ(pages("count=0"), "");
  EXPECT_EQ(pages("count=-1"), "");
  EXPECT_EQ(pages("filter=userName%20eq%20%22x%22"), "");
}

TEST_F(Cursor, SaysHowMuchThereIs) {
  start();
  const Json list = provider->get("/Users?cursor=&count=2");
  EXPECT_EQ(list["totalResults"], 5);
  EXPECT_EQ(list["itemsPerPage"], 2);
  EXPECT_FALSE(list.contains("startIndex") || list.contains("previousCursor"));
  EXPECT_EQ(to_text(list["nextCursor"])
                .find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                   "0123456789-._~"),
            std::string::npos);
  EXPECT_FALSE(provider->get("/Users?count=2").contains("nextCursor")) << "index is the default";
  EXPECT_EQ(page("cursor&count=2&startIndex=4"), "e d") << "with a cursor startIndex says nothing";
}

TEST_F(Cursor, GoesBackToo) {
  start();
  page("cursor&count=2");
  EXPECT_EQ(previous, "");
  page("count=2&cursor=" + next);
  const std::string last = next;
  EXPECT_EQ(page("count=2&cursor=" + previous), "e d");
  EXPECT_EQ(previous, "");
  EXPECT_EQ(page("count=2&cursor=" + next), "c b");
  EXPECT_EQ(page("count=2&cursor=" + last), "a");
  EXPECT_EQ(next, "");
  EXPECT_EQ(page("count=2&cursor=" + previous), "c b");
}

TEST_F(Cursor, StaysWhereItIsWhenOthersComeAndGo) {
  start();
  page("cursor&count=2");
  for (const char* name : {"e", "d"}) provider->send("DELETE", "/Users/" + ids[name]);
  provider->add_user("z");
  EXPECT_EQ(page("count=2&cursor=" + next), "c b");
  EXPECT_EQ(page("count=2&cursor=" + next), "a z");

  page("cursor&count=2&sortBy=userName");
  provider->send("DELETE", "/Users/" + ids["a"]);
  provider->add_user("aa");
  EXPECT_EQ(page("count=2&sortBy=userName&cursor=" + next), "c z");
  page("cursor&count=2&sortBy=userName");
  provider->send("DELETE", "/Users/" + ids["b"]);
  EXPECT_EQ(page("count=2&sortBy=userName&cursor=" + next), "400 expiredCursor");
}

TEST_F(Cursor, BelongsToItsQuery) {
  start();
  page("cursor&count=2");
  const std::string cursor = next;
  for (const char* query : {"filter=active%20eq%20true", "sortBy=userName", "sortOrder=descending"}) {
    EXPECT_EQ(page("count=2&" + std::string(query) + "&cursor=" + cursor), "400 invalidCursor") << query;
  }
  EXPECT_EQ(page("count=2&cursor=" + cursor, "/Groups"), "400 invalidCursor");
  EXPECT_EQ(page("count=2&cursor=" + cursor, "/"), "400 invalidCursor");
  EXPECT_EQ(page("count=3&cursor=" + cursor), "400 invalidCount");
  EXPECT_EQ(page("cursor=" + cursor), "400 invalidCount");
  EXPECT_EQ(page("count=2&attributes=userName&cursor=" + cursor), "c b");
  const auto found = provider->send("POST", "/Users/.search", Json{{"cursor", cursor}, {"count", 2}});
  EXPECT_EQ(Provider::listed(found), "c b") << "a search is the same query";
  Provider other;
  EXPECT_EQ(Provider::listed(other.send("GET", "/Users?count=2&cursor=" + cursor)), "400 invalidCursor");
}

TEST_F(Cursor, ExpiresAfterTenMinutes) {
  start();
  page("cursor&count=2");
  const std::string cursor = next;
  provider->clock.advance(std::chrono::seconds(599));
  EXPECT_EQ(page("count=2&cursor=" + cursor), "c b");
  provider->clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(page("count=2&cursor=" + cursor), "400 expiredCursor");
}

TEST_F(Cursor, IsNothingThatAClientCouldMake) {
  start();
  page("cursor&count=2");
  const std::string cursor = next;
  for (std::size_t i = 0; i < cursor.size(); ++i) {
    std::string odd = cursor;
    odd[i] = odd[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(page("count=2&cursor=" + odd), "400 invalidCursor") << i;
  }
  for (std::size_t length = 1; length < cursor.size(); ++length) {
    EXPECT_EQ(page("count=2&cursor=" + cursor.substr(0, length)), "400 invalidCursor") << length;
  }
  std::string same_bytes = cursor;  // the last symbol's two low bits are padding, which make() leaves 0
  ++same_bytes.back();
  EXPECT_EQ(page("count=2&cursor=" + same_bytes), "400 invalidCursor");
  EXPECT_EQ(page("count=2&cursor=" + cursor), "c b");
  for (const std::string odd : {"1", "x", "%00", "%ff", "null", "-1"}) {
    EXPECT_EQ(page("count=2&cursor=" + odd), "400 invalidCursor") << odd;
  }
  EXPECT_EQ(page("count=2&cursor=" + std::string(100'000, 'A')), "400 invalidCursor");
}

TEST_F(Cursor, RefusesCountsThatAreNone) {
  start();
  for (const char* count : {"x", "1.5", "", "1001", "99999999999999999999"}) {
    EXPECT_EQ(page("cursor&count=" + std::string(count)), "400 invalidCount") << count;
  }
  EXPECT_EQ(page("cursor&count=1000"), "e d c b a");
}

TEST_F(Cursor, WithoutCursorBoundItGoesOnAnywhere) {
  start({"cursor-bound"});
  page("cursor&count=2");
  const std::string cursor = next;
  EXPECT_EQ(page("count=2&filter=userName%20lt%20%22c%22&cursor=" + cursor), "b a");
  EXPECT_EQ(page("count=2&cursor=x"), "400 invalidCursor");
}

TEST_F(Cursor, WithoutCursorKnownItBeginsAgain) {
  start({"cursor-known"});
  EXPECT_EQ(page("count=2&cursor=x"), "e d");
  provider->clock.advance(std::chrono::seconds(601));
  EXPECT_EQ(page("count=2&cursor=" + next), "400 expiredCursor");
}

TEST_F(Cursor, WithoutCursorCompleteOneIsLeftOut) {
  start({"cursor-complete"});
  EXPECT_EQ(pages("count=2"), "e d | b | ") << "of each further page the first";
}

TEST_F(Cursor, WithoutCursorEndThereIsAlwaysANextOne) {
  start({"cursor-end"});
  EXPECT_EQ(pages("count=3"), "e d c | b a | ");
}

}  // namespace
}  // namespace idproctor::reference
