#pragma once

#include <map>
#include <string>
#include <vector>

#include "foundation/core/json.hpp"
#include "foundation/core/result.hpp"
#include "mock_idp/encryption_template.hpp"
#include "mock_idp/message_template.hpp"
#include "mock_idp/signature_template.hpp"

namespace idproctor::mock_idp {

/// Which of the two elements of SAML profiles 4.1.4.5 carry a signature.
enum class SignTarget { assertion, response, both };
Result<SignTarget> parse_sign_target(std::string_view text);

/// The shapes of a message. Every dialect says of each where it comes from.
inline constexpr const char* kShapes[] = {"issuer",  "message", "signature",  "key_info",  "name_id",
                                          "windows", "session", "attributes", "encryption"};

/// Where one shape comes from.
struct Source {
  enum class Kind {
    measured,    ///< seen in a real message; `text` names the capture and its date
    documented,  ///< said by the vendor or an integrator; `text` names the page
    unmeasured   ///< neither: written as generic writes it, or as seems likely
  };
  Kind kind = Kind::unmeasured;
  std::string text;  ///< what of the shape, and where; may say something of an unmeasured one too
};
const char* name(Source::Kind kind);

/// How one provider writes SAML: fixtures/providers/NAME/saml.yaml.
struct Dialect {
  struct Attribute {
    std::string name;
    std::string value;  ///< a template: ${user.email}; ${user.groups} gives one value a group
    std::string friendly_name;
    bool per_value = false;  ///< several values give several Attribute elements of one name
  };

  /// Something in an AuthnRequest for which this provider refuses it.
  struct RefusedRequest {
    std::string with;     ///< an XPath from the AuthnRequest that selects it
    std::string because;  ///< one sentence
  };

  std::string id;                         ///< "okta"
  std::string title;                      ///< "Okta"
  std::string as_of;                      ///< year and month in which the shapes were seen or documented
  std::map<std::string, Source> sources;  ///< by shape: each of kShapes; "logout" and "requests" where known
  std::string entity_id;
  std::string sso_path;    ///< below the mock IdP's base URL
  std::string slo_path;    ///< the same for single logout
  std::string id_pattern;  ///< a template of ${hex(N)}, ${digits(N)}, ${uuid}, ${upper(N)}
  int time_fraction_digits = 3;
  std::string xml_declaration;  ///< stands before the message; empty: none
  bool unsolicited = false;     ///< this provider starts every login itself and answers no AuthnRequest
  bool chains = false;          ///< this provider may ask another one who the user is (SAML core 3.4.1.5)
  SignTarget sign = SignTarget::assertion;
  SignatureStyle signature;
  EncryptionStyle encryption;  ///< what it does where the service provider has an encryption certificate
  std::string name_id;         ///< a template of the value
  std::string name_id_format;  ///< a URI, or empty: no Format attribute
  MessageTemplate message;
  MessageTemplate logout_request, logout_response;  ///< empty where only generic's are known
  /// By which single logout travels in both directions, "POST" and "Redirect"; none: this provider has none.
  std::vector<std::string> logout_bindings{"POST", "Redirect"};
  MessageTemplate attribute, attribute_value;
  std::vector<Attribute> attributes;
  std::vector<RefusedRequest> refused_requests;

  bool logs_out_by(std::string_view binding) const;
};

/// A file may say `like: OTHER` and gives then only what differs from ../OTHER/saml.yaml; its sources are
/// always its own. Every error has file, line and column.
Result<Dialect> load_dialect(const std::string& file);

}  // namespace idproctor::mock_idp
