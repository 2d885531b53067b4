// What the service itself says: its AuthnRequests, its logout messages and its metadata. With all checks on
// each message is as the specification asks; with one off it makes that one's mistake, and no other.

#include <gtest/gtest.h>

#include <set>

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "foundation/xml/signature_value.hpp"
#include "tests/reference_sp/saml/support.hpp"

namespace idproctor::reference::testing {
namespace {

using Without = std::set<std::string, std::less<>>;

/// What holds of a service unless this check is off; and how it is wrong then.
struct OwnMessage {
  std::string check;
  std::function<void(const Without&)> is_right, is_mistaken;
};

void PrintTo(const OwnMessage& row, std::ostream* out) {
  *out << row.check;
}

xml::Document own_metadata(Scene& scene) {
  return must(xml::Document::parse(scene.get("/saml/metadata").body));
}

xml::Document login_request(const Without& without, const std::string& path = "/login") {
  Scene scene(without);
  return authn_request_of(scene.get(path));
}

std::string text_at(const xml::Document& document, const std::string& xpath) {
  return must(document.evaluate("string(" + xpath + ")"));
}

/// SAML bindings 3.4.4.1: the octets from the message to SigAlg are signed. The key is the first one of the
/// metadata, whatever that says of its use.
bool is_signed(Scene& scene, const std::string& url) {
  const std::string query = url.substr(url.find("SAMLRe"));
  const std::size_t end = query.find("&Signature=");
  const auto parameters = http::query_of("?" + query);
  const auto algorithm = http::find(parameters, "SigAlg"), value = http::find(parameters, "Signature");
  if (end == std::string::npos || !algorithm || !value) return false;
  const auto certificate = must(crypto::Certificate::from_base64_der(
      text_at(own_metadata(scene), "//md:KeyDescriptor[1]//ds:X509Certificate")));
  return must(crypto::verify(certificate.public_key(), *algorithm, query.substr(0, end),
                             must(base64_decode(*value))));
}

bool says_nothing_of_a_signature(const std::string& url) {
  const auto parameters = http::query_of(url);
  return !http::find(parameters, "SigAlg") && !http::find(parameters, "Signature");
}

std::string login_url(Scene& scene) {
  return scene.get("/login?return=/later").headers.get("Location");
}

/// The address that the browser is sent to with our LogoutRequest.
std::string logout_request_url(Scene& scene) {
  EXPECT_EQ(scene.login({}), alice);
  return scene.get("/logout").headers.get("Location");
}

/// The address that the browser is sent to with our LogoutResponse.
std::string logout_response_url(Scene& scene) {
  constexpr const char* algorithm = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
  const std::string xml =
      R"(<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol")"
      R"( xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_asked" Version="2.0" IssueInstant=")" +
      format_time(scene.clock.now()) + R"(" Destination=")" + sp_url + R"(/saml/slo"><saml:Issuer>)" +
      idp_entity_id + "</saml:Issuer><saml:NameID>" + alice + "</saml:NameID></samlp:LogoutRequest>";
  const std::string query = "SAMLRequest=" + percent_encode(base64_encode(deflate_raw(xml))) +
                            "&RelayState=rs&SigAlg=" + percent_encode(algorithm);
  const std::string signature = base64_encode(must(crypto::sign(idp_key().key, algorithm, query)));
  return scene.get("/saml/slo?" + query + "&Signature=" + percent_encode(signature)).headers.get("Location");
}

/// The IDs of the first requests of a fresh service.
std::vector<std::string> first_request_ids(const Without& without) {
  Scene scene(without);
  std::vector<std::string> ids;
  ids.reserve(3);
  for (int i = 0; i < 3; ++i) ids.push_back(scene.begin_login());
  return ids;
}

std::vector<std::string> uses_of_keys(const Without& without) {
  Scene scene(without);
  const auto metadata = own_metadata(scene);
  std::vector<std::string> uses;
  for (const xml::Node key : must(metadata.select("//md:KeyDescriptor")))
    uses.push_back(key.attribute("use"));
  return uses;
}

const std::vector<OwnMessage>& own_messages() {
  static const std::vector<OwnMessage> rows{
      {"signs-requests",
       [](const Without& without) {
         Scene scene(without);
         EXPECT_EQ(text_at(own_metadata(scene), "//md:SPSSODescriptor/@AuthnRequestsSigned"), "true");
         EXPECT_TRUE(is_signed(scene, login_url(scene)));
       },
       [](const Without& without) {
         Scene scene(without);
         EXPECT_EQ(text_at(own_metadata(scene), "//md:SPSSODescriptor/@AuthnRequestsSigned"), "true");
         EXPECT_TRUE(says_nothing_of_a_signature(login_url(scene)));
       }},
      {"signs-logout",
       [](const Without& without) {
         Scene scene(without);
         EXPECT_TRUE(is_signed(scene, logout_request_url(scene)));
         EXPECT_TRUE(is_signed(scene, logout_response_url(scene)));
       },
       [](const Without& without) {
         Scene scene(without);
         const std::string request = logout_request_url(scene), response = logout_response_url(scene);
         EXPECT_TRUE(http::find(http::query_of(request), "SAMLRequest"));
         EXPECT_TRUE(says_nothing_of_a_signature(request));
         EXPECT_TRUE(http::find(http::query_of(response), "SAMLResponse"));
         EXPECT_TRUE(says_nothing_of_a_signature(response));
       }},
      // SAML core 1.3.4: two IDs are the same by accident once in 2^160 times, so there are 160 bits in one.
      {"request-id",
       [](const Without& without) {
         std::set<std::string> ids;
         for (int service = 0; service < 2; ++service) {
           for (const std::string& id : first_request_ids(without)) {
             EXPECT_EQ(id.find_first_not_of("_0123456789abcdef"), std::string::npos) << id;
             EXPECT_GE(id.size(), 1u + 160 / 4) << id;
             ids.insert(id);
           }
         }
         EXPECT_EQ(ids.size(), 6u);
       },
       [](const Without& without) {
         const auto ids = first_request_ids(without);
         EXPECT_EQ(first_request_ids(without), ids) << "who saw one service begin knows them all";
         EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
         const std::string digits = "0123456789",
                           head = ids[0].substr(0, ids[0].find_last_not_of(digits) + 1);
         const int first = std::stoi(ids[0].substr(head.size()));
         EXPECT_EQ(ids[1], head + std::to_string(first + 1));
         EXPECT_EQ(ids[2], head + std::to_string(first + 2));
       }},
      // SAML core 3.2.1: an xs:ID, so it begins with a letter or an underscore.
      {"request-name",
       [](const Without& without) {
         for (const std::string& id : first_request_ids(without)) EXPECT_EQ(id.front(), '_') << id;
       },
       [](const Without& without) {
         const auto ids = first_request_ids(without);
         for (const std::string& id : ids) EXPECT_EQ(id.front(), '7') << id;
         EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
       }},
      // SAML core 1.3.3: UTC, without a time zone component.
      {"request-instant",
       [](const Without& without) {
         Scene scene(without);
         const std::string instant = authn_request_of(scene.get("/login")).root().attribute("IssueInstant");
         EXPECT_TRUE(instant.ends_with("Z")) << instant;
         EXPECT_EQ(must(parse_time(instant)), scene.clock.now());
       },
       [](const Without& without) {
         Scene scene(without);
         const std::string instant = authn_request_of(scene.get("/login")).root().attribute("IssueInstant");
         ASSERT_TRUE(instant.ends_with("+00:00")) << instant;
         EXPECT_EQ(must(parse_time(instant.substr(0, instant.size() - 6) + "Z")), scene.clock.now());
       }},
      // SAML bindings 3.4.5.2.
      {"request-destination",
       [](const Without& without) {
         EXPECT_EQ(login_request(without).root().attribute("Destination"),
                   "https://idp.example/sso?app=1&b=2");
       },
       [](const Without& without) {
         EXPECT_FALSE(login_request(without).root().has_attribute("Destination"));
       }},
      // SAML core 3.4.1.
      {"request-acs",
       [](const Without& without) {
         const auto request = login_request(without);
         EXPECT_EQ(request.root().attribute("AssertionConsumerServiceURL"), acs_url);
         EXPECT_FALSE(request.root().has_attribute("AssertionConsumerServiceIndex"));
       },
       [](const Without& without) {
         Scene scene(without);
         const auto request = authn_request_of(scene.get("/login"));
         EXPECT_EQ(request.root().attribute("AssertionConsumerServiceURL"), acs_url);
         EXPECT_EQ(request.root().attribute("AssertionConsumerServiceIndex"),
                   text_at(own_metadata(scene), "//md:AssertionConsumerService/@index"));
       }},
      {"request-passive",
       [](const Without& without) {
         for (const auto& [path, forced] :
              {std::pair{"/login", ""}, std::pair{"/login?force_authn=1", "true"}}) {
           const auto request = login_request(without, path);
           EXPECT_EQ(request.root().attribute("ForceAuthn"), forced);
           EXPECT_FALSE(request.root().has_attribute("IsPassive"));
         }
       },
       [](const Without& without) {
         for (const char* path : {"/login", "/login?force_authn=1"}) {
           const auto request = login_request(without, path);
           EXPECT_EQ(request.root().attribute("ForceAuthn"), "true");
           EXPECT_EQ(request.root().attribute("IsPassive"), "true");
         }
       }},
      // SAML metadata 2.4.1.1: KeyTypes is "signing" or "encryption", and nothing else.
      {"own-metadata-keys",
       [](const Without& without) {
         EXPECT_EQ(uses_of_keys(without), (std::vector<std::string>{"signing", "encryption"}));
       },
       [](const Without& without) {
         EXPECT_EQ(uses_of_keys(without), (std::vector<std::string>{"Signing", "encryption"}));
       }},
      // SAML metadata 2.3.2.
      {"own-metadata-validity",
       [](const Without& without) {
         Scene scene(without);
         const auto metadata = own_metadata(scene);
         for (const xml::Node until : must(metadata.select("//@validUntil"))) {
           EXPECT_GT(must(parse_time(until.text())), scene.clock.now());
         }
       },
       [](const Without& without) {
         Scene scene(without);
         const auto until = own_metadata(scene).root().attribute("validUntil");
         EXPECT_LT(must(parse_time(until)), scene.clock.now());
       }},
      // SAML metadata 2.4.4.
      {"own-metadata-wishes",
       [](const Without& without) {
         Scene scene(without);
         EXPECT_EQ(text_at(own_metadata(scene), "//md:SPSSODescriptor/@WantAssertionsSigned"), "false");
       },
       [](const Without& without) {
         Scene scene(without);
         EXPECT_EQ(text_at(own_metadata(scene), "//md:SPSSODescriptor/@WantAssertionsSigned"), "no");
       }},
  };
  return rows;
}

class OwnMessages : public ::testing::TestWithParam<OwnMessage> {};

TEST_P(OwnMessages, AreRightUnlessTheirOwnCheckIsOff) {
  GetParam().is_right({});
  GetParam().is_mistaken({GetParam().check});
  for (const OwnMessage& other : own_messages()) {
    if (other.check == GetParam().check) continue;
    SCOPED_TRACE("without " + other.check);
    GetParam().is_right({other.check});
  }
}

INSTANTIATE_TEST_SUITE_P(All, OwnMessages, ::testing::ValuesIn(own_messages()),
                         [](const auto& test) { return replace_all(test.param.check, "-", "_"); });

}  // namespace
}  // namespace idproctor::reference::testing
