#include "mock_idp/dialect.hpp"

#include <gmock/gmock.h>

#include <regex>

#include "foundation/core/file.hpp"
#include "foundation/core/text.hpp"
#include "tests/mock_idp/support.hpp"

namespace idproctor::mock_idp {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::MatchesRegex;

constexpr const char* kSmall = R"(dialect: small
title: Small
as_of: 2026-11
sources:
  issuer: { measured: "a sample" }
  message: { documented: "a page" }
  signature: { unmeasured: "as generic" }
  key_info: unmeasured
  name_id: unmeasured
  windows: unmeasured
  session: unmeasured
  attributes: unmeasured
  encryption: unmeasured
entity_id: https://idp.example
sso_path: /small/sso
id: _${hex(8)}
sign: response
signature: { prefix: dsig, algorithm: rsa-sha512, certificate_line_length: 64 }
name_id: { value: "${user.email}" }
message: <a ID="${response.id}"/>
attribute: <b/>
attribute_value: <c/>
attributes:
  - { name: email, value: "${user.email}", friendly_name: Mail }
)";

class DialectFile : public testing::Test {
 protected:
  Result<Dialect> load(const std::string& text) {
    must(write_file(folder_.path("saml.yaml"), text));
    return load_dialect(folder_.path("saml.yaml"));
  }
  /// The error of the small dialect with one part exchanged.
  std::string error_with(const std::string& from, const std::string& to) {
    const std::string text = replace_all(kSmall, from, to);
    EXPECT_NE(text, kSmall);
    return error_of(load(text));
  }
  TemporaryFolder folder_;
};

TEST_F(DialectFile, IsRead) {
  const Dialect small = must(load(kSmall));
  EXPECT_EQ(small.id, "small");
  EXPECT_EQ(small.title, "Small");
  EXPECT_EQ(small.as_of, "2026-11");
  EXPECT_EQ(small.sources.at("issuer").kind, Source::Kind::measured);
  EXPECT_EQ(small.sources.at("issuer").text, "a sample");
  EXPECT_EQ(small.sources.at("message").kind, Source::Kind::documented);
  EXPECT_EQ(small.sources.at("signature").kind, Source::Kind::unmeasured);
  EXPECT_EQ(small.sources.at("signature").text, "as generic");
  EXPECT_EQ(small.sources.at("windows").kind, Source::Kind::unmeasured);
  EXPECT_EQ(small.sources.at("windows").text, "");
  EXPECT_EQ(small.entity_id, "https://idp.example");
  EXPECT_EQ(small.sso_path, "/small/sso");
  EXPECT_EQ(small.sign, SignTarget::response);
  EXPECT_EQ(small.signature.prefix, "dsig");
  EXPECT_EQ(small.signature.algorithm, "rsa-sha512");
  EXPECT_EQ(small.signature.digest, "sha256");
  EXPECT_EQ(small.signature.certificate_line_length, 64u);
  EXPECT_EQ(small.signature.value_line_length, 0u);
  EXPECT_EQ(small.name_id_format, "");
  EXPECT_EQ(small.time_fraction_digits, 3);
  EXPECT_EQ(small.xml_declaration, "");
  EXPECT_FALSE(small.unsolicited);
  ASSERT_EQ(small.attributes.size(), 1u);
  EXPECT_EQ(small.attributes[0].friendly_name, "Mail");
  EXPECT_FALSE(small.attributes[0].per_value);
}

TEST_F(DialectFile, SaysWhereItIsWrong) {
  EXPECT_THAT(error_with("title: Small", "titel: Small"),
              AllOf(HasSubstr("saml.yaml:2:1: "), HasSubstr("'title'")));
  EXPECT_THAT(error_with("sign: response", "sign: everything"),
              AllOf(HasSubstr("saml.yaml:17:7: "), HasSubstr("assertion, response, both")));
  EXPECT_THAT(error_with("prefix: dsig", "prefxi: dsig"),
              AllOf(HasSubstr("saml.yaml:18:14: "), HasSubstr("'prefix'")));
  EXPECT_THAT(error_with("certificate_line_length: 64", "certificate_line_length: wide"),
              HasSubstr("saml.yaml:18:"));
  EXPECT_THAT(error_with("{ value: \"${user.email}\" }", "{ format: x }"),
              AllOf(HasSubstr("saml.yaml:19:10: "), HasSubstr("'value'")));
  EXPECT_THAT(error_with("${response.id}\"/>", "${response.id"), HasSubstr("saml.yaml:20:10: "));
  EXPECT_THAT(error_with(", friendly_name: Mail", ", friendlyName: Mail"),
              AllOf(HasSubstr("saml.yaml:24:"), HasSubstr("'friendly_name'")));
  EXPECT_THAT(error_with("title: Small\n", ""), AllOf(HasSubstr("saml.yaml:1:1: "), HasSubstr("'title'")));
  EXPECT_THAT(error_with("as_of: 2026-11", "title: Twice"), HasSubstr("saml.yaml:3:1: "));
  EXPECT_THAT(error_of(load("- a list")), HasSubstr("must be a map"));
  EXPECT_THAT(error_of(load("a: [")), HasSubstr("saml.yaml:"));
  EXPECT_NE(error_of(load("")), "");
}

TEST_F(DialectFile, SaysWhatItRefuses) {
  const std::string source = "  requests: { documented: \"a page\" }\nentity_id:";
  const std::string rule = "refuses_requests: [ { with: saml:Subject, because: It wants none. } ]\nmessage:";
  const auto both = replace_all(replace_all(kSmall, "entity_id:", source), "message: <", rule + " <");
  const Dialect small = must(load(both));
  ASSERT_EQ(small.refused_requests.size(), 1u);
  EXPECT_EQ(small.refused_requests[0].with, "saml:Subject");
  EXPECT_EQ(small.refused_requests[0].because, "It wants none.");
  EXPECT_THAT(error_with("entity_id:", source), HasSubstr("'requests' of sources"));
  EXPECT_THAT(error_with("message: <", rule + " <"), HasSubstr("'requests' of sources"));
  EXPECT_THAT(error_of(load(replace_all(both, "saml:Subject", "\"saml:[\""))), HasSubstr("saml.yaml:21:"));
  EXPECT_THAT(error_of(load(replace_all(both, "because", "why"))), HasSubstr("refused_request"));
}

TEST_F(DialectFile, SaysWhenItIsMissing) {
  EXPECT_THAT(error_of(load_dialect(folder_.path("none.yaml"))), HasSubstr("none.yaml"));
}

TEST(SignTargets, AreThree) {
  EXPECT_EQ(must(parse_sign_target("assertion")), SignTarget::assertion);
  EXPECT_EQ(must(parse_sign_target("response")), SignTarget::response);
  EXPECT_EQ(must(parse_sign_target("both")), SignTarget::both);
  for (const char* wrong : {"", "Both", "none"}) EXPECT_FALSE(parse_sign_target(wrong)) << wrong;
}

TEST_F(DialectFile, SaysOfEachShapeWhereItComesFrom) {
  EXPECT_THAT(error_with("  windows: unmeasured\n", ""),
              AllOf(HasSubstr("saml.yaml:5:3: "), HasSubstr("'windows'")));
  EXPECT_THAT(error_with("  windows: unmeasured", "  windows: known"), HasSubstr("saml.yaml:10:12: "));
  EXPECT_THAT(error_with("  windows:", "  window:"),
              AllOf(HasSubstr("saml.yaml:10:3: "), HasSubstr("'window'")));
  EXPECT_THAT(error_with("{ measured: \"a sample\" }", "{ mesured: \"a sample\" }"),
              HasSubstr("did you mean 'measured'?"));
  EXPECT_THAT(error_with("{ measured: \"a sample\" }", "{ measured: \" \" }"), HasSubstr("saml.yaml:5:11: "));
  EXPECT_THAT(error_with("{ measured: \"a sample\" }", "{ measured: one, documented: other }"),
              HasSubstr("saml.yaml:5:11: "));
}

TEST_F(DialectFile, TakesOverWhatAnotherSays) {
  std::filesystem::create_directory(folder_.path("small"));
  std::filesystem::create_directory(folder_.path("other"));
  must(write_file(folder_.path("small/saml.yaml"), kSmall));
  const std::string text = std::string(kSmall);
  const std::string sources =
      text.substr(text.find("sources:"), text.find("entity_id:") - text.find("sources:"));
  const std::string other = "dialect: other\nlike: small\ntitle: Other\nas_of: 2026-10\nsign: both\n";
  const std::string file = folder_.path("other/saml.yaml");
  must(write_file(file, other + sources));
  const Dialect loaded = must(load_dialect(file));
  EXPECT_EQ(loaded.id, "other");
  EXPECT_EQ(loaded.sign, SignTarget::both);
  EXPECT_EQ(loaded.entity_id, "https://idp.example");
  EXPECT_EQ(loaded.signature.prefix, "dsig");
  ASSERT_EQ(loaded.attributes.size(), 1u);
  must(write_file(file, other));
  EXPECT_THAT(error_of(load_dialect(file)), HasSubstr("'sources'")) << "sources are never another's";
  must(write_file(file, "like: nobody\n"));
  EXPECT_THAT(error_of(load_dialect(file)), HasSubstr("saml.yaml:1:7: "));
}

TEST_F(DialectFile, NeedsASourceForLogoutMessagesOfItsOwn) {
  const std::string file = folder_.path("saml.yaml");
  const std::string request = "logout_request: \"<a/>\"\n",
                    source = "sources:\n  logout: { measured: \"2026\" }\n";
  const std::string sourced = replace_all(kSmall, "sources:\n", source);
  ASSERT_NE(sourced, kSmall);
  must(write_file(file, kSmall + request));
  EXPECT_THAT(error_of(load_dialect(file)), HasSubstr("'logout' of sources"));
  must(write_file(file, sourced));
  EXPECT_THAT(error_of(load_dialect(file)), HasSubstr("'logout' of sources"));
  must(write_file(file, sourced + request));
  EXPECT_FALSE(must(load_dialect(file)).logout_request.empty());
  must(write_file(file, sourced + "logout_bindings: [Redirect]\n"));
  EXPECT_THAT(must(load_dialect(file)).logout_bindings, testing::ElementsAre("Redirect"));
  must(write_file(file, sourced + "logout_bindings: []\n"));
  EXPECT_THAT(must(load_dialect(file)).logout_bindings, testing::IsEmpty());
  must(write_file(file, sourced + "logout_bindings: [SOAP]\n"));
  EXPECT_THAT(error_of(load_dialect(file)), HasSubstr("POST or Redirect"));
}

// Every provider of fixtures/providers loads, and says where its shapes come from.
bool refers_back(const std::string& source) {
  return source.starts_with("the same file") || source.starts_with("both of the above");
}

TEST(Providers, HaveSources) {
  std::vector<std::string> found;
  for (const auto& folder : std::filesystem::directory_iterator(fixture("providers"))) {
    const std::filesystem::path file = folder.path() / "saml.yaml";
    if (!std::filesystem::exists(file)) continue;
    const auto loaded = load_dialect(file.string());
    ASSERT_EQ(error_of(loaded), "");
    EXPECT_EQ(loaded->id, folder.path().filename().string());
    EXPECT_EQ(loaded->sso_path, "/" + loaded->id + "/sso");
    EXPECT_THAT(loaded->as_of, MatchesRegex("20[0-9]{2}-[01][0-9]"));
    int sourced = 0;
    for (const auto& [shape, source] : loaded->sources) {
      if (source.kind == Source::Kind::unmeasured) continue;
      ++sourced;
      const bool dated =
          std::regex_search(source.text, std::regex("20[0-9]{2}|PingFederate 11|date unknown"));
      EXPECT_TRUE(source.kind == Source::Kind::documented || dated || refers_back(source.text))
          << file << ": " << shape << " is measured, and nobody knows when";
    }
    EXPECT_GE(sourced, 1) << file << ": without any it is generic under another name";
    found.push_back(loaded->id);
  }
  EXPECT_THAT(found, testing::UnorderedElementsAreArray(kDialects));
}

}  // namespace
}  // namespace idproctor::mock_idp
