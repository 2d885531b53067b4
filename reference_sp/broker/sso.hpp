#pragma once

#include <functional>
#include <string>
#include <vector>

#include "foundation/http/form.hpp"
#include "foundation/http/message.hpp"
#include "reference_sp/broker/api.hpp"
#include "reference_sp/broker/authorizations.hpp"
#include "reference_sp/broker/domains.hpp"
#include "reference_sp/saml/login_broker.hpp"

namespace idproctor::reference::broker {

/// An application at the broker.
struct Client {
  std::string id, secret;
  std::vector<std::string> redirect_uris;
};

/// Sends a browser to the identity provider; the login that comes of it is for the authorization.
using BeginLogin =
    std::function<http::Response(const http::Request& request, const std::string& authorization)>;

/// Single sign-on for the application: GET /sso/authorize, POST /sso/token, GET /sso/profile, and what
/// becomes of logins between them. What cannot be done is said at the redirect URI, with the broker's error
/// codes; a client or a redirect URI that is not known is answered here with 400, and never followed. The
/// checks "redirect-uri-exact", "connection-selected" and "connection-active" decide here.
class Sso : public LoginBroker {
 public:
  Sso(Client client, const Settings& settings, Context context, Connections& connections,
      const Directories& directories, const Domains& domains)
      : client_(std::move(client)),
        settings_(settings),
        context_(context),
        connections_(connections),
        directories_(directories),
        domains_(domains),
        authorizations_(context) {}

  /// How a login begins at the SAML service, which must be known before the first one does.
  void begin_with(BeginLogin begin) { begin_ = std::move(begin); }
  http::Response handle(const http::Request& request);

  std::string refusal(bool second_connection) const override;
  void metadata_came() override;
  void metadata_missing(const std::string& reason) override;
  void logged_in() override;
  std::string finished(const std::string& authorization, const Login& login, const Account& account) override;
  std::string failed(const std::string& authorization, const std::string& reason) override;

 private:
  http::Response authorize(const http::Request& request);
  http::Response token(const http::Request& request);
  http::Response profile(const http::Request& request) const;
  bool is_registered(const std::string& redirect_uri) const;
  /// The id of the connection that is asked for. The Error's message is a code for the redirect URI.
  Result<std::string> selected(const http::Parameters& query) const;
  bool is_inactive(const std::string& connection) const;

  Client client_;
  const Settings& settings_;
  Context context_;
  Connections& connections_;
  const Directories& directories_;
  const Domains& domains_;
  Authorizations authorizations_;
  BeginLogin begin_;
};

}  // namespace idproctor::reference::broker
