// A service provider's AuthnRequest: the input is a URL of the HTTP-Redirect binding, or the XML inside it.
#include "mock_idp/authn_request.hpp"

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/http/form.hpp"
#include "tests/fuzz/input.hpp"

using namespace idproctor;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::text(data, size);
  if (const auto request = mock_idp::decode_authn_request(input)) {
    fuzz::require(!request->id.empty() && !request->issuer.empty(),
                  "a decoded request has an ID and an Issuer");
  }
  const auto direct = mock_idp::parse_authn_request(input);
  if (!direct) return 0;
  // What is accepted as XML is accepted as a URL too, and means the same.
  const std::string url =
      "https://idp.example/sso?" + http::encode_form({{"SAMLRequest", base64_encode(deflate_raw(input))}});
  const auto carried = mock_idp::decode_authn_request(url);
  fuzz::require(carried.has_value() && carried->id == direct->id && carried->issuer == direct->issuer &&
                    carried->xml == input,
                "a request survives DEFLATE and base64");
  return 0;
}
