#include "mock_idp/dialect.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "foundation/core/keys.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/document.hpp"

namespace idproctor::mock_idp {

namespace {

const KeyTable kDialectKeys{
    "dialect",
    {{"dialect", Kind::text, "the provider's id, the name of its folder", true},
     {"title", Kind::text, "the provider's name as people write it", true},
     {"like", Kind::text, "the provider whose file says all that this one does not"},
     {"as_of", Kind::text, "year and month in which the shapes were seen or documented", true},
     {"sources", Kind::map, "where each shape comes from, or 'unmeasured'", true},
     {"entity_id", Kind::text, "the IdP's entity ID", true},
     {"sso_path", Kind::text, "path of the single sign-on endpoint", true},
     {"slo_path", Kind::text, "path of the single logout endpoint; /PROVIDER/slo when absent"},
     {"id", Kind::text, "how ID attributes look", true},
     {"time_fraction_digits", Kind::number, "digits after the seconds, 0 to 7"},
     {"xml_declaration", Kind::text, "the <?xml ...?> that messages begin with"},
     {"chains", Kind::flag, "whether this provider may ask another one who the user is"},
     {"unsolicited", Kind::flag, "whether this provider starts every login and answers no AuthnRequest"},
     {"sign", Kind::text, "assertion, response or both: the provider's habit", true},
     {"signature", Kind::map, "how ds:Signature is written", true, "signature"},
     {"encryption", Kind::map, "how xenc:EncryptedData is written", false, "encryption"},
     {"name_id", Kind::map, "the subject's NameID", true, "name_id"},
     {"message", Kind::text, "the Response in the provider's handwriting", true},
     {"logout_request", Kind::text, "the LogoutRequest in the provider's handwriting; generic's when absent"},
     {"logout_response", Kind::text, "the LogoutResponse; generic's when absent"},
     {"logout_bindings", Kind::texts,
      "POST and Redirect, or an empty list: no single logout; both when absent"},
     {"refuses_requests", Kind::list, "what it refuses in an AuthnRequest", false, "refused_request"},
     {"attribute", Kind::text, "one Attribute element, with ${values}", true},
     {"attribute_value", Kind::text, "one AttributeValue element", true},
     {"attributes", Kind::list, "which attributes are sent", false, "attribute"}}};

const KeyTable kRefusedRequestKeys{
    "refused_request",
    {{"with", Kind::text, "an XPath from the AuthnRequest that selects what is refused", true},
     {"because", Kind::text, "one sentence that says why", true}}};

const KeyTable kSourceKeys{"source",
                           {{"measured", Kind::text, "the capture and its date"},
                            {"documented", Kind::text, "the page"},
                            {"unmeasured", Kind::text, "what was written for want of a source"}}};

const KeyTable kSignatureKeys{
    "signature",
    {{"prefix", Kind::text, "namespace prefix; empty for the default namespace"},
     {"algorithm", Kind::text, "SignatureMethod"},
     {"digest", Kind::text, "DigestMethod"},
     {"canonicalization", Kind::text, "CanonicalizationMethod and last Transform"},
     {"inclusive_prefixes", Kind::text, "PrefixList of InclusiveNamespaces"},
     {"key_info", Kind::text, "x509, x509-subject, key-value, key-name, several with +; empty or none"},
     {"unprefixed", Kind::list, "elements that declare the default namespace for themselves"},
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

const KeyTable kAttributeKeys{
    "attribute",
    {{"name", Kind::text, "the Name attribute", true},
     {"value", Kind::text, "the value, a template", true},
     {"friendly_name", Kind::text, "the FriendlyName attribute"},
     {"per_value", Kind::flag, "whether each value has an Attribute element of its own"}}};

/// A shape that only some providers have, and the keys that write it: its source is there where one of them
/// is.
struct FurtherShape {
  std::string name;
  std::vector<std::string> keys;
};
const std::vector<FurtherShape> kFurtherShapes{
    {"logout", {"logout_request", "logout_response", "logout_bindings"}}, {"requests", {"refuses_requests"}}};

/// The further shapes that a file writes itself, as long as no other file has completed it.
std::set<std::string> further_shapes_of(const YAML::Node& root) {
  std::set<std::string> written;
  if (!root.IsMap()) return written;
  for (const FurtherShape& shape : kFurtherShapes) {
    const auto is_there = [&](const std::string& key) { return bool(root[key]); };
    if (std::ranges::any_of(shape.keys, is_there)) written.insert(shape.name);
  }
  return written;
}

Result<std::vector<std::string>> read_bindings(const YAML::Node& node, const std::string& file) {
  std::vector<std::string> bindings;
  for (const auto& item : node) {
    bindings.push_back(item.as<std::string>(""));
    if (bindings.back() != "POST" && bindings.back() != "Redirect") {
      return invalid("a binding of single logout is POST or Redirect", place(file, item));
    }
  }
  return bindings;
}

Result<SignatureStyle> read_signature(const YAML::Node& node, const std::string& file) {
  if (auto keys = check_keys(node, file, kSignatureKeys); !keys) return keys.error();
  SignatureStyle style;
  style.prefix = text_of(node, "prefix", style.prefix);
  style.algorithm = text_of(node, "algorithm", style.algorithm);
  style.digest = text_of(node, "digest", style.digest);
  style.canonicalization = text_of(node, "canonicalization", style.canonicalization);
  style.inclusive_prefixes = text_of(node, "inclusive_prefixes");
  style.key_info = text_of(node, "key_info", style.key_info);
  for (const auto& element : node["unprefixed"]) style.unprefixed.push_back(element.as<std::string>(""));
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

/// `shape: unmeasured`, or a map with one of the three words and what there is to say.
Result<Source> read_source(const YAML::Node& node, const std::string& file) {
  if (node.IsScalar() && node.Scalar() == "unmeasured") return Source();
  if (auto keys = check_keys(node, file, kSourceKeys); !keys) return keys.error();
  for (const auto kind : {Source::Kind::measured, Source::Kind::documented, Source::Kind::unmeasured}) {
    const std::string text = text_of(node, name(kind));
    if (node.size() == 1 && !trim(text).empty()) return Source{kind, text};
  }
  return invalid("a source is one of measured, documented and unmeasured, with what there is to say",
                 place(file, node));
}

Result<std::map<std::string, Source>> read_sources(const YAML::Node& node, const std::string& file) {
  std::map<std::string, Source> sources;
  for (const auto& entry : node) {
    const std::string shape = entry.first.Scalar();
    const bool is_known =
        std::ranges::find(kShapes, shape) != std::end(kShapes) ||
        std::ranges::find(kFurtherShapes, shape, &FurtherShape::name) != kFurtherShapes.end();
    if (!is_known) {
      return invalid("'" + shape + "' is none of the shapes that have a source", place(file, entry.first));
    }
    auto source = read_source(entry.second, file);
    if (!source) return source.error();
    sources.emplace(shape, *source);
  }
  for (const char* shape : kShapes) {
    if (!sources.contains(shape)) {
      return invalid("sources says nothing of '" + std::string(shape) + "'", place(file, node));
    }
  }
  return sources;
}

Result<std::vector<Dialect::RefusedRequest>> read_refused(const YAML::Node& list, const std::string& file) {
  const auto nothing = xml::Document::parse("<nothing/>");
  if (!nothing) return nothing.error();
  std::vector<Dialect::RefusedRequest> refused;
  for (const auto& item : list) {
    if (auto keys = check_keys(item, file, kRefusedRequestKeys); !keys) return keys.error();
    refused.push_back({text_of(item, "with"), text_of(item, "because")});
    const auto selected = nothing->select(refused.back().with);
    if (!selected) return invalid(selected.error().message, place(file, item["with"]));
  }
  return refused;
}

/// Takes over what the other provider's file says and this one does not.
Result<> complete_from_other(YAML::Node root, const std::string& file) {
  if (!root.IsMap() || !root["like"]) return {};
  namespace fs = std::filesystem;
  const std::string other = root["like"].as<std::string>("");
  const auto base = load_yaml((fs::path(file).parent_path().parent_path() / other / "saml.yaml").string());
  if (!base) return invalid(base.error().message, place(file, root["like"]));
  for (const auto& entry : base->root) {
    const std::string key = entry.first.Scalar();
    if (key != "sources" && !root[key]) root[key] = entry.second;
  }
  return {};
}

}  // namespace

const char* name(Source::Kind kind) {
  switch (kind) {
    case Source::Kind::measured:
      return "measured";
    case Source::Kind::documented:
      return "documented";
    case Source::Kind::unmeasured:
      return "unmeasured";
  }
  return "";
}

Result<SignTarget> parse_sign_target(std::string_view text) {
  if (text == "assertion") return SignTarget::assertion;
  if (text == "response") return SignTarget::response;
  if (text == "both") return SignTarget::both;
  return invalid("'" + std::string(text) + "' is none of assertion, response, both");
}

bool Dialect::logs_out_by(std::string_view binding) const {
  return std::ranges::find(logout_bindings, binding) != logout_bindings.end();
}

Result<Dialect> load_dialect(const std::string& file) {
  const auto yaml = load_yaml(file);
  if (!yaml) return yaml.error();
  const YAML::Node& root = yaml->root;
  const std::set<std::string> written = further_shapes_of(root);
  if (auto completed = complete_from_other(root, file); !completed) return completed.error();
  if (auto keys = check_keys(root, file, kDialectKeys); !keys) return keys.error();
  if (auto keys = check_keys(root["name_id"], file, kNameIdKeys); !keys) return keys.error();

  Dialect dialect;
  dialect.id = text_of(root, "dialect");
  dialect.title = text_of(root, "title");
  dialect.as_of = text_of(root, "as_of");
  auto sources = read_sources(root["sources"], file);
  if (!sources) return sources.error();
  dialect.sources = std::move(*sources);
  for (const FurtherShape& shape : kFurtherShapes) {
    if (written.contains(shape.name) == dialect.sources.contains(shape.name)) continue;
    return invalid("a '" + shape.name + "' of sources belongs to " + join(shape.keys, " or ") +
                       ", and the other way round",
                   place(file, root["sources"]));
  }
  dialect.entity_id = text_of(root, "entity_id");
  dialect.sso_path = text_of(root, "sso_path");
  dialect.slo_path = text_of(root, "slo_path", "/" + dialect.id + "/slo");
  dialect.id_pattern = text_of(root, "id");
  if (root["time_fraction_digits"]) dialect.time_fraction_digits = root["time_fraction_digits"].as<int>(3);
  dialect.xml_declaration = text_of(root, "xml_declaration");
  const auto flag = [&](const char* key) { return root[key] && root[key].as<bool>(false); };
  dialect.unsolicited = flag("unsolicited");
  dialect.chains = flag("chains");
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
      {"logout_request", &dialect.logout_request},
      {"logout_response", &dialect.logout_response},
      {"attribute", &dialect.attribute},
      {"attribute_value", &dialect.attribute_value}};
  for (const auto& [key, compiled] : templates) {
    if (!root[key]) continue;
    auto result = read_template(root[key], file);
    if (!result) return result.error();
    *compiled = *result;
  }
  if (root["logout_bindings"]) {
    auto bindings = read_bindings(root["logout_bindings"], file);
    if (!bindings) return bindings.error();
    dialect.logout_bindings = std::move(*bindings);
  }
  auto refused = read_refused(root["refuses_requests"], file);
  if (!refused) return refused.error();
  dialect.refused_requests = std::move(*refused);
  for (const auto& item : root["attributes"]) {
    if (auto keys = check_keys(item, file, kAttributeKeys); !keys) return keys.error();
    dialect.attributes.push_back({text_of(item, "name"), text_of(item, "value"),
                                  text_of(item, "friendly_name"),
                                  item["per_value"] && item["per_value"].as<bool>(false)});
  }
  return dialect;
}

}  // namespace idproctor::mock_idp
