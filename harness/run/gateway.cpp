#include "harness/run/gateway.hpp"

#include <limits>

#include "foundation/http/retry_after.hpp"
#include "foundation/http/runtime.hpp"

namespace idproctor::run {

namespace {

/// How often and how long a target may put us off.
constexpr int kMostRefusals = 3;
constexpr Milliseconds kLongestWait{30'000};

void hide_values(const Json& secret, Redactor& redactor) {
  if (secret.is_structured()) {
    for (const Json& part : secret) hide_values(part, redactor);
  } else {
    redactor.hide(to_text(secret));
  }
}

}  // namespace

Gateway::Gateway(http::Client& client, const Clock& clock, Redactor redactor, http::Headers extra_headers,
                 double max_rps)
    : client_(client),
      clock_(clock),
      redactor_(std::move(redactor)),
      extra_headers_(std::move(extra_headers)),
      interval_(max_rps > 0 ? static_cast<long long>(1000.0 / max_rps) : 0) {}

Task<> Gateway::wait_for_turn() {
  if (interval_.count() == 0) co_return;
  const Time now = clock_.now();
  const Time turn = std::max(now, next_turn_);
  next_turn_ = turn + interval_;
  if (turn > now) co_await http::sleep_for(turn - now);
}

void Gateway::hide(const Json& secret, Log& log) {
  hide_values(secret, redactor_);
  // What was kept was cut to its length then.
  constexpr std::size_t all = std::numeric_limits<std::size_t>::max();
  for (Exchange& kept : log) {
    kept.request = redactor_.request(kept.request, all);
    if (kept.response) kept.response = redactor_.response(*kept.response, all);
  }
}

std::size_t Gateway::keep(Log& log, std::string what, http::Request& request, std::string* kept_as) {
  for (const auto& [name, value] : extra_headers_.fields()) {
    if (!request.headers.has(name)) request.headers.add(name, value);
  }
  Exchange exchange;
  exchange.id = "x" + std::to_string(++sent_);
  exchange.what = redactor_.text(std::move(what));
  exchange.started = clock_.now();
  exchange.request = redactor_.request(request);
  if (kept_as != nullptr) *kept_as = exchange.id;
  log.push_back(std::move(exchange));
  return log.size() - 1;
}

Task<Result<http::Response>> Gateway::send(Log& log, std::string what, http::Request request,
                                           Milliseconds timeout, std::shared_ptr<std::string> kept_as) {
  co_await wait_for_turn();
  // The answer is put where the request was: other exchanges of this case may come in between.
  const std::size_t place = keep(log, std::move(what), request, kept_as.get());
  auto response = co_await client_.send(std::move(request), timeout);
  Exchange& kept = log[place];
  kept.duration = clock_.now() - kept.started;
  if (response) {
    kept.response = redactor_.response(*response);
  } else {
    kept.error = redactor_.text(describe(response.error()));
  }
  co_return response;
}

Task<Result<http::Response>> Gateway::send_when_admitted(Log& log, std::string what, http::Request request,
                                                         Milliseconds timeout,
                                                         std::shared_ptr<std::string> kept_as) {
  Milliseconds wait{};
  for (int refusals = 0; refusals < kMostRefusals && wait <= kLongestWait; ++refusals) {
    co_await http::sleep_for(wait);
    http::Request copy = request;
    auto response = co_await send(log, what, std::move(copy), timeout, kept_as);
    if (!response || response->status != 429) co_return response;
    const auto asked = http::parse_retry_after(response->headers.get("Retry-After"), clock_.now());
    wait = asked.value_or(Milliseconds{1'000});
  }
  co_return Error{Error::Kind::unreachable,
                  "the target answers 429 (too many requests); http.max_rps in the target file slows us down",
                  {}};
}

Task<Result<>> Gateway::abandon(Log& log, std::string what, http::Request request, Milliseconds timeout,
                                std::shared_ptr<std::string> kept_as) {
  co_await wait_for_turn();
  const std::size_t place = keep(log, std::move(what), request, kept_as.get());
  auto sent = co_await client_.abandon(std::move(request), timeout);
  Exchange& kept = log[place];
  kept.duration = clock_.now() - kept.started;
  kept.error = sent ? "the connection was closed on purpose before an answer came"
                    : redactor_.text(describe(sent.error()));
  co_return sent;
}

}  // namespace idproctor::run
