#include "foundation/core/template.hpp"

#include <gmock/gmock.h>

#include "tests/foundation/core/support.hpp"

namespace idproctor {
namespace {

using testing::HasSubstr;

Result<std::optional<std::string>> resolve(std::string_view expression) {
  if (expression == "user.email") return std::optional<std::string>("alice@example.com");
  if (expression == "empty") return std::optional<std::string>("");
  if (expression == "again") return std::optional<std::string>("${user.email}");
  if (expression.starts_with("echo:")) return std::optional<std::string>(expression.substr(5));
  if (expression == "broken") return invalid("the well is dry");
  return std::optional<std::string>();
}

std::string expanded(std::string_view text) {
  const auto result = expand(text, resolve);
  return result ? *result : "error: " + describe(result.error());
}

TEST(Template, ReplacesExpressions) {
  EXPECT_EQ(expanded(""), "");
  EXPECT_EQ(expanded("plain $ { } text"), "plain $ { } text");
  EXPECT_EQ(expanded("<${user.email}>${empty}${user.email}"), "<alice@example.com>alice@example.com");
}

TEST(Template, KeepsBracesInsideTogether) {
  EXPECT_EQ(expanded("a${echo:{x}{y{z}}}b"), "a{x}{y{z}}b");
  EXPECT_EQ(expanded("${echo:${x}}"), "${x}") << "what is inside belongs to the resolver";
}

TEST(Template, DoesNotExpandValues) {
  EXPECT_EQ(expanded("${again}"), "${user.email}");
}

TEST(Template, WritesTheTwoCharactersThemselves) {
  EXPECT_EQ(expanded("$${user.email}"), "${user.email}");
  EXPECT_EQ(expanded("a$${b$${"), "a${b${");
  EXPECT_EQ(expanded("${user.email}$${x}"), "alice@example.com${x}");
}

TEST(Template, NamesWhatIsUnknown) {
  EXPECT_THAT(expanded("x ${user.mail} y"),
              HasSubstr("error: there is no value by the name of ${user.mail}"));
  EXPECT_EQ(expanded("${broken}"), "error: the well is dry");
}

TEST(Template, RefusesAnOpenBrace) {
  EXPECT_THAT(expanded("${user.email"), HasSubstr("error: "));
  EXPECT_THAT(expanded("${echo:{x}"), HasSubstr("error: "));
}

TEST(Template, KnowsASingleExpression) {
  std::string_view inside;
  EXPECT_TRUE(is_single_expression("${user.email}", inside));
  EXPECT_EQ(inside, "user.email");
  EXPECT_TRUE(is_single_expression("${echo:{x}}", inside));
  EXPECT_EQ(inside, "echo:{x}");
  for (const char* other : {"", "${a}${b}", "a${b}", "${a} ", "$${a}", "${a", "{a}"}) {
    EXPECT_FALSE(is_single_expression(other, inside)) << other;
  }
}

}  // namespace
}  // namespace idproctor
