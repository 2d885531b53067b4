#include "harness/observe/auto_form.hpp"

#include <gmock/gmock.h>

namespace idproctor::observe {
namespace {

http::Response page(const std::string& body, const std::string& type = "text/html; charset=utf-8") {
  return {200, type, body};
}

TEST(AutoForm, IsTheFormThatCarriesASamlMessage) {
  const auto form =
      auto_form(page("<!doctype html><body onload=document.forms[0].submit()><form method=get "
                     "action=/search><input name=q></form>"
                     "<FORM METHOD=post ACTION=' https://idp.example/sso?a=1&amp;b=2 '>"
                     "<input type=hidden name=SAMLRequest value='PGE+&#43;'><input name=RelayState value=\"a "
                     "&quot;b&quot;\">"
                     "<input type=checkbox name=no value=1><input type=checkbox name=yes value=1 checked>"
                     "<textarea name=t>text</textarea><input disabled name=off value=1>"
                     "<noscript><input type=submit name=go value=Continue></noscript></form>"));
  ASSERT_TRUE(form);
  EXPECT_EQ(form->action, "https://idp.example/sso?a=1&b=2");
  EXPECT_EQ(
      form->fields,
      (http::Parameters{{"SAMLRequest", "PGE++"}, {"RelayState", "a \"b\""}, {"yes", "1"}, {"t", "text"}}));
}

TEST(AutoForm, OtherPagesHaveNone) {
  EXPECT_FALSE(auto_form(page("<form method=post><input name=user><input name=password></form>")));
  EXPECT_FALSE(auto_form(page("<form method=get><input name=SAMLRequest value=x></form>")));
  EXPECT_FALSE(auto_form(page("<p>SAMLResponse</p>")));
  EXPECT_FALSE(auto_form(page("<form method=post><input name=SAMLRequest></form>", "application/json")));
  http::Response refusal = page("<form method=post><input name=SAMLRequest></form>");
  refusal.status = 403;
  EXPECT_FALSE(auto_form(refusal));
  EXPECT_FALSE(auto_form(page("")));
}

TEST(AutoForm, HostilePagesDoNoHarm) {
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "<div>";
  EXPECT_FALSE(auto_form(page(deep + "<form method=post><input name=SAMLRequest></form>")));
  EXPECT_FALSE(auto_form(page(std::string("\0SAMLRequest<form", 17))));
}

}  // namespace
}  // namespace idproctor::observe
