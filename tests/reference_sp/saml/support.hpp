#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/core/json.hpp"
#include "foundation/http/message.hpp"
#include "foundation/xml/document.hpp"
#include "foundation/xml/key.hpp"
#include "foundation/xml/sign.hpp"
#include "reference_sp/account.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/saml/service.hpp"

namespace idproctor::reference::testing {

inline constexpr const char* sp_url = "http://127.0.0.1:8080";
inline constexpr const char* acs_url = "http://127.0.0.1:8080/saml/acs";
inline constexpr const char* idp_entity_id = "https://idp.example/metadata";
inline constexpr const char* alice = "alice@example.com";
inline constexpr const char* victim = "victim@example.com";

/// A key and its certificate, made once per test program.
struct SigningKey {
  crypto::Key key;
  crypto::Certificate certificate;
  std::string certificate_text;  ///< as in ds:X509Certificate; written once, since every message has it
};
const SigningKey& idp_key();
const SigningKey& second_idp_key();
const SigningKey& stranger_key();
/// Stands in every metadata with use="encryption".
const SigningKey& encryption_key();

std::string idp_metadata(const std::vector<SigningKey>& keys = {idp_key()});

/// An unsigned ds:Signature over the element with that ID.
std::string signature_template(const std::string& id, const SigningKey& key);

/// Accounts in memory, as the directory would keep them.
class MemoryAccounts : public Accounts {
 public:
  std::optional<Account> find_account(const std::string& identity) const override;
  Account create_account(const std::string& identity,
                         const std::map<std::string, std::string>& attributes) override;
  void set_active(const std::string& id, bool active) override;
  void on_ended(std::function<void(const std::string& id)> listener) override;

  std::vector<Account> all;
  std::map<std::string, std::string> attributes_of_last;

 private:
  std::vector<std::function<void(const std::string&)>> listeners_;
};

enum class Signed { assertion, response, both, none };

using Edit = std::function<void(xml::Document&)>;

/// One message on its way from the identity provider. `before` is edited before it is signed, `after` then.
struct Sent {
  std::string user = alice;
  std::optional<std::string> in_response_to = std::nullopt;
  Signed what = Signed::assertion;
  const SigningKey* key = &idp_key();
  std::vector<Edit> before = {}, after = {};
  xml::SigningOptions signing = {.nearest = true};
};

/// Fails the test program at once when the test itself is wrong.
template <class T>
auto must(Result<T> result) {
  if (!result) throw std::logic_error(describe(result.error()));
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// Edits by XPath.
Edit set(std::string xpath, std::string value);
Edit remove(std::string xpath);
Edit insert_into(std::string xpath, std::string fragment);
Edit insert_before(std::string xpath, std::string fragment);

/// The service, one browser in front of it, and the clock that both live by.
class Scene {
 public:
  explicit Scene(std::set<std::string, std::less<>> without = {},
                 std::function<void(SamlConfig&)> adjust = {});

  http::Response request(http::Request request);
  http::Response get(const std::string& url) { return request(http::Request("GET", url)); }
  http::Response post_form(const std::string& saml_response, const std::string& relay_state = "");
  /// Builds, signs and posts; returns the answer.
  http::Response send(const Sent& sent, const std::string& relay_state = "");
  /// The same, returning who is logged in afterwards in a browser that was nobody before.
  std::optional<std::string> login(const Sent& sent);
  /// The NameID of the session, or nothing.
  std::optional<std::string> who();
  Json whoami();
  /// Begins a login at /login; the AuthnRequest's ID.
  std::string begin_login(const std::string& path = "/login");
  void forget_cookies() { cookies.clear(); }

  /// The message as XML, for tests that change bytes.
  xml::Document message(const Sent& sent) const;

  ManualClock clock;
  MemoryAccounts accounts;
  std::map<std::string, std::string> cookies;
  SamlService service;
};

/// The AuthnRequest that a redirect carries.
xml::Document authn_request_of(const http::Response& redirect);

std::string encoded(const xml::Document& document);

}  // namespace idproctor::reference::testing
