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

/// How one provider writes SAML: fixtures/providers/NAME/saml.yaml.
struct Dialect {
  struct Attribute {
    std::string name;
    std::string value;  ///< a template: ${user.email}; ${user.groups} gives one value a group
    std::string friendly_name;
  };

  std::string id;     ///< "okta"
  std::string title;  ///< "Okta"
  std::string as_of;  ///< year and month in which the shapes were seen or documented
  std::map<std::string, std::string>
      sources;  ///< what part of the shape comes from where; "unmeasured" says so
  std::string entity_id;
  std::string sso_path;    ///< below the mock IdP's base URL
  std::string id_pattern;  ///< a template of ${hex(N)}, ${digits(N)}, ${uuid}, ${upper(N)}
  int time_fraction_digits = 3;
  bool xml_declaration = false;
  SignTarget sign = SignTarget::assertion;
  SignatureStyle signature;
  EncryptionStyle encryption;  ///< what it does where the service provider has an encryption certificate
  std::string name_id;         ///< a template of the value
  std::string name_id_format;  ///< a URI, or empty: no Format attribute
  MessageTemplate message;
  MessageTemplate attribute, attribute_value;
  std::vector<Attribute> attributes;
};

/// Every error has file, line and column.
Result<Dialect> load_dialect(const std::string& file);

}  // namespace idproctor::mock_idp
