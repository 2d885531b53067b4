#pragma once

#include <memory>
#include <string>
#include <vector>

#include "foundation/core/json.hpp"
#include "foundation/http/client.hpp"
#include "harness/run/redactor.hpp"
#include "harness/run/result.hpp"

namespace idproctor::run {

/// What one case sent and received, in order.
using Log = std::vector<Exchange>;

/// The only way to the target: counts, slows down to the target's limit, and keeps each exchange without
/// secrets.
class Gateway {
 public:
  /// `max_rps` 0: as fast as it goes.
  Gateway(http::Client& client, const Clock& clock, Redactor redactor, http::Headers extra_headers,
          double max_rps);

  /// `what` says in a few words why this is sent. `kept_as`, where there is one, gets the exchange's id:
  /// other exchanges of the case may go on at the same time.
  Task<Result<http::Response>> send(Log& log, std::string what, http::Request request, Milliseconds timeout,
                                    std::shared_ptr<std::string> kept_as = nullptr);
  /// As send(), and once more after Retry-After where the target answers 429: a limit answers no question.
  /// The error `unreachable` where it does so three times, or asks for more than half a minute.
  Task<Result<http::Response>> send_when_admitted(Log& log, std::string what, http::Request request,
                                                  Milliseconds timeout, std::shared_ptr<std::string> kept_as);
  /// Sends, and closes the connection before an answer comes.
  Task<Result<>> abandon(Log& log, std::string what, http::Request request, Milliseconds timeout,
                         std::shared_ptr<std::string> kept_as);
  const Redactor& redactor() const { return redactor_; }
  /// A secret that an answer told: from now on nothing that is kept shows it, and nothing in the log, which
  /// has that answer already. A number may be one, and of a list or an object every text and number in it is.
  void hide(const Json& secret, Log& log);

 private:
  Task<> wait_for_turn();
  /// Gives the request the target's own headers and keeps it in the log; the place there.
  std::size_t keep(Log& log, std::string what, http::Request& request, std::string* kept_as);

  http::Client& client_;
  const Clock& clock_;
  Redactor redactor_;
  http::Headers extra_headers_;
  Milliseconds interval_;
  Time next_turn_{};
  int sent_ = 0;
};

}  // namespace idproctor::run
