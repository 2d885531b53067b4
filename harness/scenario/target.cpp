#include "harness/scenario/target.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include "foundation/core/file.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/url.hpp"
#include "harness/scenario/application_target.hpp"
#include "harness/scenario/keys.hpp"
#include "harness/scenario/reader.hpp"
#include "harness/scenario/target_reader.hpp"

namespace idproctor::scenario {

namespace {

void read_idp_metadata_keys(const YAML::Node& node, TargetReader& reader, Target::Saml& saml) {
  reader.check(node, kIdpMetadataKeys);
  if (reader.failed()) return;
  saml.idp_metadata_upload = reader.request(node["upload"]);
  if (node["fetch"]) saml.idp_metadata_fetch = reader.request(node["fetch"]);
  if (node["remove"]) saml.idp_metadata_remove = reader.request(node["remove"]);
  saml.idp_metadata_signed = node["signed"] && node["signed"].as<bool>(false);
}

void read_second_connection(const YAML::Node& node, TargetReader& reader, Target::Saml& saml) {
  reader.check(node, kSecondConnectionKeys);
  if (reader.failed()) return;
  saml.second_acs_url = reader.url(node, "acs_url");
  saml.second_entity_id = reader.text(node, "entity_id");
}

Target::Saml read_saml(const YAML::Node& node, TargetReader& reader) {
  Target::Saml saml;
  reader.check(node, kTargetSamlKeys);
  if (reader.failed()) return saml;
  saml.metadata = reader.url_or_file(node, "metadata");
  saml.acs_url = reader.url(node, "acs_url");
  saml.entity_id = reader.text(node, "entity_id");
  saml.login_url = reader.url(node, "login_url");
  saml.slo_url = reader.url(node, "slo_url");
  saml.force_authn_url = reader.url(node, "force_authn_url");
  saml.authn_context_url = reader.url(node, "authn_context_url");
  saml.idp_entity_id = reader.text(node, "idp_entity_id");
  saml.idp_initiated = node["idp_initiated"] && node["idp_initiated"].as<bool>(false);
  saml.refuses_unsolicited = node["idp_initiated"] && !saml.idp_initiated;
  if (node["second_connection"]) read_second_connection(node["second_connection"], reader, saml);
  if (node["idp_metadata"]) read_idp_metadata_keys(node["idp_metadata"], reader, saml);
  if (node["clock_tolerance"]) saml.clock_tolerance = *parse_duration(node["clock_tolerance"].Scalar());
  saml.confirmation_tolerance = saml.clock_tolerance;
  if (node["confirmation_tolerance"]) {
    saml.confirmation_tolerance = *parse_duration(node["confirmation_tolerance"].Scalar());
  }
  saml.idp_keys = texts(node["idp_keys"]);
  constexpr std::array kPublished{"idp-next", "idp-ec", "idp-ec-384", "idp-expired", "idp-encryption"};
  for (const std::string& name : saml.idp_keys) {
    if (std::ranges::find(kPublished, name) != kPublished.end()) continue;
    reader.fail("'idp_keys' are idp-next, idp-ec, idp-ec-384, idp-expired, idp-encryption", node["idp_keys"]);
  }
  if (node["encryption_certificate"]) {
    const std::string file = reader.url_or_file(node, "encryption_certificate");
    auto pem = read_file(file, 1 << 20);
    auto certificate = pem ? crypto::Certificate::from_pem(*pem) : Result<crypto::Certificate>(pem.error());
    if (certificate) {
      saml.encryption_certificate = *certificate;
    } else if (!reader.failed()) {
      reader.fail("'encryption_certificate': " + certificate.error().message, node["encryption_certificate"]);
    }
  }
  if (node["sign"]) {
    if (auto sign = mock_idp::parse_sign_target(node["sign"].Scalar())) {
      saml.sign = *sign;
    } else {
      reader.fail(sign.error().message, node["sign"]);
    }
  }
  if (saml.metadata.empty() && (saml.acs_url.empty() || saml.entity_id.empty())) {
    reader.fail("'saml' needs 'metadata', or 'acs_url' and 'entity_id'", node);
  }
  if (saml.login_url.empty() && !saml.idp_initiated) {
    reader.fail("'saml' needs 'login_url', or 'idp_initiated: true'; else no login can begin", node);
  }
  return saml;
}

Target::Session read_session(const YAML::Node& node, TargetReader& reader) {
  Target::Session session;
  reader.check(node, kSessionKeys);
  if (reader.failed()) return session;
  reader.check(node["identity"], kIdentityKeys);
  session.whoami = reader.url(node, "whoami");
  session.logout_url = reader.url(node, "logout_url");
  session.identity_at = text_of(node["identity"], "at");
  session.identity_from = text_of(node["identity"], "from", session.identity_from);
  session.attributes = text_map(node["attributes"]);
  return session;
}

Target::Scim read_scim(const YAML::Node& node, TargetReader& reader) {
  Target::Scim scim;
  reader.check(node, kTargetScimKeys);
  if (reader.failed()) return scim;
  scim.base_url = reader.url(node, "base_url");
  scim.token = reader.secret(node, "token");
  scim.on_deactivate = reader.one_of(node, "on_deactivate", {"inactive", "deleted"}, scim.on_deactivate);
  return scim;
}

void read_users(const YAML::Node& node, TargetReader& reader, Target& target) {
  reader.check(node, kUsersKeys);
  if (reader.failed()) return;
  const std::string create = text_of(node, "create");
  if (create == "jit") {
    target.users = Target::Users::jit;
  } else if (create == "scim") {
    target.users = Target::Users::scim;
  } else if (create == "existing") {
    target.users = Target::Users::existing;
  } else {
    reader.fail("'create' is jit, scim or existing", node["create"]);
  }
  // An account is its name, or a map with the name and whatever else helps people.
  for (const auto& entry : node["existing"]) {
    const YAML::Node& value = entry.second;
    target.existing[entry.first.Scalar()] =
        value.IsMap() ? text_of(value, "email", text_of(value, "userName")) : value.as<std::string>("");
  }
  const auto has = [&](const char* key) {
    return target.existing.contains(key) && !target.existing[key].empty();
  };
  if (target.users == Target::Users::existing && (!has("alice") || !has("victim"))) {
    reader.fail("'existing' needs alice and victim, with accounts that can log in", node);
  }
  if (target.users == Target::Users::scim && !target.scim) {
    reader.fail("'create: scim' needs the target's 'scim'", node);
  }
}

void read_http(const YAML::Node& node, TargetReader& reader, Target& target) {
  reader.check(node, kHttpKeys);
  if (reader.failed()) return;
  if (node["timeout"]) target.timeout = *parse_duration(node["timeout"].Scalar());
  if (node["settle"]) target.settle = *parse_duration(node["settle"].Scalar());
  if (node["max_rps"]) target.max_rps = node["max_rps"].as<double>(0);
  target.ca_file = reader.text(node, "ca");
  for (const auto& header : node["headers"]) {
    const std::string name = header.first.Scalar();
    target.headers.add(name, reader.text(node["headers"], name.c_str()));
  }
  if (target.timeout <= Milliseconds{0}) reader.fail("a timeout is longer than nothing", node);
}

Result<Target> read_target(const Yaml& yaml) {
  const YAML::Node& root = yaml.root;
  Target target;
  TargetReader reader(yaml.file, target);
  reader.check(root, kTargetKeys);
  if (reader.failed()) return reader.error();
  target.name = reader.text(root, "name");
  if (root["saml"]) target.saml = read_saml(root["saml"], reader);
  if (root["session"]) target.session = read_session(root["session"], reader);
  if (root["scim"]) target.scim = read_scim(root["scim"], reader);
  for (const auto& tenant : root["tenants"]) target.tenants.push_back(read_scim(tenant, reader));
  if (root["tenants"] && (target.tenants.size() != 2 || !target.scim)) {
    reader.fail("'tenants' are two, each like 'scim', which must be there too", root["tenants"]);
  }
  for (const auto& request : root["setup"]) target.setup.push_back(reader.request(request));
  if (root["users"]) read_users(root["users"], reader, target);
  if (root["http"]) read_http(root["http"], reader, target);
  if (root["application"]) target.application = read_application(root["application"], reader);
  if (root["webhooks"]) target.webhooks = read_webhooks(root["webhooks"], reader);
  if (target.saml.has_value() != target.session.has_value()) {
    reader.fail("'saml' and 'session' go together: a login is judged by who is logged in afterwards", root);
  }
  if (!target.saml && !target.scim) {
    reader.fail("a target needs 'saml' and 'session', or 'scim', or all three", root);
  }
  if (reader.failed()) return reader.error();
  return target;
}

}  // namespace

std::set<std::string> Target::features() const {
  std::set<std::string> names;
  if (saml) names.insert("saml");
  if (saml) names.insert(saml->idp_keys.begin(), saml->idp_keys.end());
  if (saml && !saml->login_url.empty()) names.insert("sp_initiated");
  if (saml && saml->idp_initiated) names.insert("idp_initiated");
  if (saml && saml->refuses_unsolicited) names.insert("refuses_unsolicited");
  if (saml && saml->clock_tolerance) names.insert("clock_tolerance");
  if (saml && saml->confirmation_tolerance) names.insert("confirmation_tolerance");
  if (saml && !saml->slo_url.empty()) names.insert({"slo", "slo_post", "slo_redirect"});
  if (saml && !saml->second_acs_url.empty()) names.insert("second_connection");
  if (saml && saml->idp_metadata_upload) names.insert("idp_metadata");
  if (saml && saml->idp_metadata_remove) names.insert("idp_metadata_removal");
  // The address is one of this machine.
  if (saml && saml->idp_metadata_fetch && is_loopback()) names.insert("idp_metadata_url");
  if (saml && saml->idp_metadata_upload && saml->idp_metadata_signed) names.insert("signed_idp_metadata");
  if (saml && saml->sign.value_or(mock_idp::SignTarget::assertion) == mock_idp::SignTarget::assertion)
    names.insert("takes_signed_assertion");
  if (saml && saml->sign.value_or(mock_idp::SignTarget::response) == mock_idp::SignTarget::response)
    names.insert("takes_signed_response");
  if (saml && !saml->force_authn_url.empty()) names.insert("force_authn");
  if (saml && !saml->authn_context_url.empty()) names.insert("authn_context");
  if (session && !session->attributes.empty()) names.insert("attributes");
  if (session && session->identity_from == "name_id") names.insert("identity_in_name_id");
  if (session && !session->logout_url.empty()) names.insert("logout");
  if (scim) names.insert("scim");
  if (!tenants.empty()) names.insert("tenants");
  if (is_loopback()) names.insert("same_machine");
  if (scim && scim->on_deactivate == "inactive") names.insert("soft_delete");
  if (users == Users::jit) names.insert("jit");
  if (users != Users::existing) names.insert("new_users");
  if (users == Users::existing) names.insert("existing");
  if (application) application->add_features(names);
  if (webhooks) webhooks->add_features(names);
  return names;
}

bool Target::is_loopback() const {
  std::vector<std::string> urls;
  if (saml)
    urls.insert(urls.end(),
                {saml->acs_url, saml->login_url, saml->slo_url, saml->metadata, saml->second_acs_url});
  if (session) urls.push_back(session->whoami);
  if (scim) urls.push_back(scim->base_url);
  for (const Scim& tenant : tenants) urls.push_back(tenant.base_url);
  if (saml) {
    for (const auto& request :
         {saml->idp_metadata_upload, saml->idp_metadata_fetch, saml->idp_metadata_remove}) {
      if (request) urls.push_back(request->url);
    }
  }
  for (const Request& request : setup) urls.push_back(request.url);
  if (application)
    urls.insert(urls.end(), {application->base_url, application->login_url, application->callback_url});
  if (application && application->user) urls.push_back(application->user->url);
  if (application) {
    for (const auto& [whom, url] : application->login_for) urls.push_back(url);
    for (const auto& [action, request] : application->administration) urls.push_back(request.url);
  }
  if (webhooks) urls.push_back(webhooks->endpoint);
  return std::ranges::all_of(urls, [](const std::string& url) {
    const auto parsed = http::parse_url(url);
    return !parsed || parsed->is_loopback();
  });
}

Result<Target> parse_target(std::string_view text, const std::string& file) {
  auto yaml = parse_yaml(text, file);
  if (!yaml) return yaml.error();
  try {
    return read_target(*yaml);
  } catch (const YAML::Exception& error) {
    return invalid("not a target file: " + error.msg, file);
  }
}

Result<Target> load_target(const std::string& file) {
  auto text = read_file(file, 1 << 20);
  if (!text) return text.error();
  return parse_target(*text, file);
}

}  // namespace idproctor::scenario
