#include "harness/run/gateway.hpp"

namespace idproctor::run {

namespace {

/// More than this is of no use in a report; the whole answer was judged.
constexpr std::size_t kLongestKeptBody = 256 << 10;

std::string shortened(std::string body) {
  if (body.size() <= kLongestKeptBody) return body;
  const std::size_t missing = body.size() - kLongestKeptBody;
  body.resize(kLongestKeptBody);
  return body + "\n[... " + std::to_string(missing) + " bytes more]";
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

std::size_t Gateway::keep(Log& log, std::string what, http::Request& request, std::string* kept_as) {
  for (const auto& [name, value] : extra_headers_.fields()) {
    if (!request.headers.has(name)) request.headers.add(name, value);
  }
  Exchange exchange;
  exchange.id = "x" + std::to_string(++sent_);
  exchange.what = redactor_.text(std::move(what));
  exchange.started = clock_.now();
  exchange.request = redactor_.request(request);
  exchange.request.body = shortened(std::move(exchange.request.body));
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
    kept.response->body = shortened(std::move(kept.response->body));
  } else {
    kept.error = redactor_.text(describe(response.error()));
  }
  co_return response;
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
