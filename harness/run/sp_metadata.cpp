#include "harness/run/sp_metadata.hpp"

#include "foundation/core/text.hpp"
#include "foundation/xml/document.hpp"

namespace idproctor::run {

namespace {

constexpr std::string_view kPostEndpoints =
    "//md:SPSSODescriptor/"
    "md:AssertionConsumerService[@Binding='urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST']";

constexpr std::string_view kEncryptionCertificates[] = {
    "//md:SPSSODescriptor/md:KeyDescriptor[@use='encryption']//ds:X509Certificate",
    "//md:SPSSODescriptor/md:KeyDescriptor[not(@use)]//ds:X509Certificate"};

/// A certificate that cannot be read, or that nobody can encrypt to, is as good as none.
std::optional<crypto::Certificate> find_encryption_certificate(const xml::Document& document) {
  for (const std::string_view xpath : kEncryptionCertificates) {
    const auto texts = document.select(xpath);
    if (!texts) continue;
    for (const xml::Node& text : *texts) {
      auto certificate = crypto::Certificate::from_base64_der(text.text());
      if (certificate && certificate->public_key().type() == "RSA") return *certificate;
    }
  }
  return std::nullopt;
}

bool looks_like_html(std::string_view text) {
  const std::string start = to_lower(trim(text.substr(0, 200)));
  return start.starts_with("<!doctype html") || start.starts_with("<html");
}

LogoutEndpoint logout_endpoint(const xml::Document& document, const std::string& binding) {
  const auto services = document.select(
      "//md:SPSSODescriptor/md:SingleLogoutService[@Binding='urn:oasis:names:tc:SAML:2.0:bindings:" +
      binding + "']");
  if (!services || services->empty()) return {};
  return {services->front().attribute("Location"), services->front().attribute("ResponseLocation")};
}

/// A certificate that cannot be read is left out: nothing that it signed will verify.
std::vector<crypto::Key> signing_keys_of(const xml::Document& document) {
  std::vector<crypto::Key> keys;
  const auto certificates = document.select(
      "//md:SPSSODescriptor/md:KeyDescriptor[not(@use) or @use='signing']//ds:X509Certificate");
  if (!certificates) return keys;
  for (const xml::Node& text : *certificates) {
    if (auto certificate = crypto::Certificate::from_base64_der(text.text()))
      keys.push_back(certificate->public_key());
  }
  return keys;
}

}  // namespace

Result<SpMetadata> parse_sp_metadata(std::string_view xml) {
  if (looks_like_html(xml)) return invalid("metadata was expected, and an HTML page came (a login page?)");
  auto document = xml::Document::parse(xml);
  if (!document) return invalid("metadata was expected: " + document.error().message);
  const auto descriptors = document->select("//md:EntityDescriptor[md:SPSSODescriptor]");
  if (!descriptors) return descriptors.error();
  if (descriptors->empty()) {
    return invalid("metadata of a service provider was expected, and a '" + document->root().name() +
                   "' came");
  }
  const auto endpoints = document->select(kPostEndpoints);
  if (!endpoints) return endpoints.error();
  if (endpoints->empty()) return invalid("the metadata has no AssertionConsumerService for HTTP-POST");
  xml::Node chosen = endpoints->front();
  for (const xml::Node& endpoint : *endpoints) {
    if (endpoint.attribute("isDefault") == "true" || endpoint.attribute("isDefault") == "1")
      chosen = endpoint;
  }
  std::string other;
  for (const xml::Node& endpoint : *endpoints) {
    const bool is_other = endpoint.attribute("Location") != chosen.attribute("Location");
    if (other.empty() && is_other && endpoint.parent() == chosen.parent())
      other = endpoint.attribute("Location");
  }
  const std::string wants = chosen.parent().attribute("WantAssertionsSigned");
  return SpMetadata{descriptors->front().attribute("entityID"),
                    chosen.attribute("Location"),
                    find_encryption_certificate(*document),
                    logout_endpoint(*document, "HTTP-POST"),
                    logout_endpoint(*document, "HTTP-Redirect"),
                    signing_keys_of(*document),
                    {},
                    wants == "true" || wants == "1",
                    other};
}

}  // namespace idproctor::run
