#include "reference_sp/saml/logout_request.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "reference_sp/saml/authn_request.hpp"
#include "reference_sp/saml/decryption.hpp"
#include "reference_sp/saml/elements.hpp"

namespace idproctor::reference {
namespace {

/// How long a request without NotOnOrAfter is taken for fresh.
constexpr auto longest_freshness = std::chrono::minutes(10);

std::string protocol_head(const char* name, const ServiceProvider& service, const std::string& destination,
                          const std::string& id, const std::string& more, Time now) {
  return std::string("<samlp:") + name +
         R"( xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID=")" +
         id + R"(" Version="2.0" IssueInstant=")" + format_time(now) + R"(" Destination=")" +
         escape_markup(destination) + "\"" + more + "><saml:Issuer>" + escape_markup(service.entity_id) +
         "</saml:Issuer>";
}

Result<Time> last_moment_of(xml::Node root) {
  if (root.has_attribute("NotOnOrAfter")) {
    return read_instant(root.attribute("NotOnOrAfter"), "LogoutRequest/@NotOnOrAfter");
  }
  auto issued = read_instant(root.attribute("IssueInstant"), "LogoutRequest/@IssueInstant");
  if (!issued) return issued.error();
  return *issued + longest_freshness;
}

/// The subject's NameID, in the clear or as an EncryptedID (SAML core 3.7.1).
Result<std::string> name_in(xml::Node root, const Expected& expected) {
  const auto encrypted = children(root, saml_namespace, "EncryptedID");
  const auto plain = children(root, saml_namespace, "NameID");
  if (plain.size() + encrypted.size() != 1) return invalid("expected one NameID or EncryptedID");
  if (!plain.empty()) return plain.front().text();
  auto opened = decrypt_element(encrypted.front(), "NameID", expected.decryption, expected.checks);
  if (!opened) return opened.error();
  return opened->element.text();
}

}  // namespace

Result<LogoutRequest> read_logout_request(xml::Node root, const Expected& expected, UsedAssertions& used) {
  auto end = last_moment_of(root);
  if (!end) return end.error();
  const Time gone = *end + expected.tolerance;
  if (expected.now >= gone && expected.checks.on("logout-expiry")) {
    return invalid("NotOnOrAfter: the LogoutRequest was good until " + format_time(*end) + ", it is " +
                   format_time(expected.now));
  }
  auto name_id = name_in(root, expected);
  if (!name_id) return name_id.error();
  LogoutRequest request{root.attribute("ID"), *name_id, {}};
  if (trim(request.name_id).empty()) return invalid("the LogoutRequest's NameID is empty");
  for (const xml::Node index : children(root, samlp_namespace, "SessionIndex")) {
    request.session_indexes.push_back(index.text());
  }
  if (expected.checks.on("logout-replay")) {
    if (auto fresh = used.use(request.id, gone, expected.now); !fresh) return fresh.error();
  }
  return request;
}

std::size_t end_sessions(Sessions& sessions, const LogoutRequest& request, const std::string& browser_session,
                         const Checks& checks) {
  if (checks.off("logout-name-id")) return sessions.end(browser_session);
  std::vector<std::string> indexes = request.session_indexes;
  if (checks.off("logout-session-index")) indexes.clear();
  if (checks.off("logout-every-index") && indexes.size() > 1) indexes.resize(1);
  return sessions.end_where([&](const std::string& id, const Session& session) {
    if (session.name_id != request.name_id) return false;
    if (request.session_indexes.empty() && checks.off("logout-all-sessions")) return id == browser_session;
    return indexes.empty() || std::ranges::find(indexes, session.session_index) != indexes.end();
  });
}

std::string logout_request(const ServiceProvider& service, const std::string& destination,
                           const Session& session, const std::string& id, Time now) {
  const std::string end = " NotOnOrAfter=\"" + format_time(now + std::chrono::minutes(5)) + "\"";
  std::string xml = protocol_head("LogoutRequest", service, destination, id, end, now) + session.name_id_xml;
  if (!session.session_index.empty()) {
    xml += "<samlp:SessionIndex>" + escape_markup(session.session_index) + "</samlp:SessionIndex>";
  }
  return xml + "</samlp:LogoutRequest>";
}

std::string logout_response(const ServiceProvider& service, const std::string& destination,
                            const std::string& request_id, bool somebody, Time now) {
  const std::string answers = " InResponseTo=\"" + escape_markup(request_id) + "\"";
  const std::string status =
      somebody
          ? R"(<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/>)"
          : R"(<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Requester">)"
            R"(<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:UnknownPrincipal"/></samlp:StatusCode>)";
  return protocol_head("LogoutResponse", service, destination, unguessable_id(), answers, now) +
         "<samlp:Status>" + status + "</samlp:Status></samlp:LogoutResponse>";
}

}  // namespace idproctor::reference
