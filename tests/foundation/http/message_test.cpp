#include "foundation/http/message.hpp"

#include <gmock/gmock.h>

namespace idproctor::http {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(Headers, CompareWithoutCaseAndKeepTheirOrder) {
  Headers headers{{"A", "1"}, {"b", "2"}, {"a", "3"}};
  EXPECT_EQ(headers.get("a"), "1");
  EXPECT_EQ(headers.get("c"), "");
  EXPECT_TRUE(headers.has("B"));
  EXPECT_FALSE(headers.has("c"));
  EXPECT_THAT(headers.all("A"), ElementsAre("1", "3"));
  headers.set("a", "4");
  EXPECT_THAT(headers.fields(), ElementsAre(Pair("a", "4"), Pair("b", "2")));
  headers.set("c", "5");
  headers.add("B", "6");
  headers.remove("b");
  EXPECT_THAT(headers.fields(), ElementsAre(Pair("a", "4"), Pair("c", "5")));
}

TEST(Headers, NameMayBeAViewOfAField) {
  Headers headers{
      {"A-Long-Name-That-Is-On-The-Heap", "1"}, {"b", "2"}, {"a-long-name-that-is-on-the-heap", "3"}};
  headers.set(headers.fields()[2].first, "4");
  EXPECT_EQ(headers.fields().size(), 2u);
  headers.remove(headers.fields()[0].first);
  EXPECT_THAT(headers.fields(), ElementsAre(Pair("b", "2")));
}

TEST(Response, ContentTypeAndRedirect) {
  Response const page(404, "text/html", "<p>");
  EXPECT_EQ(page.headers.get("Content-Type"), "text/html");
  EXPECT_FALSE(Response(204, "", "").headers.has("Content-Type"));
  auto const redirect = Response::redirect("/x", 303);
  EXPECT_EQ(redirect.status, 303);
  EXPECT_EQ(redirect.headers.get("Location"), "/x");
}

TEST(ReasonPhrase, KnownAndUnknown) {
  EXPECT_EQ(reason_phrase(409), "Conflict");
  EXPECT_EQ(reason_phrase(799), "Unknown");
}

}  // namespace
}  // namespace idproctor::http
