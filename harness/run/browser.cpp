#include "harness/run/browser.hpp"

#include <algorithm>
#include <regex>

#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "harness/observe/page_form.hpp"
#include "harness/run/version.hpp"

namespace idproctor::run {

namespace {

constexpr int kMostRedirects = 20;  // as browsers do
constexpr std::size_t kLongestPage = 64 << 10;
constexpr std::size_t kLongestHeaders = 256 << 10;  // bytes; Chromium shows an error page instead of more

bool is_redirect(const http::Response& response) {
  const int status = response.status;
  return (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) &&
         response.headers.has("Location");
}

std::size_t size_of(const http::Headers& headers) {
  std::size_t size = 0;
  for (const auto& [name, value] : headers.fields()) size += name.size() + value.size() + 4;  // ": " and CRLF
  return size;
}

/// As browsers read it (URL standard): a backslash is a slash, tabs and line breaks are not there.
std::string as_browsers_read(const std::string& location) {
  std::string text;
  for (const char c : location) {
    if (c == '\t' || c == '\r' || c == '\n') continue;
    text += c == '\\' ? '/' : c;
  }
  return text;
}

/// The other site that an answer leads to by a header, a meta element or a script; empty when it leads to
/// none.
std::string other_site(const http::Response& response) {
  const std::string location = as_browsers_read(response.headers.get("Location"));
  const std::string refresh = response.headers.get("Refresh");
  if (response.headers.has(kInjectedHeader)) return std::string(kInjectedHeader) + ", an injected header";
  for (const std::string& header : {location, refresh}) {
    if (header.find("//" + std::string(kElsewhere)) == 0 ||
        header.find("://" + std::string(kElsewhere)) < 10 ||
        to_lower(trim(header)).starts_with("javascript:"))
      return header;
  }
  static const std::regex leaves("(http-equiv=.?refresh[^>]{0,200}|location[^<]{0,40}[\"'](https?:)?//)" +
                                 replace_all(std::string(kElsewhere), ".", "[.]"));
  const std::string page = response.body.substr(0, kLongestPage);
  if (page.find(kElsewhere) == std::string::npos) return {};  // the expression has it in it, and takes longer
  std::smatch found;
  return std::regex_search(page, found, leaves) ? found.str() : std::string();
}

/// The request that follows a redirect (Fetch standard, HTTP-redirect fetch, step 12).
http::Request following(const http::Request& before, int status, const std::string& url) {
  const bool keeps_method = status == 307 || status == 308;
  http::Request next(keeps_method ? before.method : "GET", url);
  if (keeps_method) {
    next.body = before.body;
    if (before.headers.has("Content-Type"))
      next.headers.set("Content-Type", before.headers.get("Content-Type"));
  }
  return next;
}

http::Request form_request(std::string url, std::string form) {
  http::Request request("POST", std::move(url));
  http::put_form(request, std::move(form));
  return request;
}

/// Where the answer sends the browser by itself, and with what; nothing when it stays.
struct Onward {
  std::string reference;
  std::optional<std::string> form;
};

std::optional<Onward> onward(const http::Response& response) {
  if (is_redirect(response)) return Onward{as_browsers_read(response.headers.get("Location")), std::nullopt};
  if (auto form = observe::saml_form(response)) {
    return Onward{form->action, http::encode_form(form->fields)};
  }
  return std::nullopt;
}

}  // namespace

Task<Result<Browser::Visit>> Browser::get(Log& log, std::string what, std::string url, std::string stop_at,
                                          Milliseconds timeout) {
  http::Request request("GET", std::move(url));
  co_return co_await go(log, std::move(what), std::move(request), http::Initiator::same_site,
                        std::move(stop_at), timeout);
}

Task<Result<Browser::Visit>> Browser::post_from_elsewhere(Log& log, std::string what, std::string url,
                                                          std::string form, std::string stop_at,
                                                          Milliseconds timeout) {
  http::Request request = form_request(std::move(url), std::move(form));
  co_return co_await go(log, std::move(what), std::move(request), http::Initiator::cross_site_post,
                        std::move(stop_at), timeout);
}

Task<Result<Browser::Visit>> Browser::get_from_elsewhere(Log& log, std::string what, std::string url,
                                                         std::string stop_at, Milliseconds timeout) {
  http::Request request("GET", std::move(url));
  co_return co_await go(log, std::move(what), std::move(request), http::Initiator::cross_site_get,
                        std::move(stop_at), timeout);
}

Task<Result<Browser::Visit>> Browser::send(Log& log, std::string what, http::Request request,
                                           std::string stop_at, Milliseconds timeout) {
  co_return co_await go(log, std::move(what), std::move(request), http::Initiator::same_site,
                        std::move(stop_at), timeout);
}

std::string Browser::was_with(const std::string& parameter) const {
  const auto found = std::find_if(history_.rbegin(), history_.rend(), [&](const std::string& url) {
    return http::find(http::query_of(url), parameter).has_value();
  });
  return found == history_.rend() ? "" : *found;
}

std::string Browser::was_at(const std::string& beginning) const {
  const auto found = std::find_if(history_.rbegin(), history_.rend(),
                                  [&](const std::string& url) { return url.starts_with(beginning); });
  return found == history_.rend() ? "" : *found;
}

Task<Result<Browser::Visit>> Browser::go(Log& log, std::string what, http::Request request,
                                         http::Initiator initiator, std::string stop_at,
                                         Milliseconds timeout) {
  Visit visit;
  for (int hop = 0;; ++hop) {
    const auto url = http::parse_url(request.url);
    if (!url) {
      if (hop == 0) co_return url.error();
      visit.trouble = url.error().message;
      co_return visit;
    }
    request.headers.set("User-Agent", kUserAgent);
    request.headers.set("Accept", "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8");
    const std::string cookies = jar_.header_for(*url, initiator, clock_.now());
    if (hop == 0) visit.withheld = jar_.withheld(*url, initiator, clock_.now());
    if (cookies.empty()) {
      request.headers.remove("Cookie");
    } else {
      request.headers.set("Cookie", cookies);
    }
    history_.push_back(request.url);
    const std::size_t place = log.size();
    std::string why = hop == 0 ? what : what + ", redirected";
    auto response = co_await gateway_.send(log, std::move(why), request, timeout);
    if (hop == 0) visit.exchange = log[place].id;
    if (!response) {
      if (hop == 0) co_return response.error();
      visit.trouble = describe(response.error());
      co_return visit;
    }
    if (const std::size_t size = size_of(response->headers); size > kLongestHeaders) {
      visit.trouble = "an answer with " + std::to_string(size) + " bytes of headers, more than browsers take";
      visit.response = http::Response(response->status, "text/plain", "");
      visit.url = request.url;
      co_return visit;
    }
    for (const std::string& cookie : response->headers.all("Set-Cookie"))
      jar_.store(*url, cookie, clock_.now());
    visit.response = *response;
    visit.url = request.url;
    visit.left_for = other_site(*response);
    if (!visit.left_for.empty()) co_return visit;
    const auto next_step = onward(*response);
    if (!next_step) co_return visit;
    const auto next = http::resolve(request.url, next_step->reference);
    if (!next) {
      visit.trouble = (next_step->form ? "a form to '" : "a redirect to '") + next_step->reference + "'";
      co_return visit;
    }
    if (!stop_at.empty() && next->starts_with(stop_at)) {
      visit.url = *next;
      visit.stopped = true;
      visit.form = next_step->form.value_or("");
      co_return visit;
    }
    if (hop + 1 == kMostRedirects) {
      visit.trouble = "more than " + std::to_string(kMostRedirects) + " redirects, the last one to " + *next;
      co_return visit;
    }
    if (next_step->form) {
      request = form_request(*next, *next_step->form);
      continue;
    }
    request = following(request, response->status, *next);
    // What another site began stays cross-site, but a redirect after a POST is a GET: Lax cookies go along
    // again.
    if (initiator == http::Initiator::cross_site_post && request.method == "GET") {
      initiator = http::Initiator::cross_site_get;
    }
  }
}

}  // namespace idproctor::run
