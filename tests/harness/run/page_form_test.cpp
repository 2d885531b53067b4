#include "harness/observe/page_form.hpp"

#include <gmock/gmock.h>

namespace idproctor::observe {
namespace {

http::Response page(const std::string& body, const std::string& type = "text/html; charset=utf-8") {
  return {200, type, body};
}

TEST(PageForm, IsTheFormThatCarriesASamlMessage) {
  const auto form =
      saml_form(page("<!doctype html><body onload=document.forms[0].submit()><form method=get "
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

TEST(PageForm, OtherPagesHaveNone) {
  EXPECT_FALSE(saml_form(page("<form method=post><input name=user><input name=password></form>")));
  EXPECT_FALSE(saml_form(page("<form method=get><input name=SAMLRequest value=x></form>")));
  EXPECT_FALSE(saml_form(page("<p>SAMLResponse</p>")));
  EXPECT_FALSE(saml_form(page("<form method=post><input name=SAMLRequest></form>", "application/json")));
  http::Response refusal = page("<form method=post><input name=SAMLRequest></form>");
  refusal.status = 403;
  EXPECT_FALSE(saml_form(refusal));
  EXPECT_FALSE(saml_form(page("")));
}

TEST(PageForm, OfALogoutPostsToALogoutOfTheSameSite) {
  const std::string at = "https://app.example/logout?next=%2F";
  const auto of = [&](const std::string& body) { return logout_form(page(body), at); };
  const auto form =
      of("<form method=get action=/search></form><form method=POST action=/logout>"
         "<input type=hidden name=_csrf value=t0k3n><button type=submit>Log out</button></form>");
  ASSERT_TRUE(form);
  EXPECT_EQ(form->action, "https://app.example/logout");
  EXPECT_EQ(form->fields, (http::Parameters{{"_csrf", "t0k3n"}}));
  EXPECT_EQ(of("<form method=post><input name=a value=b></form>").value().action, at);
  EXPECT_TRUE(of("<form method=post action=/users/Sign_Out></form>"));
  EXPECT_FALSE(of("<form method=post action=/login><input name=user></form>"));
  EXPECT_FALSE(of("<form method=post action=/login?after=/logout></form>"));
  EXPECT_FALSE(of("<form method=get action=/logout></form>"));
  EXPECT_FALSE(of("<form method=post action=https://elsewhere.example/logout></form>"));
  EXPECT_FALSE(of("<form method=post action=/logout></form><form method=post action=/logout/all></form>"));
  EXPECT_FALSE(of("<p>Goodbye</p>"));
}

TEST(PageForm, HostilePagesDoNoHarm) {
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "<div>";
  EXPECT_FALSE(saml_form(page(deep + "<form method=post><input name=SAMLRequest></form>")));
  EXPECT_FALSE(saml_form(page(std::string("\0SAMLRequest<form", 17))));
}

}  // namespace
}  // namespace idproctor::observe
