#include "harness/observe/sp_metadata_checks.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>

#include "foundation/core/text.hpp"
#include "foundation/http/url.hpp"
#include "foundation/xml/document.hpp"

namespace idproctor::observe {

namespace {

constexpr std::string_view kSaml2Protocol = "urn:oasis:names:tc:SAML:2.0:protocol";

Inspection good(std::string reason) {
  return {Inspection::Kind::holds, std::move(reason)};
}
Inspection bad(std::string reason) {
  return {Inspection::Kind::fails, std::move(reason)};
}

using Nodes = std::vector<xml::Node>;

Nodes all(const xml::Document& document, const std::string& xpath) {
  auto nodes = document.select(xpath);
  return nodes ? std::move(*nodes) : Nodes();
}

std::string quoted_value(const std::string& text) {
  return "\"" + printable(text, 200) + "\"";
}

const std::string kRole = "//md:SPSSODescriptor";

/// Where each element stands in the schema's sequence (SAML metadata 2.4.2 to 2.4.4).
int rank(const std::string& name) {
  static const std::vector<std::string> order{"Signature",
                                              "Extensions",
                                              "KeyDescriptor",
                                              "Organization",
                                              "ContactPerson",
                                              "ArtifactResolutionService",
                                              "SingleLogoutService",
                                              "ManageNameIDService",
                                              "NameIDFormat",
                                              "AssertionConsumerService",
                                              "AttributeConsumingService"};
  const auto found = std::ranges::find(order, name);
  return found == order.end() ? -1 : static_cast<int>(found - order.begin());
}

Inspection check_role(const xml::Node& role) {
  const auto protocols = split(role.attribute("protocolSupportEnumeration"), ' ');
  if (std::ranges::find(protocols, kSaml2Protocol) == protocols.end()) {
    return bad("protocolSupportEnumeration does not name SAML 2.0");
  }
  int last = 0;
  for (const xml::Node& child : role.children()) {
    const int place = rank(child.name());
    if (place < 0) return bad("the SPSSODescriptor has a " + quoted_value(child.name()));
    if (place < last) return bad(child.name() + " stands behind what the schema has after it");
    last = place;
  }
  return good("it has the schema's shape");
}

Inspection check_shape(const xml::Document& document, Time) {
  const Nodes roles = all(document, "//md:EntityDescriptor/md:SPSSODescriptor");
  if (roles.empty()) return bad("there is no EntityDescriptor with an SPSSODescriptor");
  for (const xml::Node& role : roles) {
    if (auto checked = check_role(role); checked.kind == Inspection::Kind::fails) return checked;
  }
  const Nodes services = all(document, kRole + "/md:AssertionConsumerService");
  if (services.empty()) return bad("there is no AssertionConsumerService");
  std::set<std::string> indexes;
  for (const xml::Node& service : services) {
    const std::string index = service.attribute("index");
    if (service.attribute("Binding").empty() || service.attribute("Location").empty()) {
      return bad("an AssertionConsumerService lacks Binding or Location");
    }
    if (index.empty() || index.find_first_not_of("0123456789") != std::string::npos) {
      return bad("an AssertionConsumerService has the index " + quoted_value(index));
    }
    if (!indexes.insert(index).second) return bad("two AssertionConsumerServices have the index " + index);
  }
  return good("it has the schema's shape");
}

Inspection check_acs_https(const xml::Document& document, Time) {
  for (const xml::Node& service : all(document, kRole + "/md:AssertionConsumerService")) {
    const std::string location = service.attribute("Location");
    const auto url = http::parse_url(location);
    if (!url)
      return bad("the AssertionConsumerService " + quoted_value(location) + " is no http or https URL");
    if (url->scheme != "https" && !url->is_loopback()) {
      return bad("the AssertionConsumerService " + quoted_value(location) + " takes assertions without TLS");
    }
  }
  return good("assertions come by https, or on this machine");
}

Inspection check_keys_named(const xml::Document& document, Time) {
  for (const xml::Node& descriptor : all(document, kRole + "/md:KeyDescriptor")) {
    const std::string use = descriptor.attribute("use");
    if (descriptor.has_attribute("use") && use != "signing" && use != "encryption") {
      return bad("KeyDescriptor/@use is " + quoted_value(use) + ", neither signing nor encryption");
    }
  }
  for (const xml::Node& text : all(document, kRole + "/md:KeyDescriptor//ds:X509Certificate")) {
    if (auto certificate = crypto::Certificate::from_base64_der(text.text()); !certificate) {
      return bad("a certificate cannot be read: " + certificate.error().message);
    }
  }
  const bool promises =
      !all(document, kRole + "[@AuthnRequestsSigned='true' or @AuthnRequestsSigned='1']").empty();
  const bool has_key = !all(document, kRole + "/md:KeyDescriptor[not(@use) or @use='signing']").empty();
  if (promises && !has_key) return bad("it says that requests are signed and names no key for signing");
  return good("every KeyDescriptor says what it is for, and can be read");
}

Inspection check_valid(const xml::Document& document, Time now) {
  for (const xml::Node& holder : all(document, "//*[@validUntil]")) {
    const std::string text = holder.attribute("validUntil");
    const auto until = parse_time(text);
    if (!until) return bad("validUntil is " + quoted_value(text));
    if (*until <= now) return bad("it was valid until " + text);
  }
  return good("its validity has not passed");
}

Inspection check_signed_assertions(const xml::Document& document, Time) {
  for (const xml::Node& role : all(document, kRole)) {
    const std::string wants = role.attribute("WantAssertionsSigned");
    constexpr std::array kBooleans{"true", "false", "1", "0"};
    const bool is_boolean = std::ranges::find(kBooleans, wants) != kBooleans.end();
    if (role.has_attribute("WantAssertionsSigned") && !is_boolean) {
      return bad("WantAssertionsSigned is " + quoted_value(wants) + ", neither true nor false");
    }
  }
  return good("WantAssertionsSigned is true or false, or left out, which means false");
}

Inspection check_entity_id(const xml::Document& document, Time) {
  for (const xml::Node& entity : all(document, "//md:EntityDescriptor[md:SPSSODescriptor]")) {
    const std::string id = entity.attribute("entityID");
    if (id.empty()) return bad("there is no entityID");
    if (id.size() > 1024)
      return bad("the entityID has " + std::to_string(id.size()) + " characters, more than 1024");
    if (id.find_first_of(" \t\r\n") != std::string::npos)
      return bad("the entityID " + quoted_value(id) + " is no URI");
  }
  return good("the entityID is one");
}

using MetadataCheck = std::function<Inspection(const xml::Document&, Time)>;

const std::map<std::string, MetadataCheck>& metadata_checks() {
  static const std::map<std::string, MetadataCheck> checks{
      {"shape", check_shape},         {"acs-https", check_acs_https},
      {"keys", check_keys_named},     {"validity", check_valid},
      {"entity-id", check_entity_id}, {"want-assertions-signed", check_signed_assertions}};
  return checks;
}

}  // namespace

Inspection inspect_sp_metadata(const std::string& check, const std::string& metadata, Time now) {
  const auto found = metadata_checks().find(check);
  if (found == metadata_checks().end())
    throw std::logic_error("there is no check of metadata '" + check + "'");
  if (metadata.empty())
    return {Inspection::Kind::not_asked, "the target file names no metadata of the service provider"};
  const auto document = xml::Document::parse(metadata);
  if (!document) return bad("it is not XML as SAML takes it: " + document.error().message);
  return found->second(*document, now);
}

}  // namespace idproctor::observe
