#include "mock_idp/sp_message.hpp"

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "foundation/xml/signature_value.hpp"
#include "foundation/xml/verify.hpp"

namespace idproctor::mock_idp {

namespace {

constexpr std::size_t kLargestMessage = 256 << 10;
constexpr std::string_view kStatusPath = "/*/samlp:Status/samlp:StatusCode/@Value";

Result<SpMessage> read_xml(const std::string& xml) {
  auto document = xml::Document::parse(xml, kLargestMessage);
  if (!document) return document.error();
  const auto text = [&](std::string_view xpath) {
    auto value = document->evaluate("string(" + std::string(xpath) + ")");
    return value ? std::string(trim(*value)) : std::string();
  };
  const xml::Node root = document->root();
  SpMessage message;
  message.kind = root.name();
  message.xml = xml;
  message.id = root.attribute("ID");
  message.destination = root.attribute("Destination");
  message.issue_instant = root.attribute("IssueInstant");
  message.in_response_to = root.attribute("InResponseTo");
  message.issuer = text("/*/saml:Issuer");
  if (message.kind == "AuthnRequest") return message;  // the rest is of logouts
  message.name_id = text("/*/saml:NameID");
  message.status = text(kStatusPath);
  message.sub_status = text("/*/samlp:Status/samlp:StatusCode/samlp:StatusCode/@Value");
  if (auto indexes = document->select("/*/samlp:SessionIndex")) {
    for (const xml::Node& index : *indexes) message.session_indexes.push_back(index.text());
  }
  return message;
}

std::string judge_enveloped(const std::string& xml, const std::vector<crypto::Key>& keys) {
  auto document = xml::Document::parse(xml, kLargestMessage);
  if (!document) return document.error().message;
  const auto signatures = document->select("/*/ds:Signature");
  if (!signatures || signatures->empty()) return "none";
  if (keys.empty()) return "the service provider's metadata has no signing key";
  std::string reason;
  for (const crypto::Key& key : keys) {
    auto part = xml::verify(*document, signatures->front(), key, xml::Policy{.allow_sha1 = true});
    if (part && part->id == document->root().attribute("ID")) return "valid";
    reason = part ? "the signature covers another element" : part.error().message;
  }
  return reason;
}

/// The raw "name=value" of the query, as it came; empty where there is none.
std::string raw_pair(std::string_view query, std::string_view name) {
  for (const std::string& pair : split(query, '&')) {
    if (pair.starts_with(std::string(name) + "=")) return pair;
  }
  return {};
}

std::string judge_query(std::string_view query, const std::string& parameter,
                        const std::vector<crypto::Key>& keys) {
  const http::Parameters values = http::decode_form(query);
  const auto algorithm = http::find(values, "SigAlg"), signature = http::find(values, "Signature");
  if (!algorithm && !signature) return "none";
  if (!algorithm || !signature) return "SigAlg and Signature go together";
  if (keys.empty()) return "the service provider's metadata has no signing key";
  const auto bytes = base64_decode(*signature);
  if (!bytes) return "Signature: " + bytes.error().message;
  std::string octets;
  for (const std::string& name : {parameter, std::string("RelayState"), std::string("SigAlg")}) {
    const std::string pair = raw_pair(query, name);
    if (!pair.empty()) octets += (octets.empty() ? "" : "&") + pair;
  }
  for (const crypto::Key& key : keys) {
    const auto verified = crypto::verify(key, *algorithm, octets, *bytes);
    if (verified && *verified) return "valid";
  }
  return "the signature over the query verifies with no key of the metadata";
}

}  // namespace

Result<SpMessage> read_redirect(std::string_view url, const std::vector<crypto::Key>& keys) {
  const std::size_t mark = url.find('?');
  const std::string_view query = mark == std::string_view::npos ? std::string_view() : url.substr(mark + 1);
  const http::Parameters values = http::decode_form(query);
  const std::string parameter = http::find(values, "SAMLResponse") ? "SAMLResponse" : "SAMLRequest";
  const auto encoded = http::find(values, parameter);
  if (!encoded) return invalid("the URL has neither SAMLRequest nor SAMLResponse");
  auto deflated = base64_decode(*encoded);
  if (!deflated) return invalid(parameter + ": " + deflated.error().message);
  auto xml = inflate_raw(*deflated, kLargestMessage);
  if (!xml) return invalid(parameter + ": " + xml.error().message);
  auto message = read_xml(*xml);
  if (!message) return message.error();
  message->binding = "Redirect";
  message->relay_state = http::find(values, "RelayState").value_or("");
  message->signature = judge_query(query, parameter, keys);
  return message;
}

Result<SpMessage> read_post(std::string_view form, const std::vector<crypto::Key>& keys) {
  const http::Parameters values = http::decode_form(form);
  const std::string parameter = http::find(values, "SAMLResponse") ? "SAMLResponse" : "SAMLRequest";
  const auto encoded = http::find(values, parameter);
  if (!encoded) return invalid("the form has neither SAMLRequest nor SAMLResponse");
  auto xml = base64_decode(*encoded);
  if (!xml) return invalid(parameter + ": " + xml.error().message);
  auto message = read_xml(*xml);
  if (!message) return message.error();
  message->binding = "POST";
  message->relay_state = http::find(values, "RelayState").value_or("");
  message->signature = judge_enveloped(*xml, keys);
  return message;
}

}  // namespace idproctor::mock_idp
