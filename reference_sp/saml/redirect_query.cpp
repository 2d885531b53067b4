#include "reference_sp/saml/redirect_query.hpp"

#include <algorithm>
#include <array>

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/signature_value.hpp"

namespace idproctor::reference {
namespace {

constexpr std::string_view ecdsa_sha256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
constexpr std::string_view rsa_sha1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";
constexpr std::array<std::string_view, 4> strong_algorithms{
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", ecdsa_sha256};

std::string decoded(const std::string& value) {
  return percent_decode(value, true);
}

/// The mistake of "raw-query": our own way to escape, which need not be the sender's.
std::string as_verified(const std::string& value, const Checks& checks) {
  return checks.on("raw-query") ? value : percent_encode(decoded(value));
}

Result<std::string> algorithm_to_use(const std::string& named, const Checks& checks) {
  if (std::ranges::find(strong_algorithms, named) != strong_algorithms.end()) return named;
  if (checks.off("sig-alg")) return std::string(rsa_sha1);
  return invalid("SigAlg: the signature algorithm is not allowed: " + printable(named, 200));
}

}  // namespace

Result<RedirectQuery> read_redirect_query(std::string_view url) {
  const std::size_t mark = url.find('?');
  RedirectQuery query;
  std::optional<std::string> request, response;
  for (const std::string& pair : split(mark == url.npos ? std::string_view() : url.substr(mark + 1), '&')) {
    const std::size_t equals = pair.find('=');
    const std::string name = pair.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : pair.substr(equals + 1);
    const std::pair<std::string_view, std::optional<std::string>*> known[] = {
        {"SAMLRequest", &request},
        {"SAMLResponse", &response},
        {"RelayState", &query.relay_state},
        {"SigAlg", &query.algorithm},
        {"Signature", &query.signature}};
    for (const auto& [wanted, place] : known) {
      if (name != wanted) continue;
      if (*place) return invalid("the query has several " + name);
      *place = value;
    }
  }
  if (request.has_value() == response.has_value()) {
    return invalid("the query needs either a SAMLRequest or a SAMLResponse");
  }
  query.parameter = request ? "SAMLRequest" : "SAMLResponse";
  query.message = request ? *request : *response;
  return query;
}

Result<> verify_redirect_query(const RedirectQuery& query, const IdpMetadata& idp, const Checks& checks) {
  if (!query.signature) {
    if (checks.off("logout-signature")) return {};
    return invalid("Signature: the query is not signed");
  }
  if (checks.off("query-signature")) return {};
  if (!query.algorithm) return invalid("Signature: the query has a Signature and no SigAlg");
  const std::string named = decoded(*query.algorithm);
  auto algorithm = algorithm_to_use(named, checks);
  if (!algorithm) return algorithm.error();
  auto signature = base64_decode(decoded(*query.signature));
  if (!signature) return invalid("Signature is not base64: " + signature.error().message);
  std::string octets = query.parameter + "=" + as_verified(query.message, checks);
  if (query.relay_state) octets += "&RelayState=" + as_verified(*query.relay_state, checks);
  octets += "&SigAlg=" + as_verified(*query.algorithm, checks);
  for (const crypto::Key& key : idp.signing_keys) {
    auto verified = crypto::verify(key, *algorithm, octets, *signature);
    if (verified && *verified) return {};
  }
  return invalid("Signature: the query's signature does not verify");
}

std::string redirect_url(const std::string& location, const std::string& parameter, const std::string& xml,
                         const std::string& relay_state, const SpKey* key) {
  std::string query = parameter + "=" + percent_encode(base64_encode(deflate_raw(xml)));
  if (!relay_state.empty()) query += "&RelayState=" + percent_encode(relay_state);
  if (key != nullptr) {
    query += "&SigAlg=" + percent_encode(ecdsa_sha256);
    const auto signature = crypto::sign(key->key, ecdsa_sha256, query);
    query += "&Signature=" + percent_encode(base64_encode(signature.value()));
  }
  return location + (location.find('?') == std::string::npos ? "?" : "&") + query;
}

}  // namespace idproctor::reference
