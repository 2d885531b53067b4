#include "harness/run/redactor.hpp"

#include <algorithm>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"

namespace idproctor::run {

namespace {

constexpr std::string_view kHidden = "[redacted]";
// Shorter ones would hide ordinary words.
constexpr std::size_t kShortestSecret = 6;

/// The base64 characters that the secret alone decides when `offset` bytes stand before it.
std::string base64_at(const std::string& secret, std::size_t offset) {
  const std::string padded = base64_encode(std::string(offset, ' ') + secret);
  const std::size_t first = (offset * 8 + 5) / 6;
  const std::size_t last = (offset + secret.size()) * 8 / 6;
  return padded.substr(first, last - first);
}

http::Headers hide_headers(const http::Headers& headers, const Redactor& redactor) {
  http::Headers hidden;
  for (const auto& [name, value] : headers.fields()) {
    if (equals_ignoring_case(name, "Authorization")) {
      const std::size_t space = value.find(' ');
      hidden.add(name, (space == std::string::npos ? "" : value.substr(0, space + 1)) + std::string(kHidden));
    } else if (equals_ignoring_case(name, "Cookie")) {
      std::vector<std::string> pairs = split(value, ';');
      for (std::string& pair : pairs)
        pair = std::string(trim(pair.substr(0, pair.find('=')))) + "=" + std::string(kHidden);
      hidden.add(name, join(pairs, "; "));
    } else if (equals_ignoring_case(name, "Set-Cookie")) {
      const std::size_t equals = value.find('='), end = value.find(';');
      const std::string attributes = end == std::string::npos ? "" : value.substr(end);
      hidden.add(name, value.substr(0, std::min(equals, end)) + "=" + std::string(kHidden) +
                           redactor.text(attributes));
    } else {
      hidden.add(name, redactor.text(value));
    }
  }
  return hidden;
}

/// A code of OAuth is a credential until it is redeemed (RFC 6749, 4.1.2), whoever made it.
std::string hide_codes(std::string text) {
  constexpr std::string_view name = "code=";
  for (std::size_t at = text.find(name, 1); at != std::string::npos; at = text.find(name, at + 1)) {
    const char before = text[at - 1];
    if (before != '?' && before != '&' && before != ';') continue;
    const std::size_t begin = at + name.size();
    const std::size_t end = std::min(text.find_first_of("&;# \t\r\n\"'<>\\", begin), text.size());
    if (end > begin) text.replace(begin, end - begin, kHidden);
  }
  return text;
}

}  // namespace

Redactor::Redactor(const std::vector<std::string>& secrets) {
  for (const std::string& secret : secrets) hide(secret);
}

void Redactor::hide(const std::string& secret) {
  if (secret.size() < kShortestSecret) return;
  forms_.push_back(secret);
  forms_.push_back(percent_encode(secret));
  for (std::size_t offset = 0; offset < 3; ++offset) forms_.push_back(base64_at(secret, offset));
  // The longer form first, or its rest would stay behind.
  std::ranges::sort(forms_, [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

std::string Redactor::text(std::string text) const {
  for (const std::string& form : forms_) text = replace_all(std::move(text), form, kHidden);
  return hide_codes(std::move(text));
}

std::string Redactor::body(const std::string& body, std::size_t longest) const {
  if (body.size() <= longest) return text(body);
  // A secret that begins before the cut is hidden as a whole; what begins behind it falls away, as it may be
  // the front of one.
  const std::size_t overlap = forms_.empty() ? 0 : forms_.front().size();
  std::string front = text(body.substr(0, longest + overlap));
  if (body.size() > longest + overlap) front.resize(front.size() - std::min(overlap, front.size()));
  front.resize(std::min(longest, front.size()));
  return front + "\n[... " + std::to_string(body.size() - longest) + " bytes more]";
}

http::Request Redactor::request(const http::Request& request, std::size_t longest_body) const {
  http::Request hidden(request.method, text(request.url));
  hidden.body = body(request.body, longest_body);
  hidden.headers = hide_headers(request.headers, *this);
  return hidden;
}

http::Response Redactor::response(const http::Response& response, std::size_t longest_body) const {
  http::Response hidden;
  hidden.status = response.status;
  hidden.body = body(response.body, longest_body);
  hidden.headers = hide_headers(response.headers, *this);
  return hidden;
}

}  // namespace idproctor::run
