#include "harness/observe/sp_request.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <stdexcept>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "foundation/xml/document.hpp"
#include "harness/observe/authn_request_shape.hpp"
#include "mock_idp/authn_request.hpp"
#include "mock_idp/sp_message.hpp"

namespace idproctor::observe {

namespace {

using Request = mock_idp::SpMessage;

Inspection holds(std::string reason) {
  return {Inspection::Kind::holds, std::move(reason)};
}
Inspection fails(std::string reason) {
  return {Inspection::Kind::fails, std::move(reason)};
}
Inspection not_asked(std::string reason) {
  return {Inspection::Kind::not_asked, std::move(reason)};
}

/// What requests are compared with, and the service provider's metadata as a tree.
struct Comparison {
  const RequestContext& context;
  Result<xml::Document> metadata;
};

std::string shown(const std::string& text) {
  return text.empty() ? "missing" : "\"" + printable(text, 200) + "\"";
}

/// How many bits a character can carry, judged by the kind of characters that stand at its place.
double bits_of(const std::set<char>& seen) {
  const auto all = [&](std::string_view alphabet) {
    return std::ranges::all_of(seen, [&](char c) { return alphabet.find(c) != alphabet.npos; });
  };
  if (seen.size() < 2) return 0;
  if (all("0123456789")) return 3.3;
  if (all("0123456789abcdef") || all("0123456789ABCDEF")) return 4;
  if (all("0123456789abcdefghijklmnopqrstuvwxyz") || all("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")) return 5;
  return 6;
}

/// A rough measure: the places at which the IDs differ, times what a character there can carry. A hexadecimal
/// place that has shown digits alone counts as one of digits, so a few samples are not enough.
double random_bits(const std::vector<std::string>& ids) {
  std::set<char> whole;
  for (const std::string& id : ids) whole.insert(id.begin(), id.end());
  double bits = 0;
  for (std::size_t place = 0; place < ids.front().size(); ++place) {
    std::set<char> seen;
    for (const std::string& id : ids) seen.insert(place < id.size() ? id[place] : '\0');
    bits += bits_of(seen);
  }
  return bits;
}

// A random UUID has 122 bits. The measure is too coarse to tell them from the 128 that SAML asks for.
constexpr double kEnoughBits = 115;
constexpr std::size_t kEnoughRequests = 8;

Inspection check_unpredictable(const std::vector<Request>& requests) {
  std::vector<std::string> ids;
  ids.reserve(requests.size());
  for (const Request& request : requests) ids.push_back(request.id);
  if (ids.size() < kEnoughRequests) return not_asked("too few AuthnRequests came to judge their IDs");
  const int bits = static_cast<int>(random_bits(ids));
  const std::string measured =
      std::to_string(ids.size()) + " IDs differ by about " + std::to_string(bits) + " bits";
  if (bits >= kEnoughBits) return holds(measured);
  return fails(measured + ", SAML asks for 128; two of them are " + shown(ids[ids.size() - 2]) + " and " +
               shown(ids.back()));
}

Inspection check_unique(const std::vector<Request>& requests) {
  std::set<std::string> ids;
  for (const Request& request : requests) {
    if (!ids.insert(request.id).second) return fails("the ID " + shown(request.id) + " came twice");
  }
  return holds(std::to_string(ids.size()) + " AuthnRequests, no ID twice");
}

using OneCheck = std::function<Inspection(const Request&, const SeenRequest&, const Comparison&)>;

Inspection check_encoding(const Request& request, const SeenRequest& seen, const Comparison&) {
  const bool is_redirect = seen.form().empty();
  const std::string fields = is_redirect ? seen.url().substr(seen.url().find('?') + 1) : seen.form();
  const auto encoded = http::find(http::decode_form(fields), "SAMLRequest").value_or("");
  if (is_redirect && encoded.find_first_of(" \t\r\n") != std::string::npos) {
    return fails("the base64 of SAMLRequest has line breaks or spaces in it");
  }
  const auto parsed = mock_idp::parse_authn_request(request.xml);
  return parsed ? holds("it decodes to an AuthnRequest without a DOCTYPE") : fails(parsed.error().message);
}

/// A check that looks at the tree alone.
using TreeCheck = Inspection (*)(const xml::Document&, const Comparison&);

OneCheck of_tree(TreeCheck check) {
  return [check](const Request& request, const SeenRequest&, const Comparison& with) {
    const auto document = xml::Document::parse(request.xml);
    return document ? check(*document, with) : fails(document.error().message);
  };
}

Inspection check_schema_shape(const xml::Document& document, const Comparison&) {
  const auto checked = check_authn_request_shape(document);
  return checked ? holds("it has the schema's shape") : fails(checked.error().message);
}

Inspection check_instant(const Request& request, const SeenRequest& seen, const Comparison&) {
  const auto at = parse_time(request.issue_instant);
  if (!request.issue_instant.ends_with('Z') || !at) {
    return fails("IssueInstant is " + shown(request.issue_instant) + ", and a time in UTC was expected");
  }
  const auto off = std::chrono::abs(std::chrono::duration_cast<std::chrono::seconds>(*at - seen.at()));
  if (off <= std::chrono::minutes(5)) return holds("IssueInstant is the time at which it came");
  return fails("IssueInstant is " + shown(request.issue_instant) + ", " + std::to_string(off.count()) +
               " seconds from when it came");
}

Inspection check_destination(const Request& request, const SeenRequest&, const Comparison& with) {
  if (request.destination == with.context.sso_url) return holds("Destination is where it was sent");
  if (request.destination.empty() && request.signature == "none")
    return not_asked("it is not signed and has no Destination");
  return fails("Destination is " + shown(request.destination) + ", and it was sent to " +
               with.context.sso_url);
}

Inspection check_issuer(const Request& request, const SeenRequest&, const Comparison& with) {
  const std::string& entity_id = with.context.sp_entity_id;
  if (request.issuer == entity_id) return holds("Issuer is the service provider's entity ID");
  return fails("Issuer is " + shown(request.issuer) + ", the entity ID is " + entity_id);
}

Inspection check_acs(const xml::Document& document, const Comparison& with) {
  const std::string url = document.root().attribute("AssertionConsumerServiceURL");
  const std::string index = document.root().attribute("AssertionConsumerServiceIndex");
  for (const char* other : {"AssertionConsumerServiceURL", "ProtocolBinding"}) {
    if (!index.empty() && document.root().has_attribute(other)) {
      return fails("it has both AssertionConsumerServiceIndex and " + std::string(other));
    }
  }
  if (url.empty() && index.empty()) return holds("it leaves the place for the answer to the metadata");
  if (!with.metadata) return not_asked("there is no metadata to compare with");
  const auto services = with.metadata->select("//md:SPSSODescriptor/md:AssertionConsumerService");
  if (!services) return not_asked("the metadata has no AssertionConsumerService");
  for (const xml::Node& service : *services) {
    if (!url.empty() && service.attribute("Location") == url)
      return holds("its answer goes to a place in the metadata");
    if (!index.empty() && service.attribute("index") == index)
      return holds("its index stands in the metadata");
  }
  return fails("it wants the answer at " + shown(url.empty() ? "index " + index : url) +
               ", which is not in the metadata");
}

Inspection check_signature(const Request& request, const SeenRequest&, const Comparison& with) {
  const auto wish = with.metadata
                        ? with.metadata->evaluate("string(//md:SPSSODescriptor/@AuthnRequestsSigned)")
                        : Result<std::string>(std::string());
  const bool promised = wish && (*wish == "true" || *wish == "1");
  if (request.signature == "valid") return holds("its signature verifies with the key in the metadata");
  if (request.signature == "none" && !promised)
    return not_asked("the metadata does not say that requests are signed");
  return fails(request.signature == "none" ? "the metadata says that requests are signed, and it is not"
                                           : "its signature does not verify: " + request.signature);
}

Inspection check_passive(const xml::Document& document, const Comparison&) {
  const auto yes = [&](const char* name) {
    const std::string text = document.root().attribute(name);
    return text == "true" || text == "1";
  };
  if (yes("ForceAuthn") && yes("IsPassive")) {
    return fails("ForceAuthn and IsPassive together ask for a new login that nobody may see");
  }
  return holds("ForceAuthn and IsPassive do not exclude each other");
}

Inspection check_provider_rules(const xml::Document& document, const Comparison& with) {
  const mock_idp::Dialect* provider = with.context.provider;
  if (provider == nullptr || provider->refused_requests.empty()) {
    return not_asked("no AuthnRequest is known that this provider refuses");
  }
  for (const auto& refused : provider->refused_requests) {
    const auto found = document.select(refused.with, document.root());
    if (!found) return fails(found.error().message);
    if (!found->empty()) return fails(refused.because);
  }
  return holds("it has nothing that " + provider->title + " is known to refuse");
}

Inspection check_relay_state(const Request& request, const SeenRequest&, const Comparison&) {
  if (request.relay_state.size() <= 80) return holds("RelayState has 80 bytes at the most");
  return fails("RelayState has " + std::to_string(request.relay_state.size()) + " bytes, more than 80");
}

const std::map<std::string, OneCheck>& one_by_one() {
  static const std::map<std::string, OneCheck> checks{{"encoding", check_encoding},
                                                      {"shape", of_tree(check_schema_shape)},
                                                      {"issue-instant", check_instant},
                                                      {"destination", check_destination},
                                                      {"issuer", check_issuer},
                                                      {"acs", of_tree(check_acs)},
                                                      {"signature", check_signature},
                                                      {"passive", of_tree(check_passive)},
                                                      {"provider-rules", of_tree(check_provider_rules)},
                                                      {"relay-state", check_relay_state}};
  return checks;
}

}  // namespace

const Result<mock_idp::SpMessage>& SeenRequest::message() const {
  if (!message_) message_ = read({});
  return *message_;
}

Result<mock_idp::SpMessage> SeenRequest::read(const std::vector<crypto::Key>& keys) const {
  return form_.empty() ? mock_idp::read_redirect(url_, keys) : mock_idp::read_post(form_, keys);
}

Inspection inspect_authn_requests(const std::string& check, const RequestContext& context) {
  std::vector<Request> requests;
  for (const SeenRequest& seen : *context.seen) {
    // Verifying costs more than all the rest.
    const auto request = check == "signature" ? seen.read(context.sp_keys) : seen.message();
    if (!request) return fails("an AuthnRequest cannot be read: " + request.error().message);
    requests.push_back(*request);
  }
  if (requests.empty()) return not_asked("no AuthnRequest came");
  if (check == "id-unique") return check_unique(requests);
  if (check == "id-unpredictable") return check_unpredictable(requests);
  const auto found = one_by_one().find(check);
  if (found == one_by_one().end())
    throw std::logic_error("there is no check of AuthnRequests '" + check + "'");
  const Comparison with{context, xml::Document::parse(context.sp_metadata)};
  Inspection last;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    last = found->second(requests[i], (*context.seen)[i], with);
    if (last.kind == Inspection::Kind::fails) return last;
  }
  return last;
}

}  // namespace idproctor::observe
