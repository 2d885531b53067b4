#include "tests/reference_sp/saml/support.hpp"

#include <stdexcept>

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "foundation/xml/edit.hpp"
#include "foundation/xml/sign.hpp"

namespace idproctor::reference::testing {
namespace {

Time start() {
  return must(parse_time("2026-03-01T12:00:00Z"));
}

SigningKey make_key() {
  crypto::Key key = crypto::Key::generate_rsa();
  auto certificate = crypto::Certificate::self_signed(key, "test", start() - std::chrono::hours(24),
                                                      start() + std::chrono::hours(24));
  return SigningKey{key, certificate, certificate.base64_der()};
}

std::string unsigned_message(const Sent& sent, Time now, const std::string& serial) {
  const std::string irt =
      sent.in_response_to ? " InResponseTo=\"" + escape_markup(*sent.in_response_to) + "\"" : "";
  const auto at = [&](int seconds) { return format_time(now + std::chrono::seconds(seconds)); };
  const bool sign_response = sent.what == Signed::response || sent.what == Signed::both;
  const bool sign_assertion = sent.what == Signed::assertion || sent.what == Signed::both;
  const std::string response_id = "_r" + serial, assertion_id = "_a" + serial;
  return R"(<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol")"
         R"( xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID=")" +
         response_id + R"(" Version="2.0" IssueInstant=")" + at(0) + R"(" Destination=")" + acs_url + "\"" +
         irt + "><saml:Issuer>" + idp_entity_id + "</saml:Issuer>" +
         (sign_response ? signature_template(response_id, *sent.key) : "") +
         R"(<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>)"
         R"(<saml:Assertion ID=")" +
         assertion_id + R"(" Version="2.0" IssueInstant=")" + at(0) + R"("><saml:Issuer>)" + idp_entity_id +
         "</saml:Issuer>" + (sign_assertion ? signature_template(assertion_id, *sent.key) : "") +
         R"(<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">)" +
         escape_markup(sent.user) +
         R"(</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">)"
         R"(<saml:SubjectConfirmationData NotOnOrAfter=")" +
         at(300) + R"(" Recipient=")" + acs_url + "\"" + irt +
         R"(/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore=")" + at(-30) +
         R"(" NotOnOrAfter=")" + at(300) + R"("><saml:AudienceRestriction><saml:Audience>)" + sp_url +
         R"(/saml/metadata</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant=")" +
         at(0) +
         R"(" SessionIndex="_s1"><saml:AuthnContext><saml:AuthnContextClassRef>)"
         R"(urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext>)"
         R"(</saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="email"><saml:AttributeValue>)" +
         escape_markup(sent.user) +
         R"(</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion></samlp:Response>)";
}

SamlConfig adjusted(const std::function<void(SamlConfig&)>& adjust) {
  SamlConfig config;
  config.base_url = sp_url;
  static const std::string metadata = idp_metadata();
  config.idp_metadata = metadata;
  if (adjust) adjust(config);
  return config;
}

}  // namespace

std::string signature_template(const std::string& id, const SigningKey& key) {
  return R"(<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>)"
         R"(<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>)"
         R"(<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>)"
         R"(<ds:Reference URI="#)" +
         id +
         R"("><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>)"
         R"(<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>)"
         R"(<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/>)"
         R"(</ds:Reference></ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data><ds:X509Certificate>)" +
         key.certificate_text + R"(</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>)";
}

const SigningKey& idp_key() {
  static const SigningKey key = make_key();
  return key;
}
const SigningKey& second_idp_key() {
  static const SigningKey key = make_key();
  return key;
}
const SigningKey& stranger_key() {
  static const SigningKey key = make_key();
  return key;
}
const SigningKey& encryption_key() {
  static const SigningKey key = make_key();
  return key;
}

std::string key_descriptor(const SigningKey& key, const std::string& use) {
  return "<md:KeyDescriptor use=\"" + use +
         "\"><ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:X509Data><ds:X509Certificate>" +
         key.certificate.base64_der(64) +
         "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>";
}

std::string idp_metadata(const std::vector<SigningKey>& keys) {
  std::string descriptors;
  for (const SigningKey& key : keys) descriptors += key_descriptor(key, "signing");
  descriptors += key_descriptor(encryption_key(), "encryption");
  return std::string(R"(<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID=")") +
         idp_entity_id +
         R"("><md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">)" +
         descriptors +
         R"(<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example/post"/>)"
         R"(<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example/sso?app=1&amp;b=2"/>)"
         R"(<md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.example/slo" ResponseLocation="https://idp.example/slo-answers"/>)"
         R"(</md:IDPSSODescriptor></md:EntityDescriptor>)";
}

std::optional<Account> MemoryAccounts::find_account(const std::string& identity) const {
  for (const Account& account : all) {
    if (equals_ignoring_case(account.user_name, identity) || equals_ignoring_case(account.email, identity)) {
      return account;
    }
  }
  return {};
}

Account MemoryAccounts::create_account(const std::string& identity,
                                       const std::map<std::string, std::string>& attributes) {
  const auto email = attributes.find("email");
  all.push_back(Account{"u" + std::to_string(all.size() + 1), identity,
                        email == attributes.end() ? "" : email->second, true});
  attributes_of_last = attributes;
  return all.back();
}

void MemoryAccounts::set_active(const std::string& id, bool active) {
  for (Account& account : all) {
    if (account.id == id) account.active = active;
  }
  if (active) return;
  for (const auto& listener : listeners_) listener(id);
}

void MemoryAccounts::on_ended(std::function<void(const std::string& id)> listener) {
  listeners_.push_back(std::move(listener));
}

Edit set(std::string xpath, std::string value) {
  return [=](xml::Document& document) { must(xml::set(document, xpath, value)); };
}
Edit remove(std::string xpath) {
  return [=](xml::Document& document) { must(xml::remove(document, xpath)); };
}
Edit insert_into(std::string xpath, std::string fragment) {
  return [=](xml::Document& document) { must(xml::insert(document, fragment, xml::Position::into, xpath)); };
}
Edit insert_before(std::string xpath, std::string fragment) {
  return
      [=](xml::Document& document) { must(xml::insert(document, fragment, xml::Position::before, xpath)); };
}

Scene::Scene(std::set<std::string, std::less<>> without, std::function<void(SamlConfig&)> adjust)
    : clock(start()),
      service(must(SamlService::create(adjusted(adjust), Checks(std::move(without)), accounts, clock))) {}

http::Response Scene::request(http::Request request) {
  std::string header;
  for (const auto& [name, value] : cookies) header += (header.empty() ? "" : "; ") + name + "=" + value;
  if (!header.empty()) request.headers.set("Cookie", header);
  auto response = service.handle(request);
  for (const std::string& set_cookie : response.headers.all("Set-Cookie")) {
    const std::string pair = set_cookie.substr(0, set_cookie.find(';'));
    const auto equals = pair.find('=');
    if (set_cookie.find("Max-Age=0") != std::string::npos) {
      cookies.erase(pair.substr(0, equals));
    } else {
      cookies[pair.substr(0, equals)] = pair.substr(equals + 1);
    }
  }
  return response;
}

http::Response Scene::post_form(const std::string& saml_response, const std::string& relay_state) {
  http::Request post("POST", "/saml/acs");
  post.headers.set("Content-Type", "application/x-www-form-urlencoded");
  http::Parameters parameters{{"SAMLResponse", saml_response}};
  if (!relay_state.empty()) parameters.emplace_back("RelayState", relay_state);
  post.body = http::encode_form(parameters);
  return request(std::move(post));
}

xml::Document Scene::message(const Sent& sent) const {
  static int serial = 0;
  auto document = must(xml::Document::parse(unsigned_message(sent, clock.now(), std::to_string(++serial))));
  for (const Edit& edit : sent.before) edit(document);
  for (const char* path : {"//saml:Assertion/ds:Signature", "/samlp:Response/ds:Signature"}) {
    for (const xml::Node signature : must(document.select(path))) {
      must(xml::sign(document, signature, sent.key->key, sent.signing));
    }
  }
  for (const Edit& edit : sent.after) edit(document);
  return document;
}

http::Response Scene::send(const Sent& sent, const std::string& relay_state) {
  return post_form(encoded(message(sent)), relay_state);
}

std::optional<std::string> Scene::login(const Sent& sent) {
  cookies.erase("idproctor_session");
  send(sent);
  return who();
}

std::optional<std::string> Scene::who() {
  const auto response = get("/whoami");
  if (response.status != 200) return {};
  return must(parse_json(response.body))["name_id"].get<std::string>();
}

Json Scene::whoami() {
  return must(parse_json(get("/whoami").body));
}

std::string Scene::begin_login(const std::string& path) {
  return authn_request_of(get(path)).root().attribute("ID");
}

xml::Document authn_request_of(const http::Response& redirect) {
  const auto parameters = http::query_of(redirect.headers.get("Location"));
  const auto deflated = must(base64_decode(http::find(parameters, "SAMLRequest").value()));
  return must(xml::Document::parse(must(inflate_raw(deflated))));
}

std::string encoded(const xml::Document& document) {
  return base64_encode(document.serialize());
}

}  // namespace idproctor::reference::testing
