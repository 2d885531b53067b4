#include "mock_idp/known_sp.hpp"

#include "foundation/xml/document.hpp"

namespace idproctor::mock_idp {

namespace {

std::string place_for_answers(const xml::Document& document, const std::string& binding) {
  const auto services = document.select(
      "//md:SPSSODescriptor/md:SingleLogoutService[@Binding='urn:oasis:names:tc:SAML:2.0:bindings:" +
      binding + "']");
  if (!services || services->empty()) return {};
  const xml::Node service = services->front();
  return service.attribute(service.has_attribute("ResponseLocation") ? "ResponseLocation" : "Location");
}

}  // namespace

Result<KnownSp> read_known_sp(std::string_view metadata) {
  auto document = xml::Document::parse(metadata);
  if (!document) return document.error();
  const auto entities = document->select("//md:EntityDescriptor[md:SPSSODescriptor]");
  if (!entities) return entities.error();
  if (entities->empty()) return invalid("this is no metadata of a service provider");
  KnownSp sp;
  sp.entity_id = entities->front().attribute("entityID");
  sp.slo_answers = place_for_answers(*document, "HTTP-POST");
  sp.slo_redirect_answers = place_for_answers(*document, "HTTP-Redirect");
  const auto certificates = document->select(
      "//md:SPSSODescriptor/md:KeyDescriptor[not(@use) or @use='signing']//ds:X509Certificate");
  if (!certificates) return certificates.error();
  for (const xml::Node& text : *certificates) {
    auto certificate = crypto::Certificate::from_base64_der(text.text());
    if (!certificate) return certificate.error();
    sp.signing_keys.push_back(certificate->public_key());
  }
  return sp;
}

}  // namespace idproctor::mock_idp
