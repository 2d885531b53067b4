#include "harness/run/idp_metadata.hpp"

#include <algorithm>

#include "foundation/core/base64.hpp"
#include "foundation/core/template.hpp"
#include "foundation/http/form.hpp"
#include "harness/run/login.hpp"
#include "mock_idp/builder.hpp"

namespace idproctor::run {

namespace {

Result<std::string> build_metadata(const Environment& environment, const scenario::MetadataStep& step,
                                   const Seed& seed) {
  if (step.text) return *step.text;
  mock_idp::Login login = login_of(environment, {}, {});
  login.now = environment.clock.now();
  login.metadata_keys = step.keys;
  if (step.keys.empty()) {
    login.metadata_keys = environment.target.saml->idp_keys;
    login.metadata_keys.insert(login.metadata_keys.begin(), "idp");
  }
  mock_idp::Recipe recipe = step.recipe;
  if (!step.signs && !environment.target.saml->idp_metadata_signed) {
    std::erase_if(recipe.stages, [](const mock_idp::Stage& stage) {
      return std::holds_alternative<mock_idp::SignStage>(stage);
    });
  }
  auto message = mock_idp::build_message(*environment.provider.saml, environment.keys, login, recipe, seed);
  if (!message)
    return invalid("the metadata could not be made: " + message.error().message, message.error().where);
  return message->bytes;
}

}  // namespace

Task<Result<http::Response>> administer(const Environment& environment, Log& log, std::string what,
                                        scenario::Target::Request request, std::string metadata,
                                        Milliseconds timeout) {
  const auto value = [&](std::string_view name) -> Result<std::optional<std::string>> {
    if (name == "metadata") return std::optional(metadata);
    if (name == "metadata.base64") return std::optional(base64_encode(metadata));
    if (name == "idp.entity_id") return std::optional(environment.idp_entity_id());
    if (name == "idp.sso_url") return std::optional(environment.sso_url());
    if (name == "idp.slo_url") return std::optional(environment.slo_url());
    if (name == "idp.certificate") return std::optional(environment.keys.idp().certificate.base64_der());
    if (name == "metadata.url" && environment.metadata_site) {
      return std::optional(environment.metadata_site->url());
    }
    if (name == "webhook.url" && environment.webhooks) return std::optional(environment.webhooks->url());
    return std::optional<std::string>();
  };
  std::optional<Error> trouble;
  const auto filled_in = [&](const std::string& text) {
    auto filled = expand(text, value);
    if (!filled && !trouble) trouble = filled.error();
    return filled ? *filled : std::string();
  };
  http::Request sent(request.method, filled_in(request.url));
  sent.body = filled_in(request.body);
  if (!request.form.empty()) {
    http::Parameters fields;
    for (const auto& [name, text] : request.form) fields.emplace_back(name, filled_in(text));
    http::put_form(sent, http::encode_form(fields));
  }
  for (const auto& [name, text] : request.headers.fields()) sent.headers.set(name, filled_in(text));
  if (trouble) co_return *trouble;
  co_return co_await environment.gateway->send(log, what, sent, timeout);
}

Task<Result<http::Response>> publish_metadata(const Environment& environment, Log& log,
                                              const scenario::MetadataStep& step, Seed seed,
                                              Milliseconds timeout) {
  auto metadata = build_metadata(environment, step, seed);
  if (!metadata) co_return metadata.error();
  const scenario::Target::Saml& saml = *environment.target.saml;
  std::string what = "the IdP's metadata";
  scenario::Target::Request request = *saml.idp_metadata_upload;
  if (step.removes) {
    what = "the IdP's metadata are taken away";
    request = *saml.idp_metadata_remove;
  }
  if (!step.url.empty()) {
    auto served = environment.metadata_site->serve(step.url, *metadata);
    if (!served) co_return served.error();
    what = "the address of the IdP's metadata";
    request = *saml.idp_metadata_fetch;
  }
  co_return co_await administer(environment, log, what, request, *metadata, timeout);
}

}  // namespace idproctor::run
