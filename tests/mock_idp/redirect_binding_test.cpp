#include "mock_idp/redirect_binding.hpp"

#include <gmock/gmock.h>

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "mock_idp/sp_message.hpp"
#include "tests/mock_idp/support.hpp"
#include "tests/support/saml_oracle.hpp"

namespace idproctor::mock_idp {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Login logout_of_alice() {
  Login login = mock_idp::login();
  login.values = {{"destination", "https://sp.example/slo"},
                  {"subject.name_id", "alice@example.com"},
                  {"subject.format", ""},
                  {"session_index", "_session1"}};
  return login;
}

Recipe logout(std::vector<Stage> stages, MessageKind kind = MessageKind::logout_request) {
  Recipe recipe;
  recipe.kind = kind;
  recipe.stages = std::move(stages);
  return recipe;
}

RedirectMessage redirect(const Recipe& recipe, const std::string& relay_state = {}) {
  return must(build_redirect_message(dialect("generic"), keys(), logout_of_alice(), recipe, "SAMLRequest",
                                     relay_state, Seed("redirect")));
}

std::string judged(const std::string& query) {
  return must(read_redirect("https://sp.example/slo?" + query, {keys().idp().key})).signature;
}

std::string xml_of(const std::string& query) {
  const auto parameters = http::decode_form(query);
  return must(inflate_raw(must(base64_decode(*http::find(parameters, "SAMLRequest")))));
}

TEST(LogoutMessages, ArePlainAndValidBySchema) {
  SamlOracle oracle;
  for (const MessageKind kind : {MessageKind::logout_request, MessageKind::logout_response}) {
    const auto message = must(build_message(dialect("generic"), keys(), logout_of_alice(),
                                            logout({SignStage{}}, kind), Seed("one")));
    EXPECT_TRUE(oracle.validates(message.bytes, "saml-schema-protocol-2.0.xsd"))
        << oracle.log() << message.bytes;
    EXPECT_TRUE(oracle.verifies(message.bytes, keys().idp().certificate)) << oracle.log();
  }
}

TEST(MetadataMessage, IsEditedAndSignedLikeAnyOther) {
  Recipe recipe = logout({EditStage{{set("/*/@validUntil", "2026-03-01T11:00:00Z")}}, SignStage{}},
                         MessageKind::metadata);
  Login about = mock_idp::login();
  about.metadata_keys = {"idp", "idp-later", "idp-encryption"};
  const auto message = must(build_message(dialect("generic"), keys(), about, recipe, Seed("metadata")));
  EXPECT_EQ(value(message.bytes, "count(//md:KeyDescriptor[@use='signing'])"), "2");
  EXPECT_EQ(value(message.bytes, "count(//md:KeyDescriptor[@use='encryption'])"), "1");
  EXPECT_EQ(value(message.bytes, "string(/*/@validUntil)"), "2026-03-01T11:00:00Z");
  SamlOracle oracle;
  EXPECT_TRUE(oracle.verifies(message.bytes, keys().idp().certificate)) << oracle.log();
  EXPECT_TRUE(oracle.validates(message.bytes, "saml-schema-metadata-2.0.xsd")) << oracle.log();
}

TEST(LogoutMessages, WithoutSessionIndexNameNone) {
  Login login = logout_of_alice();
  login.values["session_index"] = "";
  const auto message = must(build_message(dialect("generic"), keys(), login, logout({}), Seed("one")));
  EXPECT_THAT(message.bytes, Not(HasSubstr("SessionIndex")));
  EXPECT_THAT(message.bytes, Not(HasSubstr("NameQualifier"))) << "what has no value is left out";
}

TEST(RedirectBinding, SignsTheQueryAndNotTheMessage) {
  const RedirectMessage message = redirect(logout({SignStage{}}), "a state");
  EXPECT_EQ(judged(message.query), "valid");
  EXPECT_THAT(xml_of(message.query), Not(HasSubstr("Signature")));
  EXPECT_THAT(message.query, HasSubstr("&RelayState=a%20state&SigAlg=http%3A%2F%2F"));
}

TEST(RedirectBinding, WithoutASignStageThereIsNoSignature) {
  EXPECT_EQ(judged(redirect(logout({})).query), "none");
}

TEST(RedirectBinding, EditsAfterSigningTravelUnderTheOldSignature) {
  const auto message =
      redirect(logout({SignStage{}, EditStage{{set("/*/saml:Issuer", "https://evil.example")}}}));
  EXPECT_THAT(xml_of(message.query), HasSubstr("evil.example"));
  EXPECT_THAT(judged(message.query), HasSubstr("verifies with no key"));
  const auto before =
      redirect(logout({EditStage{{set("/*/saml:Issuer", "https://evil.example")}}, SignStage{}}));
  EXPECT_EQ(judged(before.query), "valid");
}

TEST(RedirectBinding, AnotherKeyDoesNotVerify) {
  SignStage stage;
  stage.key = "stranger";
  EXPECT_THAT(judged(redirect(logout({stage})).query), HasSubstr("verifies with no key"));
}

TEST(RedirectBinding, LowerCaseEscapesAreSignedAsTheyAre) {
  Recipe recipe = logout({SignStage{}});
  recipe.wire.lower_case_escapes = true;
  const std::string query = redirect(recipe).query;
  EXPECT_THAT(query, HasSubstr("http%3a%2f%2f"));
  EXPECT_EQ(judged(query), "valid");
}

TEST(RedirectBinding, ClaimsAnotherAlgorithmThanItSignsWith) {
  SignStage stage;
  stage.algorithm = "rsa-sha1";
  stage.claims = "urn:none";
  const auto parameters = http::decode_form(redirect(logout({stage})).query);
  EXPECT_EQ(http::find(parameters, "SigAlg"), "urn:none");
}

TEST(RedirectBinding, ParametersAreReplacedAfterSigning) {
  Recipe recipe = logout({SignStage{}});
  recipe.wire.query = {{"Signature", "${flip(original)}"}, {"SigAlg", ""}, {"Extra", "1"}};
  const auto changed = http::decode_form(redirect(recipe).query);
  const auto plain = http::decode_form(redirect(logout({SignStage{}})).query);
  EXPECT_EQ(http::find(changed, "SigAlg"), std::nullopt);
  EXPECT_EQ(http::find(changed, "Extra"), "1");
  EXPECT_NE(http::find(changed, "Signature"), http::find(plain, "Signature"));
  EXPECT_EQ(http::find(changed, "Signature")->size(), http::find(plain, "Signature")->size());
}

TEST(SpMessage, ReadsAPostedMessageAndItsSignature) {
  const auto message =
      must(build_message(dialect("generic"), keys(), logout_of_alice(), logout({SignStage{}}), Seed("one")));
  const auto form = [](const std::string& xml) {
    return http::encode_form({{"SAMLRequest", base64_encode(xml)}, {"RelayState", "rs"}});
  };
  const SpMessage read = must(read_post(form(message.bytes), {keys().idp().key}));
  EXPECT_EQ(read.kind, "LogoutRequest");
  EXPECT_EQ(read.signature, "valid");
  EXPECT_EQ(read.relay_state, "rs");
  EXPECT_EQ(read.name_id, "alice@example.com");
  EXPECT_THAT(read.session_indexes, ::testing::ElementsAre("_session1"));
  const std::string changed = replace_all(message.bytes, "_session1", "_session2");
  EXPECT_THAT(must(read_post(form(changed), {keys().idp().key})).signature, Not("valid"));
  EXPECT_THAT(must(read_post(form(message.bytes), {})).signature, HasSubstr("no signing key"));
  EXPECT_FALSE(read_post("a=b", {}));
  EXPECT_FALSE(read_post(form("<a"), {}));
  EXPECT_FALSE(read_redirect("https://sp.example/slo", {}));
}

}  // namespace
}  // namespace idproctor::mock_idp
