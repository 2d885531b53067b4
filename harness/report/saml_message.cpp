#include "harness/report/saml_message.hpp"

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"

namespace idproctor::report {

namespace {

constexpr std::size_t kLimit = 1 << 20;  // decoding a huge message would show nothing more than its raw form

void add(std::vector<SamlMessage>& messages, const http::Parameters& parameters, bool deflated) {
  for (const auto& [name, value] : parameters) {
    if (name != "SAMLResponse" && name != "SAMLRequest") continue;
    Result<std::string> bytes = base64_decode(value);
    if (bytes.has_value() && deflated) bytes = inflate_raw(*bytes, kLimit);
    if (bytes.has_value()) messages.push_back({name, std::move(*bytes)});
  }
}

}  // namespace

std::vector<SamlMessage> saml_messages(const run::Exchange& exchange) {
  std::vector<SamlMessage> messages;
  const http::Request& request = exchange.request;
  const bool form =
      to_lower(request.headers.get("Content-Type")).starts_with("application/x-www-form-urlencoded");
  if (form && request.body.size() <= kLimit) add(messages, http::decode_form(request.body), false);
  if (request.url.size() <= kLimit) add(messages, http::query_of(request.url), true);
  if (exchange.response) {
    const std::string location = exchange.response->headers.get("Location");
    if (location.size() <= kLimit) add(messages, http::query_of(location), true);
  }
  return messages;
}

}  // namespace idproctor::report
