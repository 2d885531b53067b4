// The single logout endpoint of the mock IdP's server, asked by a service provider whose metadata it knows.

#include <gmock/gmock.h>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "mock_idp/endpoints.hpp"
#include "mock_idp/metadata.hpp"
#include "mock_idp/redirect_binding.hpp"
#include "mock_idp/sp_message.hpp"
#include "tests/mock_idp/support.hpp"

namespace idproctor::mock_idp {
namespace {

using ::testing::HasSubstr;

constexpr const char* kIdp = "http://127.0.0.1:8080";

/// The key "stranger" plays the service provider's own.
std::string sp_metadata() {
  return R"(<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://sp.example">)"
         R"(<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor>)"
         R"(<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>)" +
         must(keys().get("stranger"))->certificate.base64_der() +
         R"(</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>)"
         R"(<md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://sp.example/slo")"
         R"( ResponseLocation="https://sp.example/answers"/>)"
         R"(<md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://sp.example/slo"/>)"
         R"(</md:SPSSODescriptor></md:EntityDescriptor>)";
}

/// What a service provider would send: the IdP's own builder, under the service provider's name and key.
std::string logout_query(const std::string& key, const std::string& destination) {
  Login login = mock_idp::login();
  login.idp_entity_id = "https://sp.example";
  login.values = {
      {"destination", destination}, {"subject.name_id", "alice@example.com"}, {"session_index", "_1"}};
  Recipe recipe;
  recipe.kind = MessageKind::logout_request;
  SignStage stage;
  stage.key = key;
  recipe.stages = {stage};
  return must(build_redirect_message(dialect("generic"), keys(), login, recipe, "SAMLRequest", "rs",
                                     Seed("x")))
      .query;
}

class LogoutEndpoint : public ::testing::Test {
 protected:
  http::Response get(const std::string& query, bool knows_sp = true,
                     const std::string& provider = "generic") {
    std::optional<KnownSp> sp;
    if (knows_sp) sp = must(read_known_sp(sp_metadata()));
    Endpoints endpoints({{provider, dialect(provider)}}, {}, keys(), clock_, Seed("slo"), kIdp, sp);
    return endpoints.handle({"GET", "/" + provider + "/slo?" + query});
  }
  ManualClock clock_{noon()};
};

TEST_F(LogoutEndpoint, AnswersASignedRequest) {
  const auto page = get(logout_query("stranger", std::string(kIdp) + "/generic/slo"));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("action=\"https://sp.example/answers\""));
  EXPECT_THAT(page.body, HasSubstr("name=\"RelayState\" value=\"rs\""));
  const std::string mark = "name=\"SAMLResponse\" value=\"";
  const std::size_t begin = page.body.find(mark) + mark.size();
  const std::string xml = must(base64_decode(page.body.substr(begin, page.body.find('"', begin) - begin)));
  EXPECT_EQ(parsed(xml).root().name(), "LogoutResponse");
  EXPECT_NE(parsed(xml).root().attribute("InResponseTo"), "");
}

TEST_F(LogoutEndpoint, AnswersByRedirectForAProviderThatDoesSo) {
  const auto answer = get(logout_query("stranger", std::string(kIdp) + "/entra/slo"), true, "entra");
  EXPECT_EQ(answer.status, 302);
  const std::string location = answer.headers.get("Location");
  EXPECT_THAT(location, testing::StartsWith("https://sp.example/slo?SAMLResponse="));
  const auto message = must(read_redirect(location, {keys().idp().key}));
  EXPECT_EQ(message.kind, "LogoutResponse");
  EXPECT_EQ(message.signature, "valid");
}

TEST_F(LogoutEndpoint, IsNotThereForAProviderWithoutSingleLogout) {
  EXPECT_EQ(get(logout_query("stranger", std::string(kIdp) + "/google/slo"), true, "google").status, 404);
  EXPECT_THAT(idp_metadata(dialect("google"), {{keys().idp()}}, {}, kIdp),
              testing::Not(HasSubstr("SingleLogoutService")));
}

TEST_F(LogoutEndpoint, RefusesWhatItCannotTrust) {
  const std::string here = std::string(kIdp) + "/generic/slo";
  EXPECT_EQ(get(logout_query("idp", here)).status, 403) << "signed by another key";
  EXPECT_EQ(get(logout_query("stranger", "https://other.example")).status, 403) << "for another place";
  const std::string query = logout_query("stranger", here);
  EXPECT_EQ(get(query.substr(0, query.find("&SigAlg"))).status, 403) << "not signed";
  EXPECT_EQ(get("SAMLRequest=x").status, 403);
  EXPECT_EQ(get(query, false).status, 400) << "nobody told it of the service provider";
}

TEST(KnownSp, IsReadFromMetadata) {
  const KnownSp sp = must(read_known_sp(sp_metadata()));
  EXPECT_EQ(sp.entity_id, "https://sp.example");
  EXPECT_EQ(sp.signing_keys.size(), 1u);
  EXPECT_FALSE(read_known_sp("<a/>"));
  EXPECT_FALSE(read_known_sp("<a"));
}

}  // namespace
}  // namespace idproctor::mock_idp
