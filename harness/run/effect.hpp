#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/core/task.hpp"
#include "foundation/http/message.hpp"
#include "harness/scenario/model.hpp"

namespace idproctor::run {

/// What must show of one resource after a write: by its id, and where lists and searches would show it.
struct Effect {
  std::string collection;  ///< "/Users" or "/Groups"
  std::string id;          ///< the server's
  std::string filter;      ///< finds this resource and no other; empty: no search is asked
  bool gone = false;       ///< nothing of it may show
  bool listed = true;      ///< it must stand in the list; a target may leave out who is inactive
  scenario::Matchers shows;
  Json sent;  ///< what POST or PUT carried; null where there was no such request
};

/// What was found, by the last look that was needed.
struct Seen {
  bool as_expected = false;
  std::string rung;  ///< "SCIM GET", "SCIM filter" or "SCIM list"
  std::string expected, observed, reason;
  std::string unseen;  ///< JSON pointer of what GET does not show; empty where it is something else
  std::string exchange;
  Json resource;                  ///< as GET showed it; null where it did not
  std::vector<std::string> lost;  ///< pointers of what was sent and is not there
};

/// One GET below the base URL, and the exchange that it became.
struct Look {
  Look(http::Response response_, std::string exchange_)
      : response(std::move(response_)), exchange(std::move(exchange_)) {}
  http::Response response;
  std::string exchange;
};
using Ask = std::function<Task<Result<Look>>(std::string path)>;

/// Looks for the effects of writes (design: effect, not answer): GET, then the filter, then the list, until
/// all of them show what they must or the time to settle is over. One for a run: it remembers which lists are
/// too long to be looked through after every write.
class EffectOracle {
 public:
  EffectOracle(const Clock& clock, Milliseconds settle) : clock_(clock), settle_(settle) {}

  /// Errors: what `ask` says when no answer comes.
  Task<Result<Seen>> look(Ask ask, Effect effect);

 private:
  Task<Result<Seen>> look_once(const Ask& ask, const Effect& effect);
  Task<Result<Seen>> look_by_filter(const Ask& ask, const Effect& effect, Seen seen);
  Task<Result<Seen>> look_in_list(const Ask& ask, const Effect& effect, Seen seen);

  const Clock& clock_;
  Milliseconds settle_;
  std::set<std::string> long_lists_;  ///< collections
};

}  // namespace idproctor::run
