#pragma once

#include <map>
#include <optional>
#include <string>

#include "foundation/http/form.hpp"
#include "foundation/http/message.hpp"
#include "mock_idp/authn_request.hpp"
#include "mock_idp/builder.hpp"
#include "mock_idp/known_sp.hpp"

namespace idproctor::mock_idp {

/// The mock IdP as a server: /PROVIDER/metadata, /PROVIDER/sso where a person picks who to be and is sent
/// back with a correct Response (HTTP-Redirect or HTTP-POST in, HTTP-POST out), and /PROVIDER/slo which
/// answers the LogoutRequests of a service provider whose metadata is known. "/" lists the providers. Pure:
/// no sockets.
class Endpoints {
 public:
  Endpoints(std::map<std::string, Dialect> dialects, std::map<std::string, User> users, KeyRing& keys,
            const Clock& clock, Seed seed, std::string base_url, std::optional<KnownSp> sp = {});

  http::Response handle(const http::Request& request);

 private:
  http::Response index() const;
  http::Response choose_user(const Dialect& dialect, const Result<AuthnRequest>& asked) const;
  http::Response log_out(const Dialect& dialect, const http::Request& request);
  /// The LogoutResponse of a provider that answers by HTTP-Redirect alone.
  http::Response redirect_answer(const Dialect& dialect, const Login& login, const Recipe& recipe,
                                 const std::string& relay_state, Seed seed);
  http::Response answer(const Dialect& dialect, const http::Parameters& form);

  std::map<std::string, Dialect> dialects_;
  std::map<std::string, User> users_;
  KeyRing& keys_;
  const Clock& clock_;
  Seed seed_;
  std::string base_url_;
  std::optional<KnownSp> sp_;
  int answers_ = 0;
};

/// A page whose form posts itself, as IdPs answer the browser (SAML bindings 3.5.4).
std::string post_page(const std::string& url, const std::string& saml_response,
                      const std::string& relay_state);

}  // namespace idproctor::mock_idp
