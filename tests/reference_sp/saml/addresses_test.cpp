// To which address a message came, and for which connection it was made: each switch on and off.

#include <gtest/gtest.h>

#include "foundation/http/form.hpp"
#include "tests/reference_sp/saml/encrypted.hpp"

namespace idproctor::reference::testing {
namespace {

constexpr const char* recipient = "//saml:SubjectConfirmationData/@Recipient";
constexpr const char* destination = "/samlp:Response/@Destination";
constexpr const char* other_acs = "http://127.0.0.1:8080/saml/login";
constexpr const char* second_acs = "http://127.0.0.1:8080/saml/second/acs";

using Without = std::set<std::string, std::less<>>;

/// Who is logged in after the message was posted to that path.
std::optional<std::string> posted(const Without& without, const std::string& path, std::vector<Edit> edits) {
  Scene scene(without);
  Sent sent;
  sent.before = std::move(edits);
  http::Request post("POST", path);
  post.headers.set("Content-Type", "application/x-www-form-urlencoded");
  post.body = http::encode_form({{"SAMLResponse", encoded(scene.message(sent))}});
  scene.request(std::move(post));
  return scene.who();
}

std::vector<Edit> addressed_to(const std::string& url) {
  return {set(recipient, url), set(destination, url)};
}

TEST(Addresses, EachEndpointTakesWhatIsAddressedToIt) {
  EXPECT_EQ(posted({}, "/saml/acs", {}), alice);
  EXPECT_EQ(posted({}, "/saml/login", addressed_to(other_acs)), alice);
}

TEST(Addresses, AnotherEndpointOfOurOwnIsAnotherOne) {
  for (const char* place : {recipient, destination}) {
    EXPECT_EQ(posted({}, "/saml/acs", {set(place, other_acs)}), std::nullopt) << place;
    EXPECT_EQ(posted({"delivered-here"}, "/saml/acs", {set(place, other_acs)}), alice) << place;
    EXPECT_EQ(posted({"delivered-here"}, "/saml/acs", {set(place, "https://other.example")}), std::nullopt);
  }
  EXPECT_EQ(posted({}, "/saml/login", {}), std::nullopt);
  EXPECT_EQ(posted({"delivered-here"}, "/saml/login", {}), alice);
}

TEST(Addresses, TheSecondConnectionBelongsToAnotherIdentityProvider) {
  EXPECT_EQ(posted({}, "/saml/second/acs", addressed_to(second_acs)), std::nullopt);
  EXPECT_EQ(posted({"own-connection"}, "/saml/second/acs", addressed_to(second_acs)), alice);
  EXPECT_EQ(posted({"own-connection"}, "/saml/second/acs", {}), std::nullopt);
  EXPECT_EQ(posted({"delivered-here"}, "/saml/second/acs", {}), std::nullopt);
  EXPECT_EQ(posted({"own-connection", "delivered-here"}, "/saml/second/acs", {}), alice);
}

TEST(Addresses, OnlyPostsAreTaken) {
  Scene scene({"post-only"});
  EXPECT_EQ(scene.get("/saml/login").status, 405);
  EXPECT_EQ(scene.get("/saml/second/acs").status, 405);
}

}  // namespace
}  // namespace idproctor::reference::testing
