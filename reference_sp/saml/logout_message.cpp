#include "reference_sp/saml/logout_message.hpp"

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "foundation/xml/verify.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/redirect_query.hpp"
#include "reference_sp/saml/signature.hpp"

namespace idproctor::reference {
namespace {

constexpr std::size_t largest_logout_message = 256 << 10;

Result<xml::Document> parse_logout_message(std::string_view xml, std::string_view parameter) {
  auto document = xml::Document::parse(xml, largest_logout_message);
  if (!document)
    return invalid(std::string(parameter) + " is not XML as SAML takes it: " + describe(document.error()));
  const char* name = parameter == "SAMLRequest" ? "LogoutRequest" : "LogoutResponse";
  if (!is(document->root(), samlp_namespace, name)) {
    return invalid(std::string(parameter) + " is no " + name + ": its root is " +
                   printable(document->root().name(), 100));
  }
  return document;
}

Result<LogoutMessage> read_by_redirect(const http::Request& request, const Expected& expected) {
  auto query = read_redirect_query(request.url);
  if (!query) return query.error();
  if (auto verified = verify_redirect_query(*query, expected.idp, expected.checks); !verified)
    return verified.error();
  auto deflated = base64_decode(percent_decode(query->message, true));
  if (!deflated) return invalid(query->parameter + " is not base64: " + deflated.error().message);
  auto xml = inflate_raw(*deflated, largest_logout_message);
  if (!xml) return invalid(query->parameter + " is not deflated: " + xml.error().message);
  auto document = parse_logout_message(*xml, query->parameter);
  if (!document) return document.error();
  return LogoutMessage{std::move(*document), percent_decode(query->relay_state.value_or(""), true)};
}

/// The mistake of "reads-what-was-verified": some signature of the document verifies, whatever it covers.
Result<xml::Document> with_some_signature(xml::Document received, const Expected& expected) {
  auto signatures = received.select("//ds:Signature");
  if (!signatures) return signatures.error();
  Error last = invalid("Signature: the message is not signed");
  for (const xml::Node signature : *signatures) {
    auto part = verify_signature(received, signature, expected.idp, expected.checks);
    if (part) return received;
    last = part.error();
  }
  return last;
}

/// What the root's own signature covers (SAML core 5.4.2).
Result<xml::Document> signed_document(xml::Document received, const Expected& expected) {
  if (const auto problems = xml::id_problems(received); !problems.empty())
    return invalid("IDs: " + problems.front());
  const auto signatures = children(received.root(), ds_namespace, "Signature");
  if (signatures.empty() && expected.checks.off("logout-signature") && !has_signature(received))
    return received;
  if (expected.checks.off("reads-what-was-verified"))
    return with_some_signature(std::move(received), expected);
  if (signatures.size() != 1) return invalid("Signature: the message has no signature of its own");
  auto part = verify_signature(received, signatures.front(), expected.idp, expected.checks);
  if (!part) return invalid("Signature: it does not verify: " + part.error().message);
  if (part->id != received.root().attribute("ID")) return invalid("Signature: it covers another element");
  return xml::Document::parse(part->canonical_xml);
}

Result<LogoutMessage> read_by_post(const http::Request& request, const Expected& expected) {
  const auto form = http::decode_form(request.body);
  const auto asked = http::find(form, "SAMLRequest"), answered = http::find(form, "SAMLResponse");
  if (asked.has_value() == answered.has_value()) {
    return invalid("the form needs either a SAMLRequest or a SAMLResponse");
  }
  const std::string parameter = asked ? "SAMLRequest" : "SAMLResponse";
  auto xml = base64_decode(asked ? *asked : *answered);
  if (!xml) return invalid(parameter + " is not base64: " + xml.error().message);
  auto received = parse_logout_message(*xml, parameter);
  if (!received) return received.error();
  auto document = signed_document(std::move(*received), expected);
  if (!document) return document.error();
  return LogoutMessage{std::move(*document), http::find(form, "RelayState").value_or("")};
}

Result<> check_logout_head(xml::Node root, const Expected& expected) {
  if (root.attribute("Version") != "2.0") return invalid(root.name() + "/@Version is not 2.0");
  if (root.attribute("ID").empty()) return invalid("the " + root.name() + " has no ID");
  if (auto at = read_instant(root.attribute("IssueInstant"), root.name() + "/@IssueInstant"); !at)
    return at.error();
  // A signed message must say where it is to be delivered (SAML bindings 3.4.5.2 and 3.5.5.2).
  if (expected.checks.on("destination") && root.attribute("Destination") != expected.service.slo_url) {
    return invalid("Destination mismatch: the " + root.name() + " is for \"" +
                   printable(root.attribute("Destination"), 500) + "\", this service is " +
                   expected.service.slo_url);
  }
  auto issuer = only_child(root, saml_namespace, "Issuer");
  if (!issuer) return issuer.error();
  if (expected.checks.on("issuer") && issuer->text() != expected.idp.entity_id) {
    return invalid("Issuer mismatch: the " + root.name() + " is from \"" + printable(issuer->text(), 500) +
                   "\", this service trusts " + expected.idp.entity_id);
  }
  return {};
}

}  // namespace

Result<LogoutMessage> read_logout_message(const http::Request& request, const Expected& expected) {
  auto message =
      request.method == "POST" ? read_by_post(request, expected) : read_by_redirect(request, expected);
  if (!message) return message.error();
  if (auto head = check_logout_head(message->document.root(), expected); !head) return head.error();
  return message;
}

}  // namespace idproctor::reference
