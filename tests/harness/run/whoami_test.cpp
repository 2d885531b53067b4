#include "harness/observe/whoami.hpp"

#include <gtest/gtest.h>

#include "harness/observe/page_text.hpp"

namespace idproctor::observe {
namespace {

http::Response json(int status, const std::string& body) {
  return {status, "application/json", body};
}

TEST(Whoami, by_json_pointer) {
  EXPECT_EQ(read_whoami(json(200, R"({"email":"a@b"})"), "/email").identity, "a@b");
  EXPECT_EQ(read_whoami(json(200, R"({"id":7})"), "/id").identity, "7");
  EXPECT_EQ(read_whoami(json(200, R"({"email":null})"), "/email").kind, Who::Kind::nobody);
  EXPECT_EQ(read_whoami(json(200, R"({})"), "/email").kind, Who::Kind::nobody);
  EXPECT_EQ(read_whoami(json(401, R"({"email":"a@b"})"), "/email").kind, Who::Kind::nobody);
  EXPECT_EQ(read_whoami(json(302, ""), "/email").kind, Who::Kind::nobody);
  EXPECT_EQ(read_whoami(json(503, ""), "/email").kind, Who::Kind::unclear);
  EXPECT_EQ(read_whoami(json(200, "<html>"), "/email").kind, Who::Kind::unclear);
  EXPECT_EQ(read_whoami(json(200, R"({"email":["a"]})"), "/email").kind, Who::Kind::unclear);
  EXPECT_EQ(read_whoami(json(200, R"({"email":""})"), "/email").kind, Who::Kind::somebody);
}

TEST(Whoami, by_xpath_and_by_regular_expression) {
  const http::Response page(200, "text/html", "<p>Hello <b>a@b</b></p>");
  EXPECT_EQ(read_whoami(page, "//b").identity, "a@b");
  EXPECT_EQ(read_whoami(page, "//i").kind, Who::Kind::nobody);
  EXPECT_EQ(read_whoami(page, "<b>([^<]*)</b>").identity, "a@b");
  EXPECT_EQ(read_whoami(page, "Goodbye (.*)").kind, Who::Kind::nobody);
  EXPECT_EQ(read_whoami(page, "([").kind, Who::Kind::unclear);
}

TEST(PageText, is_what_a_person_reads) {
  EXPECT_EQ(stated_reason({403, "text/html",
                           "<html><head><title>x</title></head><style>p{}</style><h1>Login  failed</h1>"
                           "<p>Audience &lt;x&gt;</p><script>alert(1)</script>"}),
            "Login failed Audience <x>");
  EXPECT_EQ(stated_reason({400, "application/scim+json", R"({"detail":"no such user","status":"400"})"}),
            "no such user");
  EXPECT_EQ(stated_reason({200, "text/plain", "plain"}), "plain");
  EXPECT_LE(stated_reason({200, "text/plain", std::string(10 << 20, 'x')}).size(), 500u);
}

}  // namespace
}  // namespace idproctor::observe
