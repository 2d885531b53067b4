#pragma once

#include <map>
#include <string>

#include "foundation/http/form.hpp"
#include "tests/reference_sp/broker/chain.hpp"
#include "tests/reference_sp/saml/support.hpp"

namespace idproctor::reference::testing {

/// A browser in front of the whole integration, with an identity provider that signs what it is asked to.
class ChainBrowser {
 public:
  explicit ChainBrowser(Chain& chain) : chain_(chain) {}

  http::Response send(http::Request request) {
    std::string header;
    for (const auto& [name, value] : cookies) header += (header.empty() ? "" : "; ") + name + "=" + value;
    if (!header.empty()) request.headers.set("Cookie", header);
    auto response = chain_.integration->handle(request);
    for (const std::string& field : response.headers.all("Set-Cookie")) {
      const std::string pair = field.substr(0, field.find(';'));
      const auto equals = pair.find('=');
      cookies[pair.substr(0, equals)] = pair.substr(equals + 1);
    }
    return response;
  }
  http::Response get(const std::string& url) { return send(http::Request("GET", url)); }
  /// Follows a redirect that stays here.
  http::Response follow(const http::Response& response) {
    const std::string location = response.headers.get("Location"), base = chain_url;
    return get(location.starts_with(base) ? location.substr(base.size()) : location);
  }

  /// From the application to the identity provider; the ID of the AuthnRequest there.
  std::string begin(const std::string& url = "/app/login") {
    auto response = get(url);
    if (url.starts_with("/app/")) response = follow(response);
    return authn_request_of(response).root().attribute("ID");
  }
  /// What the identity provider answers, posted to the assertion consumer service.
  http::Response answer(const Sent& sent) {
    Scene idp;
    idp.clock.advance(chain_.clock.now() - idp.clock.now());
    http::Request post("POST", "/saml/acs");
    post.headers.set("Content-Type", "application/x-www-form-urlencoded");
    post.body = http::encode_form({{"SAMLResponse", encoded(idp.message(sent))}});
    return send(post);
  }
  /// A whole login at the application; the last answer.
  http::Response log_in(const std::string& user) {
    const std::string request = begin();
    return follow(answer({.user = user, .in_response_to = request}));
  }
  /// Who is logged in to the application; empty: nobody.
  std::string who() {
    const auto answer = get("/app/whoami");
    return answer.status == 200 ? must(parse_json(answer.body))["email"].get<std::string>() : "";
  }

  std::map<std::string, std::string> cookies;

 private:
  Chain& chain_;
};

/// A parameter of a redirect's URL, or empty.
inline std::string parameter_of(const http::Response& redirect, const std::string& name) {
  return http::find(http::query_of(redirect.headers.get("Location")), name).value_or("");
}

}  // namespace idproctor::reference::testing
