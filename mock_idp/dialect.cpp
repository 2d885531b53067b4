#include "mock_idp/dialect.hpp"

#include "foundation/core/keys.hpp"

namespace idproctor::mock_idp {

namespace {

const KeyTable kDialectKeys{
    "dialect",
    {{"dialect", Kind::text, "the provider's id, the name of its folder", true},
     {"title", Kind::text, "the provider's name as people write it", true},
     {"as_of", Kind::text, "year and month in which the shapes were seen or documented", true},
     {"sources", Kind::map, "where each part of the shape comes from, or 'unmeasured'", true},
     {"entity_id", Kind::text, "the IdP's entity ID", true},
     {"sso_path", Kind::text, "path of the single sign-on endpoint", true},
     {"id", Kind::text, "how ID attributes look", true},
     {"time_fraction_digits", Kind::number, "digits after the seconds, 0 to 7"},
     {"xml_declaration", Kind::flag, "whether messages begin with <?xml ...?>"},
     {"sign", Kind::text, "assertion, response or both: the provider's habit", true},
     {"signature", Kind::map, "how ds:Signature is written", true, "signature"},
     {"encryption", Kind::map, "how xenc:EncryptedData is written", false, "encryption"},
     {"name_id", Kind::map, "the subject's NameID", true, "name_id"},
     {"message", Kind::text, "the Response in the provider's handwriting", true},
     {"attribute", Kind::text, "one Attribute element, with ${values}", true},
     {"attribute_value", Kind::text, "one AttributeValue element", true},
     {"attributes", Kind::list, "which attributes are sent", false, "attribute"}}};

const KeyTable kSignatureKeys{
    "signature",
    {{"prefix", Kind::text, "namespace prefix; empty for the default namespace"},
     {"algorithm", Kind::text, "SignatureMethod"},
     {"digest", Kind::text, "DigestMethod"},
     {"canonicalization", Kind::text, "CanonicalizationMethod and last Transform"},
     {"inclusive_prefixes", Kind::text, "PrefixList of InclusiveNamespaces"},
     {"key_info", Kind::text, "x509, x509-subject, key-value, key-name, empty or none"},
     {"value_line_length", Kind::number, "of SignatureValue; 0 writes one line"},
     {"certificate_line_length", Kind::number, "of X509Certificate; 0 writes one line"}}};

const KeyTable kEncryptionKeys{
    "encryption",
    {{"algorithm", Kind::text, "aes128-cbc, aes256-gcm, ... or a URI"},
     {"key_transport", Kind::text, "rsa-oaep-mgf1p, rsa-oaep, rsa-1_5 or a URI"},
     {"digest", Kind::text, "of OAEP; empty writes none"},
     {"mgf", Kind::text, "of rsa-oaep; empty writes none"},
     {"key_placement", Kind::text, "inside EncryptedData's KeyInfo, or sibling"},
     {"key_info", Kind::text, "of the EncryptedKey: x509 or none"},
     {"wrapper_prefix", Kind::text, "of EncryptedAssertion; empty for the default namespace"},
     {"prefix", Kind::text, "of EncryptedData; empty for the default namespace"},
     {"key_prefix", Kind::text, "of EncryptedKey; empty for the default namespace"},
     {"signature_prefix", Kind::text, "of KeyInfo; empty for the default namespace"}}};

const KeyTable kNameIdKeys{"name_id",
                           {{"format", Kind::text, "the Format URI; left out when empty"},
                            {"value", Kind::text, "the value, a template", true}}};

const KeyTable kAttributeKeys{"attribute",
                              {{"name", Kind::text, "the Name attribute", true},
                               {"value", Kind::text, "the value, a template", true},
                               {"friendly_name", Kind::text, "the FriendlyName attribute"}}};

Result<SignatureStyle> read_signature(const YAML::Node& node, const std::string& file) {
  if (auto keys = check_keys(node, file, kSignatureKeys); !keys) return keys.error();
  SignatureStyle style;
  style.prefix = text_of(node, "prefix", style.prefix);
  style.algorithm = text_of(node, "algorithm", style.algorithm);
  style.digest = text_of(node, "digest", style.digest);
  style.canonicalization = text_of(node, "canonicalization", style.canonicalization);
  style.inclusive_prefixes = text_of(node, "inclusive_prefixes");
  style.key_info = text_of(node, "key_info", style.key_info);
  const auto length = [&](const char* key) { return node[key] ? node[key].as<std::size_t>(0) : 0; };
  style.value_line_length = length("value_line_length");
  style.certificate_line_length = length("certificate_line_length");
  return style;
}

Result<EncryptionStyle> read_encryption(const YAML::Node& node, const std::string& file) {
  EncryptionStyle style;
  if (!node) return style;
  if (auto keys = check_keys(node, file, kEncryptionKeys); !keys) return keys.error();
  style.algorithm = text_of(node, "algorithm", style.algorithm);
  style.key_transport = text_of(node, "key_transport", style.key_transport);
  style.digest = text_of(node, "digest", style.digest);
  style.mgf = text_of(node, "mgf");
  style.key_placement = text_of(node, "key_placement", style.key_placement);
  style.key_info = text_of(node, "key_info", style.key_info);
  style.wrapper_prefix = text_of(node, "wrapper_prefix", style.wrapper_prefix);
  style.prefix = text_of(node, "prefix", style.prefix);
  style.key_prefix = text_of(node, "key_prefix", style.key_prefix);
  style.signature_prefix = text_of(node, "signature_prefix", style.signature_prefix);
  if (auto checked = check_encryption_style(style); !checked) {
    return invalid(checked.error().message, place(file, node));
  }
  return style;
}

Result<MessageTemplate> read_template(const YAML::Node& node, const std::string& file) {
  auto compiled = MessageTemplate::compile(node.Scalar());
  if (!compiled) return invalid(compiled.error().message, place(file, node));
  return compiled;
}

}  // namespace

Result<SignTarget> parse_sign_target(std::string_view text) {
  if (text == "assertion") return SignTarget::assertion;
  if (text == "response") return SignTarget::response;
  if (text == "both") return SignTarget::both;
  return invalid("'" + std::string(text) + "' is none of assertion, response, both");
}

Result<Dialect> load_dialect(const std::string& file) {
  const auto yaml = load_yaml(file);
  if (!yaml) return yaml.error();
  const YAML::Node& root = yaml->root;
  if (auto keys = check_keys(root, file, kDialectKeys); !keys) return keys.error();
  if (auto keys = check_keys(root["name_id"], file, kNameIdKeys); !keys) return keys.error();

  Dialect dialect;
  dialect.id = text_of(root, "dialect");
  dialect.title = text_of(root, "title");
  dialect.as_of = text_of(root, "as_of");
  for (const auto& source : root["sources"]) {
    dialect.sources[source.first.Scalar()] = source.second.as<std::string>("");
  }
  dialect.entity_id = text_of(root, "entity_id");
  dialect.sso_path = text_of(root, "sso_path");
  dialect.id_pattern = text_of(root, "id");
  if (root["time_fraction_digits"]) dialect.time_fraction_digits = root["time_fraction_digits"].as<int>(3);
  dialect.xml_declaration = root["xml_declaration"] && root["xml_declaration"].as<bool>(false);
  dialect.name_id = text_of(root["name_id"], "value");
  dialect.name_id_format = text_of(root["name_id"], "format");

  const auto sign = parse_sign_target(text_of(root, "sign"));
  if (!sign) return invalid(sign.error().message, place(file, root["sign"]));
  dialect.sign = *sign;
  const auto style = read_signature(root["signature"], file);
  if (!style) return style.error();
  dialect.signature = *style;
  const auto encryption = read_encryption(root["encryption"], file);
  if (!encryption) return encryption.error();
  dialect.encryption = *encryption;

  const std::pair<const char*, MessageTemplate*> templates[] = {
      {"message", &dialect.message},
      {"attribute", &dialect.attribute},
      {"attribute_value", &dialect.attribute_value}};
  for (const auto& [key, compiled] : templates) {
    auto result = read_template(root[key], file);
    if (!result) return result.error();
    *compiled = *result;
  }
  for (const auto& item : root["attributes"]) {
    if (auto keys = check_keys(item, file, kAttributeKeys); !keys) return keys.error();
    dialect.attributes.push_back(
        {text_of(item, "name"), text_of(item, "value"), text_of(item, "friendly_name")});
  }
  return dialect;
}

}  // namespace idproctor::mock_idp
