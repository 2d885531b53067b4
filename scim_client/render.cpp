#include "scim_client/render.hpp"

#include "foundation/core/text.hpp"

namespace idproctor::scim {

namespace {

/// The dialect's headers in their order; Content-Type belongs to requests with a body (RFC 9110 8.3).
Result<http::Headers> render_headers(const Dialect& dialect, const Scope& scope, bool has_body) {
  http::Headers headers;
  for (const auto& [name, text] : dialect.headers) {
    if (!has_body && equals_ignoring_case(name, "Content-Type")) continue;
    const Reference* single = text.single();
    if (single && single->optional && !scope.find(*single)) continue;
    auto value = text.render(scope);
    if (!value) return value.error();
    headers.add(name, std::move(*value));
  }
  return headers;
}

void replace_headers(const std::map<std::string, std::string>& changes, http::Headers& headers) {
  for (const auto& [name, value] : changes) {
    if (value.empty()) {
      headers.remove(name);
    } else {
      headers.set(name, value);
    }
  }
}

Json moment_of(const Target& target, int page_start) {
  const std::string authorization =
      target.authorization_header.empty() ? "Bearer " + target.token : target.authorization_header;
  return {{"target", {{"authorization", authorization}}}, {"page", {{"start", page_start}}}};
}

/// Whether there is something: not missing, not null, not an empty object, array or string.
bool has_content(const Json* json) {
  if (!json || json->is_null()) return false;
  return json->is_string() ? !json->get_ref<const std::string&>().empty() : !json->empty();
}

}  // namespace

Result<std::optional<http::Request>> render(const Call& call, const Rendering& rendering,
                                            const Deviation& deviation) {
  const Json moment = moment_of(rendering.target, rendering.page_start);
  const Scope scope(rendering.variables, moment);
  const auto failed = [&](const Error& error) {
    return invalid(call.name() + ": " + error.message, error.where);
  };

  http::Request request;
  request.method = deviation.method.value_or(call.method);
  if (deviation.path) {
    request.url = encode_address(*deviation.path, rendering.dialect.encoding);
  } else {
    auto address = call.address.render(scope);
    if (!address) return failed(address.error());
    request.url = std::move(*address);
  }
  request.url = join_address(rendering.target.base_url, request.url);

  if (call.body) {
    auto body = call.body->render(scope);
    if (!body) return failed(body.error());
    if (!call.unless_empty.empty() && !has_content(find(*body, call.unless_empty))) {
      return std::optional<http::Request>();
    }
    if (call.merge_answer) *body = merge(rendering.last_answer, *body);
    for (const JsonEdit& edit : deviation.edits) {
      if (auto done = apply(edit, *body); !done) return failed(done.error());
    }
    request.body = dump(*body);
  } else if (!deviation.edits.empty()) {
    return invalid(call.name() + " has no body to edit");
  }
  if (deviation.body) request.body = *deviation.body;

  auto headers = render_headers(rendering.dialect, scope, call.body || deviation.body);
  if (!headers) return failed(headers.error());
  request.headers = std::move(*headers);
  replace_headers(deviation.headers, request.headers);
  return std::optional<http::Request>(std::move(request));
}

Result<http::Request> render(const RawRequest& raw, const Dialect& dialect, const Target& target) {
  const Json moment = moment_of(target, 1), nothing = Json::object();
  http::Request request(raw.method,
                        join_address(target.base_url, encode_address(raw.path, dialect.encoding)));
  auto headers = render_headers(dialect, Scope(nothing, moment), raw.body.has_value());
  if (!headers) return headers.error();
  request.headers = std::move(*headers);
  replace_headers(raw.headers, request.headers);
  request.body = raw.body.value_or("");
  return request;
}

}  // namespace idproctor::scim
