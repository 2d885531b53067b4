#include "scim_client/sync/courier.hpp"

#include "foundation/core/text.hpp"
#include "foundation/http/retry_after.hpp"
#include "foundation/http/runtime.hpp"

namespace idproctor::scim {

Courier::Courier(const Send& send, Traffic& traffic, Seed jitter)
    : send_(send), traffic_(traffic), jitter_(std::move(jitter)) {}

Task<Result<http::Response>> Courier::send(http::Request request) {
  int failed = 0, refused = 0;
  for (;;) {
    co_await wait_for_turn();
    http::Request copy = request;
    ++traffic_.requests;
    auto answer = co_await send_(std::move(copy));
    const Trouble trouble = trouble_of(answer);
    left_open_ = trouble == Trouble::uncertain && request.method == "POST";
    switch (trouble) {
      case Trouble::none:
        traffic_.pace.went_well();
        co_return answer;
      case Trouble::hopeless:
        co_return answer;
      case Trouble::later:
        if (++refused >= traffic_.policy.refusals || !pause(*answer, refused)) co_return answer;
        break;
      case Trouble::not_sent:
      case Trouble::uncertain:
        if (trouble == Trouble::uncertain && !is_repeatable(request)) co_return answer;
        if (++failed >= traffic_.policy.tries) co_return answer;
        co_await back_off(failed);
        break;
    }
    ++traffic_.repeated;
  }
}

Task<> Courier::back_off(int failed) {
  const Milliseconds wait = backoff(traffic_.policy, failed, jitter_);
  co_await http::sleep_for(wait);
}

Task<> Courier::wait_for_turn() {
  for (;;) {
    const Time now = traffic_.clock.now();
    const Time turn = traffic_.pace.take_turn(now);
    if (turn <= now) co_return;
    co_await http::sleep_for(turn - now);
    // Somebody may have been refused meanwhile.
    if (traffic_.clock.now() >= traffic_.pace.paused_until()) co_return;
  }
}

bool Courier::pause(const http::Response& answer, int refused) {
  const Time now = traffic_.clock.now();
  const auto asked = http::parse_retry_after(answer.headers.get("Retry-After"), now);
  if (asked && *asked > traffic_.policy.longest_pause) {
    traffic_.stopped = "the target answered " + std::to_string(answer.status) + " and asks to wait " +
                       std::to_string(std::chrono::ceil<std::chrono::seconds>(*asked).count()) + " s";
    return false;
  }
  // Without a time, or with one that has passed, the wait grows as after any failure.
  const bool says_when = asked && asked->count() > 0;
  traffic_.pace.refused(now, now + (says_when ? *asked : backoff(traffic_.policy, refused, jitter_)));
  return true;
}

}  // namespace idproctor::scim
