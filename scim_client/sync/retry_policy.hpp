#pragma once

#include <optional>

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "foundation/core/seed.hpp"
#include "foundation/http/message.hpp"
#include "scim_client/dialect.hpp"

namespace idproctor::scim {

/// How often, and after how long, something is tried again.
struct RetryPolicy {
  int tries = 5;                        ///< of a request, or of an operation, the first one counted
  int refusals = 10;                    ///< answers that say "later" to one request, before it has failed
  Milliseconds first{500};              ///< before the second try; doubled for each further one
  Milliseconds longest{30'000};         ///< between two tries
  Milliseconds longest_pause{600'000};  ///< who asks for more with Retry-After ends the sync
};

/// What an answer, or none, says about trying again.
enum class Trouble {
  none,       ///< an answer to go on with, a refusal for good among them
  not_sent,   ///< no connection: nothing can have been done
  later,      ///< refused for now, and not done: 429, or 503 with Retry-After
  uncertain,  ///< may or may not have been done: no complete answer, or 408, 500, 502, 503, 504
  hopeless,   ///< no HTTP, or more bytes than are read: the next answer would be no better
};
Trouble trouble_of(const Result<http::Response>& answer);

/// Whether sending it twice has the effect of sending it once: GET, HEAD, PUT and DELETE (RFC 9110 9.2.2),
/// and a PATCH that only replaces, or adds or removes members, of which none is twice in a group (RFC 7644
/// 3.5.2.1).
bool is_repeatable(const http::Request& request);

/// Whether an operation may be begun anew when nobody knows whether its POST was carried out: before any POST
/// it looks for the resource.
bool matches_first(const Dialect& dialect, const std::string& operation);

/// After so many failed tries, at least one: the doubled time, of which the seed takes off up to a half so
/// that not all come back at once.
Milliseconds backoff(const RetryPolicy& policy, int failed, Seed& jitter);

}  // namespace idproctor::scim
