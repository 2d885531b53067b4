#include "harness/observe/webhook_signature.hpp"

#include <algorithm>
#include <charconv>

#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"

namespace idproctor::observe {

namespace {

using SignatureState = SignatureCheck::State;

struct SchemeRow {
  WebhookScheme scheme;
  const char* name;
  std::vector<std::string> headers;
  const char* key;        ///< before the signature
  const char* separator;  ///< between the time and the signature
};

const std::vector<SchemeRow>& schemes() {
  static const std::vector<SchemeRow> rows{
      {WebhookScheme::none, "none", {}, "", ""},
      {WebhookScheme::workos, "workos", {"WorkOS-Signature"}, "v1", ", "},
      {WebhookScheme::polis, "polis", {"BoxyHQ-Signature", "Ory-Polis-Signature"}, "s", ","},
  };
  return rows;
}

const SchemeRow& row_of(WebhookScheme scheme) {
  return schemes()[static_cast<std::size_t>(scheme)];
}

SignatureCheck refused(SignatureState state, std::string detail) {
  return {state, std::move(detail)};
}

/// The values of `key` in "t=1, v1=ab"; other keys may stand beside them.
std::vector<std::string> values_of(std::string_view key, const std::string& header) {
  std::vector<std::string> values;
  for (const std::string& part : split(header, ',')) {
    const std::string_view pair = trim(part);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == key) {
      values.emplace_back(pair.substr(equals + 1));
    }
  }
  return values;
}

std::optional<Time> milliseconds_since_1970(const std::string& digits) {
  constexpr std::size_t longest = 15;  // year 33658
  long long value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  if (digits.empty() || digits.size() > longest || error != std::errc() || stop != end || value < 0) {
    return std::nullopt;
  }
  return Time(Milliseconds(value));
}

std::string minutes_apart(Milliseconds distance) {
  return std::to_string(std::chrono::duration_cast<std::chrono::minutes>(distance).count()) + " minutes";
}

SignatureCheck check_age(const std::string& header, Time sent, Time now, Milliseconds tolerance) {
  // Whoever writes seconds is 55 years late.
  const Time as_seconds{sent.time_since_epoch() * 1000};
  if (sent < now - tolerance && as_seconds >= now - tolerance && as_seconds <= now + tolerance) {
    return refused(SignatureState::old, "the time in " + header + " is in seconds instead of milliseconds");
  }
  if (sent < now - tolerance) {
    return refused(SignatureState::old,
                   "the time in " + header + " is " + minutes_apart(now - sent) + " ago");
  }
  if (sent > now + tolerance) {
    return refused(SignatureState::future,
                   "the time in " + header + " is " + minutes_apart(sent - now) + " ahead");
  }
  return {SignatureState::valid, {}};
}

SignatureCheck check_header(const SchemeRow& scheme, const std::string& header, const std::string& value,
                            std::string_view secret, std::string_view body, Time now,
                            Milliseconds tolerance) {
  const auto times = values_of("t", value), signatures = values_of(scheme.key, value);
  if (times.size() != 1 || signatures.size() != 1 || signatures.front().empty()) {
    return refused(SignatureState::malformed, header + " has " + std::to_string(times.size()) +
                                                  " times (t) and " + std::to_string(signatures.size()) +
                                                  " signatures (" + scheme.key + ") instead of one each");
  }
  const auto sent = milliseconds_since_1970(times.front());
  if (!sent) {
    return refused(SignatureState::malformed,
                   "the time in " + header + " is no number: " + printable(times.front(), 40));
  }
  // Before the age: a time that nobody signed says nothing.
  if (!crypto::equal_in_constant_time(webhook_digest(secret, times.front(), body), signatures.front())) {
    return refused(SignatureState::wrong, "the signature in " + header + " is not one over this body");
  }
  return check_age(header, *sent, now, tolerance);
}

}  // namespace

const char* name(WebhookScheme scheme) {
  return row_of(scheme).name;
}

std::optional<WebhookScheme> webhook_scheme(std::string_view name) {
  const auto row = std::ranges::find(schemes(), name, &SchemeRow::name);
  return row == schemes().end() ? std::nullopt : std::optional(row->scheme);
}

std::vector<std::string> signature_headers(WebhookScheme scheme) {
  return row_of(scheme).headers;
}

std::string webhook_digest(std::string_view secret, std::string_view timestamp, std::string_view body) {
  return to_hex(crypto::hmac_sha256(secret, std::string(timestamp) + "." + std::string(body)));
}

std::string webhook_signature(WebhookScheme scheme, std::string_view secret, std::string_view body, Time at) {
  const SchemeRow& row = row_of(scheme);
  const std::string timestamp = std::to_string(at.time_since_epoch().count());
  return "t=" + timestamp + row.separator + row.key + "=" + webhook_digest(secret, timestamp, body);
}

const char* name(SignatureState state) {
  constexpr const char* names[] = {"valid", "unchecked", "missing", "malformed", "wrong", "old", "future"};
  return names[static_cast<std::size_t>(state)];
}

SignatureCheck check_signature(WebhookScheme scheme, std::string_view secret, const http::Headers& headers,
                               std::string_view body, Time now, Milliseconds tolerance) {
  const SchemeRow& row = row_of(scheme);
  if (row.headers.empty()) return {SignatureState::unchecked, {}};
  SignatureCheck check = refused(SignatureState::missing, "there is no header " + row.headers.front());
  for (const std::string& header : row.headers) {
    const std::vector<std::string> values = headers.all(header);
    if (values.size() > 1) {
      return refused(SignatureState::malformed,
                     header + " is there " + std::to_string(values.size()) + " times");
    }
    if (values.empty() || trim(values.front()).empty()) continue;
    check = check_header(row, header, values.front(), secret, body, now, tolerance);
    if (!check.is_valid()) return check;
  }
  return check;
}

}  // namespace idproctor::observe
