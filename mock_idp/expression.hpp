#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "foundation/core/seed.hpp"
#include "foundation/xml/document.hpp"
#include "mock_idp/dialect.hpp"
#include "mock_idp/key_ring.hpp"
#include "mock_idp/user.hpp"

namespace idproctor::mock_idp {

/// What one login's messages are about: all that templates and computed values may speak of.
struct Login {
  User user;
  std::optional<User> victim;  ///< whom an attack wants to be taken for
  std::string acs_url;         ///< where the response goes
  std::string sp_entity_id;
  std::string request_id;          ///< the AuthnRequest's ID; empty when the IdP starts
  std::string client_address;      ///< of the browser as the IdP sees it; empty where nobody can know
  std::optional<SignTarget> sign;  ///< what this service provider wants signed, if not the provider's habit
  std::string idp_entity_id;       ///< empty: the dialect's
  std::optional<crypto::Certificate> encryption_certificate;  ///< the service provider's, where it has one
  Time now{};
  std::string attribute;                   ///< Name of an attribute that the target shows; may be empty
  Milliseconds tolerance{0};               ///< of the target's clock, as it declares it
  Milliseconds confirmation_tolerance{0};  ///< the same for SubjectConfirmationData
  std::vector<std::string> metadata_keys{"idp"};  ///< whose certificates the IdP's metadata names
  /// Further ${names}, of a measurement, and for messages that are about an earlier one: destination,
  /// subject.name_id, session_index, STEP.request, request.authn_context. An empty value is none.
  std::map<std::string, std::string> values{};
  std::string identity = "saml:NameID";  ///< XPath step of the element that the target reads as the user
  std::string canary;                    ///< a URL at which somebody notices whoever asks
  std::string canary_file;               ///< a file: URL whose content is the user's identity
};

/// Finds the values of ${...} for one message. The functions are digest(xpath or text), canonical(xpath),
/// signature(text), certificate, certificate(key), id, time(+5m), time(+tolerance+30s), seconds(+5m) (the
/// same without fraction and Z), text(xpath), name(xpath), base64(x), flip(x), flip_end(x), uppercase(x),
/// other_scheme(x) (http for https and back), replace(x,from,to), repeat(n,text), cyrillic(x), fullwidth(x),
/// and the random uuid, hex(n), digits(n), upper(n), mixed(n).
class Values {
 public:
  Values(const Dialect& dialect, KeyRing& keys, const Login& login, Seed& seed);

  /// nullopt for names that there are none of. `document` is the tree as it stands, for the functions with an
  /// XPath; may be null.
  Result<std::optional<std::string>> find(std::string_view expression, const xml::Document* document) const;

  /// Adds a name, as `original` and further messages need it.
  void define(std::string name, std::string value) { defined_[std::move(name)] = std::move(value); }

  /// What the target will read for this user: the dialect's NameID or the attribute that `identity` speaks
  /// of.
  Result<std::string> identity_of(const User& user) const;
  std::string fresh_id() const;
  /// The same XPath with $identity, $signed and $attribute(...) written out.
  std::string xpath(std::string_view text) const;

 private:
  Result<std::string> call(std::string_view function, std::string_view argument,
                           const xml::Document* document) const;
  /// By its text or by a name; what a name stands for may itself be negative: time(+ahead).
  Result<Milliseconds> duration(std::string_view text) const;
  Result<std::string> time(std::string_view offsets, int fraction_digits) const;
  Result<std::string> replaced(std::string_view arguments, const xml::Document* document) const;
  Result<std::string> repeated(std::string_view arguments, const xml::Document* document) const;
  std::optional<std::string> plain(std::string_view name) const;
  std::optional<std::string> random(std::string_view expression) const;

  const Dialect& dialect_;
  KeyRing& keys_;
  const Login& login_;
  Seed& seed_;
  std::map<std::string, std::string, std::less<>> defined_;
};

}  // namespace idproctor::mock_idp
