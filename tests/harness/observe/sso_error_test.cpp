// The codes with which a broker's login fails, at the application's callback.

#include "harness/observe/application/sso_error.hpp"

#include <gtest/gtest.h>

namespace idproctor::observe {
namespace {

TEST(SsoError, IsReadOutOfTheCallback) {
  const auto callback = read_callback(
      "https://your-app.com/"
      "callback?error=organization_invalid&error_description=No%20connection%20associated"
      "%20with%20organization&state=123456789");
  ASSERT_TRUE(callback);
  EXPECT_EQ(callback->error, "organization_invalid");
  EXPECT_EQ(callback->description, "No connection associated with organization");
  EXPECT_EQ(callback->state, "123456789");
  ASSERT_NE(find_sso_error(callback->error), nullptr);
  EXPECT_STREQ(find_sso_error(callback->error)->code, "organization_invalid");
}

TEST(SsoError, ACodeIsALogin) {
  const auto callback = read_callback("/callback?code=01E2&state=a%3D");
  ASSERT_TRUE(callback);
  EXPECT_EQ(callback->code, "01E2");
  EXPECT_EQ(callback->state, "a=");
  EXPECT_EQ(callback->error, "");
  EXPECT_FALSE(read_callback("/callback?state=1"));
  EXPECT_FALSE(read_callback("/callback"));
}

TEST(SsoError, OthersAreUnknown) {
  EXPECT_EQ(find_sso_error("invalid_grant"), nullptr);
  EXPECT_EQ(find_sso_error(""), nullptr);
  EXPECT_EQ(sso_errors().size(), 14u);  // as many as the documentation lists
}

TEST(SsoError, SaysWhatItMeansAndWhatToDo) {
  EXPECT_EQ(
      error_in_words({"", "", "access_denied", "no"}),
      "the callback got the error access_denied: the identity provider, or the user there, said no (assign "
      "the user to the application at the identity provider)");
  EXPECT_EQ(error_in_words({"", "", "odd", "Not today"}), "the callback got the error odd: Not today");
}

TEST(SsoError, IsToldByAStatusOrByThePage) {
  const Callback callback{"", "", "access_denied", "The user is not assigned"};
  const auto page = [](int status, const char* text) {
    return http::Response(status, "text/html", std::string("<html><body><p>") + text + "</p></body></html>");
  };
  EXPECT_TRUE(tells_error(callback, page(403, "Sorry")));
  EXPECT_TRUE(tells_error(callback, page(200, "Login failed: Access_Denied")));
  EXPECT_TRUE(tells_error(callback, page(200, "the user is not assigned.")));
  EXPECT_FALSE(tells_error(callback, page(200, "Welcome")));
  EXPECT_FALSE(tells_error(callback, page(500, "Internal Server Error")));
}

}  // namespace
}  // namespace idproctor::observe
