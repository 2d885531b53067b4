#include "mock_idp/authn_request.hpp"

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "foundation/xml/document.hpp"

namespace idproctor::mock_idp {

namespace {

constexpr std::size_t kLargestRequest = 256 << 10;
constexpr std::string_view kProtocol = "urn:oasis:names:tc:SAML:2.0:protocol";
constexpr std::string_view kPostBinding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";

bool is_true(const std::string& text) {
  return text == "true" || text == "1";
}

}  // namespace

Result<AuthnRequest> parse_authn_request(std::string_view xml) {
  auto document = xml::Document::parse(xml, kLargestRequest);
  if (!document) return document.error();
  const xml::Node root = document->root();
  if (root.name() != "AuthnRequest" || root.namespace_uri() != kProtocol) {
    return invalid("the SAMLRequest is a '" + root.name() + "', not a samlp:AuthnRequest");
  }
  const auto text = [&](const char* xpath) {
    auto value = document->evaluate(std::string("string(") + xpath + ")");
    return value ? std::string(trim(*value)) : std::string();
  };
  AuthnRequest request;
  request.id = root.attribute("ID");
  request.issue_instant = root.attribute("IssueInstant");
  request.destination = root.attribute("Destination");
  request.issuer = text("/samlp:AuthnRequest/saml:Issuer");
  request.acs_url = root.attribute("AssertionConsumerServiceURL");
  request.protocol_binding = root.attribute("ProtocolBinding");
  request.name_id_format = text("/samlp:AuthnRequest/samlp:NameIDPolicy/@Format");
  request.authn_context =
      text("/samlp:AuthnRequest/samlp:RequestedAuthnContext/saml:AuthnContextClassRef[1]");
  request.force_authn = is_true(root.attribute("ForceAuthn"));
  request.is_passive = is_true(root.attribute("IsPassive"));
  request.xml = std::string(xml);
  if (request.id.empty()) return invalid("the AuthnRequest has no ID (SAML core 3.2.1)");
  if (root.attribute("Version") != "2.0")
    return invalid("the AuthnRequest's Version is not 2.0 (SAML core 3.2.1)");
  if (request.issue_instant.empty()) return invalid("the AuthnRequest has no IssueInstant (SAML core 3.2.1)");
  if (request.issuer.empty()) return invalid("the AuthnRequest has no Issuer (SAML profiles 4.1.4.1)");
  return request;
}

Result<AuthnRequest> decode_authn_request(std::string_view url) {
  const http::Parameters parameters = http::query_of(url);
  const auto encoded = http::find(parameters, "SAMLRequest");
  if (!encoded) return invalid("the URL has no SAMLRequest parameter");
  auto compressed = base64_decode(*encoded);
  if (!compressed) return invalid("SAMLRequest: " + compressed.error().message);
  auto xml = inflate_raw(*compressed, kLargestRequest);
  if (!xml) return invalid("SAMLRequest: " + xml.error().message);
  auto request = parse_authn_request(*xml);
  if (!request) return request.error();
  request->relay_state = http::find(parameters, "RelayState").value_or("");
  return request;
}

Result<AuthnRequest> posted_authn_request(const http::Parameters& form) {
  const auto encoded = http::find(form, "SAMLRequest");
  if (!encoded) return invalid("the form has no SAMLRequest field");
  auto xml = base64_decode(*encoded);
  if (!xml) return invalid("SAMLRequest: " + xml.error().message);
  auto request = parse_authn_request(*xml);
  if (request) request->relay_state = http::find(form, "RelayState").value_or("");
  return request;
}

Result<> check_authn_request(const AuthnRequest& request, std::string_view sso_url,
                             std::string_view sp_entity_id) {
  if (!request.destination.empty() && request.destination != sso_url) {
    return invalid("the AuthnRequest's Destination is " + request.destination + ", and it was sent to " +
                   std::string(sso_url) + " (SAML bindings 3.4.5.2)");
  }
  if (!request.protocol_binding.empty() && request.protocol_binding != kPostBinding) {
    return invalid("the AuthnRequest asks for the binding " + request.protocol_binding +
                   "; Web SSO answers by HTTP-POST (SAML profiles 4.1.2)");
  }
  if (!sp_entity_id.empty() && request.issuer != sp_entity_id) {
    return invalid("the AuthnRequest's Issuer is " + request.issuer + ", the target's entity ID is " +
                   std::string(sp_entity_id));
  }
  return {};
}

}  // namespace idproctor::mock_idp
