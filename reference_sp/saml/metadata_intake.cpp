#include "reference_sp/saml/metadata_intake.hpp"

#include "foundation/core/json.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/url.hpp"
#include "reference_sp/saml/login_broker.hpp"
#include "reference_sp/saml/pages.hpp"

namespace idproctor::reference {

namespace {

constexpr std::string_view idp_metadata_kind = "idp_metadata";

/// The address in {"url": …}; empty where the body is something else.
std::string url_of(const http::Request& request) {
  const auto body = parse_json(request.body);
  const Json* url = body ? find(*body, "/url") : nullptr;
  return url && url->is_string() ? url->get<std::string>() : "";
}

}  // namespace

MetadataIntake::MetadataIntake(const SamlConfig& config, IdpMetadata& idp, const Checks& checks,
                               const Clock& clock, Records& records)
    : config_(config),
      idp_(idp),
      checks_(checks),
      clock_(clock),
      records_(records),
      pinned_(idp.signing_certificates.front()) {}

/// An admin's answer to "may it sign its metadata?": yes, by the first key of those that were pasted.
MetadataPolicy MetadataIntake::policy() const {
  MetadataPolicy policy{checks_, clock_.now(), idp_.entity_id};
  if (config_.signed_metadata) policy.signer = pinned_.public_key();
  return policy;
}

void MetadataIntake::remember() {
  records_.all(idp_metadata_kind, [&](const std::string&, const Json& kept) {
    if (kept.is_null()) return forget();
    auto read = read_idp_metadata(kept.get<std::string>(), {checks_, clock_.now(), idp_.entity_id});
    if (!read) return;  // it has expired meanwhile
    if (read->redirect_location.empty()) read->redirect_location = idp_.redirect_location;
    idp_ = std::move(*read);
  });
}

http::Response MetadataIntake::handle(const http::Request& request) {
  if (config_.admin_token.empty() ||
      request.headers.get("Authorization") != "Bearer " + config_.admin_token) {
    return json_answer(401, Json{{"error", "this is for the administrator"}});
  }
  *last_fetch_ += 1;
  if (request.method == "DELETE") {
    if (checks_.on("metadata-removed")) {
      forget();
      records_.put(idp_metadata_kind, "first", Json());
      note_missing("Nobody gave it the identity provider's metadata.");
    }
    http::Response response;
    response.status = 204;
    return response;
  }
  if (request.method != "PUT") return method_not_allowed("PUT, DELETE");
  if (const std::string url = url_of(request); !url.empty()) return fetch(url);
  auto taken = take(request.body);
  if (!taken) {
    if (checks_.off("metadata-keeps-old")) {
      idp_.signing_keys.clear();
      idp_.signing_certificates.clear();
    }
    note_missing(describe(taken.error()));
    return json_answer(400, Json{{"error", describe(taken.error())}});
  }
  return json_answer(200, Json{{"entity_id", idp_.entity_id}, {"keys", idp_.signing_keys.size()}});
}

Result<> MetadataIntake::take(const std::string& xml) {
  auto read = read_idp_metadata(xml, policy());
  if (!read) return read.error();
  if (read->redirect_location.empty()) read->redirect_location = idp_.redirect_location;
  if (checks_.off("old-keys")) {
    read->signing_keys.push_back(pinned_.public_key());
    read->signing_certificates.push_back(pinned_);
  }
  idp_ = std::move(*read);
  records_.put(idp_metadata_kind, "first", Json(xml));
  if (config_.broker) config_.broker->metadata_came();
  return {};
}

http::Response MetadataIntake::fetch(const std::string& url) {
  if (!http::parse_url(url))
    return json_answer(400, Json{{"error", "url is an absolute http or https address"}});
  if (!config_.wires.send) return json_answer(501, Json{{"error", "nothing is fetched here"}});
  note_missing("Its metadata URL " + url + " has not answered yet.");
  config_.wires.send(http::Request("GET", url),
                     [this, url, fetch = *last_fetch_,
                      weak = std::weak_ptr<int>(last_fetch_)](const Result<http::Response>& answer) {
                       const auto last = weak.lock();
                       if (last && *last == fetch) fetched(url, answer);
                     });
  return json_answer(202, Json{{"url", url}});
}

void MetadataIntake::fetched(const std::string& url, const Result<http::Response>& answer) {
  const std::string subject = "Its metadata URL " + url;
  if (!answer) {
    note_missing(subject + " cannot be reached: " + describe(answer.error()));
  } else if (answer->status != 200) {
    note_missing(subject + " answered with status " + std::to_string(answer->status) + ".");
  } else if (auto taken = take(answer->body); !taken) {
    note_missing(subject + " answered with something else: " + describe(taken.error()));
  }
  records_.settle();
}

void MetadataIntake::forget() {
  idp_.signing_keys.clear();
  idp_.signing_certificates.clear();
  idp_.redirect_location.clear();
}

void MetadataIntake::note_missing(const std::string& reason) {
  if (config_.broker && idp_.redirect_location.empty())
    config_.broker->metadata_missing(printable(reason, 300));
}

}  // namespace idproctor::reference
