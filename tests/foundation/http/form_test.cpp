#include "foundation/http/form.hpp"

#include <gmock/gmock.h>

namespace idproctor::http {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(Form, EncodesAsBrowsersDo) {
  EXPECT_EQ(encode_form({{"SAMLResponse", "PD94+/=="}, {"RelayState", "a b&c=d"}}),
            "SAMLResponse=PD94%2B%2F%3D%3D&RelayState=a+b%26c%3Dd");
  EXPECT_EQ(encode_form({{"*-._", "~!'()"}}), "*-._=%7E%21%27%28%29");
  EXPECT_EQ(encode_form({{"\xc3\xbc", ""}}), "%C3%BC=");
  EXPECT_EQ(encode_form({}), "");
}

TEST(Form, LineEndsBecomeCrlf) {
  EXPECT_EQ(encode_form({{"a", "1\n2\r\n3\r4"}}), "a=1%0D%0A2%0D%0A3%0D%0A4");
}

TEST(Form, Decodes) {
  EXPECT_THAT(decode_form("a=1+2&b=%2B%2f&&c&=d&a=x=y"),
              ElementsAre(Pair("a", "1 2"), Pair("b", "+/"), Pair("c", ""), Pair("", "d"), Pair("a", "x=y")));
  EXPECT_THAT(decode_form(""), IsEmpty());
}

TEST(Form, BothWays) {
  std::string bytes;
  for (int i = 1; i < 256; ++i) {
    if (i != '\r' && i != '\n') bytes += static_cast<char>(i);
  }
  Parameters const parameters{{bytes, "x"}, {"y", bytes}};
  EXPECT_EQ(decode_form(encode_form(parameters)), parameters);
}

TEST(Form, FindsTheFirst) {
  Parameters const parameters{{"a", "1"}, {"a", "2"}};
  EXPECT_EQ(find(parameters, "a"), "1");
  EXPECT_EQ(find(parameters, "A"), std::nullopt);
}

TEST(Form, QueryOfAUrlOrTarget) {
  EXPECT_THAT(query_of("https://a/b?x=1%26&y#z?w=1"), ElementsAre(Pair("x", "1&"), Pair("y", "")));
  EXPECT_THAT(query_of("/b?x=?"), ElementsAre(Pair("x", "?")));
  EXPECT_THAT(query_of("/b#?x=1"), IsEmpty());
}

}  // namespace
}  // namespace idproctor::http
