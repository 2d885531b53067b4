#include "harness/report/saml_message.hpp"

#include <gtest/gtest.h>

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/http/form.hpp"

namespace idproctor::report {
namespace {

run::Exchange posted(const std::string& value) {
  run::Exchange exchange;
  exchange.request = http::Request("POST", "https://app.example/acs");
  exchange.request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  exchange.request.body = http::encode_form({{"RelayState", "/"}, {"SAMLResponse", value}});
  return exchange;
}

TEST(SamlMessage, IsFoundInAPostedForm) {
  const auto messages = saml_messages(posted(base64_encode("<r/>")));
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0].parameter, "SAMLResponse");
  EXPECT_EQ(messages[0].xml, "<r/>");
}

TEST(SamlMessage, IsFoundInTheRedirectThatAnswered) {
  run::Exchange exchange;
  exchange.request = http::Request("GET", "https://app.example/login");
  const std::string value = base64_encode(deflate_raw("<samlp:AuthnRequest/>"));
  exchange.response =
      http::Response::redirect("https://idp.example/sso?" + http::encode_form({{"SAMLRequest", value}}));
  const auto messages = saml_messages(exchange);
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages[0].parameter, "SAMLRequest");
  EXPECT_EQ(messages[0].xml, "<samlp:AuthnRequest/>");
}

TEST(SamlMessage, WhatDoesNotDecodeIsLeftOut) {
  EXPECT_TRUE(saml_messages(posted("***")).empty());
  run::Exchange plain = posted(base64_encode("<r/>"));
  plain.request.headers.set("Content-Type", "text/plain");
  EXPECT_TRUE(saml_messages(plain).empty());
  run::Exchange undeflated;
  undeflated.request = http::Request("GET", "https://idp.example/sso?SAMLRequest=%21");
  EXPECT_TRUE(saml_messages(undeflated).empty());
}

}  // namespace
}  // namespace idproctor::report
