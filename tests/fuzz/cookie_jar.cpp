// What a target says to the browser: the first line is a URL, the second a Location, each further one a
// Set-Cookie value.
#include "foundation/http/cookie_jar.hpp"

#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "foundation/http/url.hpp"
#include "tests/fuzz/input.hpp"

using namespace idproctor;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto lines = split(fuzz::text(data, size), '\n');
  if (lines.empty()) return 0;
  (void)http::query_of(lines[0]);
  const auto url = http::parse_url(lines[0]);
  if (!url) return 0;
  const auto again = http::parse_url(url->str());
  fuzz::require(again && again->str() == url->str(), "a URL is written as it was read");
  if (lines.size() > 1) {
    const auto next = http::resolve(url->str(), lines[1]);
    fuzz::require(!next || next->find('#') == std::string::npos, "a resolved Location has no fragment");
  }
  const Time now{std::chrono::hours(24 * 365 * 50)};
  http::CookieJar jar;
  for (std::size_t i = 2; i < lines.size(); ++i) jar.store(*url, lines[i], now);
  for (const auto initiator :
       {http::Initiator::same_site, http::Initiator::cross_site_get, http::Initiator::cross_site_post}) {
    const std::string header = jar.header_for(*url, initiator, now);
    fuzz::require(header.find_first_of("\r\n") == std::string::npos, "a Cookie header is one line");
  }
  return 0;
}
