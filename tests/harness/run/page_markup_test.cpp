#include "harness/observe/page_markup.hpp"

#include <gtest/gtest.h>

namespace idproctor::observe {
namespace {

bool shown(const std::string& body, const std::string& type = "text/html; charset=utf-8") {
  return has_foreign_markup({200, type, body});
}

TEST(PageMarkup, is_there_where_a_value_became_an_element) {
  EXPECT_TRUE(shown("<!doctype html><p>Welcome '\"></script><idproctor>"));
  EXPECT_TRUE(shown("<input value=\"'\"></script><IDPROCTOR>\">"));
  EXPECT_TRUE(shown("<script>var user = \"'\\\"></script><idproctor>\";</script>"));
  EXPECT_TRUE(shown("<p><idproctor></p>", "application/xhtml+xml"));
}

TEST(PageMarkup, is_not_there_where_the_value_stayed_text) {
  EXPECT_FALSE(shown("<p>&lt;idproctor&gt;</p>"));
  EXPECT_FALSE(shown("<input value=\"'&quot;><idproctor>\">"));
  EXPECT_FALSE(shown("<script>var user = \"<\\/script><idproctor>\";</script>"));
  EXPECT_FALSE(shown("{\"user\": \"<idproctor>\"}", "application/json"));
  EXPECT_FALSE(shown("<idproctor>", "text/plain"));
  EXPECT_FALSE(shown(""));
}

}  // namespace
}  // namespace idproctor::observe
