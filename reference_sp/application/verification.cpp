#include "reference_sp/application/verification.hpp"

#include <charconv>
#include <vector>

#include "foundation/core/json.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"

namespace idproctor::reference::application {

namespace {

constexpr Milliseconds tolerance{180'000};

struct SignatureHeader {
  std::string time;
  std::vector<std::string> signatures;
};

SignatureHeader read_header(std::string_view header) {
  SignatureHeader read;
  for (const std::string& part : split(header, ',')) {
    const std::string_view pair = trim(part);
    if (pair.starts_with("t=")) read.time = pair.substr(2);
    if (pair.starts_with("v1=")) read.signatures.emplace_back(pair.substr(3));
  }
  return read;
}

Result<Time> read_milliseconds(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  // Thirteen digits last until the year 2286; more of them could not be subtracted from.
  if (error != std::errc() || end != text.data() + text.size() || count < 0 || text.size() > 15) {
    return invalid("the signature's t is no time in milliseconds");
  }
  return Time(Milliseconds(count));
}

/// The mistake of "webhook-raw-body": the framework has parsed the body already.
std::string written_again(std::string_view body) {
  const auto json = parse_json(body);
  return json ? dump(*json) : std::string(body);
}

}  // namespace

Result<> verify_webhook(std::string_view header, std::string_view body, std::string_view secret, Time now,
                        const Checks& checks) {
  if (checks.off("webhook-signature")) return {};
  const SignatureHeader read = read_header(header);
  if (read.time.empty() || read.signatures.empty()) return invalid("signature or time is missing");
  auto time = read_milliseconds(read.time);
  if (!time) return time.error();
  if (*time + tolerance < now && checks.on("webhook-age")) return invalid("the signature is too old");
  if (*time > now + tolerance && checks.on("webhook-future")) {
    return invalid("the signature is of the future");
  }
  const std::string signed_body = checks.on("webhook-raw-body") ? std::string(body) : written_again(body);
  const std::string expected = to_hex(crypto::hmac_sha256(secret, read.time + "." + signed_body));
  for (const std::string& signature : read.signatures) {
    if (crypto::equal_in_constant_time(signature, expected)) return {};
  }
  return invalid("the signature does not fit the body");
}

}  // namespace idproctor::reference::application
