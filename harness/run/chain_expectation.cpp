#include "harness/run/chain_expectation.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "foundation/http/runtime.hpp"
#include "harness/observe/matcher.hpp"
#include "harness/run/application_question.hpp"
#include "harness/run/patience.hpp"

namespace idproctor::run {

namespace {

using observe::Mismatch;
using scenario::ApplicationView;
using scenario::EventView;

constexpr Milliseconds kBetweenGlances{50};
/// How long after an event that comes so many times there must be no further one.
constexpr Milliseconds kRightBehind{200};
constexpr const char* kNotSent = "not sent";
constexpr const char* kNotOnce = "0 times";

observe::UserKeys keys_of(CaseState& state, const std::string& user) {
  if (user.empty()) return {};
  const Json& known = state.directory.user_variables(user);
  return {known.value("email", ""), known.value("userName", ""), known.value("externalId", "")};
}

std::string group_name(CaseState& state, const std::string& group) {
  return group.empty() ? "" : state.directory.group_variables(group).value("displayName", "");
}

/// An event view with this case's people and values in it.
struct WantedEvent {
  const EventView* view = nullptr;
  observe::UserKeys user;
  std::string group;
  observe::Matchers data;

  bool is(const observe::Event& event) const {
    return is_type(event) && (view->user.empty() || same_person(user, event.user)) &&
           (view->group.empty() || event.group == group) && !observe::first_mismatch(data, event.data);
  }
  bool is_type(const observe::Event& event) const {
    if (view->type != "user.deactivated") return event.type == view->type;
    const Json* state = find(event.data, "/state");
    const Json* active = find(event.data, "/active");
    const bool inactive =
        (state != nullptr && *state == "inactive") || (active != nullptr && *active == false);
    return event.type == "user.deleted" || (event.type == "user.updated" && inactive);
  }
  std::string in_words() const {
    const std::string whom = view->user.empty() ? group : user.email;
    return view->type + (whom.empty() ? "" : " about " + whom);
  }
};

Result<std::vector<WantedEvent>> wanted_events(CaseState& state, const scenario::Expectation& expect) {
  std::vector<WantedEvent> wanted;
  for (const EventView& view : expect.events) {
    WantedEvent one{&view, keys_of(state, view.user), group_name(state, view.group), view.data};
    for (auto& [pointer, matcher] : one.data) {
      if (auto done = state.directory.fill_in(matcher); !done) return done.error();
    }
    wanted.push_back(std::move(one));
  }
  return wanted;
}

/// The first event that is not there as often, or not in the place, in which it should be.
std::optional<Mismatch> first_missing(const std::vector<WantedEvent>& wanted,
                                      const std::vector<observe::Event>& all, std::size_t mark) {
  auto place = all.begin() + static_cast<std::ptrdiff_t>(std::min(mark, all.size()));
  const auto begin = place;
  for (const WantedEvent& one : wanted) {
    const auto fits = [&](const observe::Event& event) { return one.is(event); };
    const auto times = std::count_if(begin, all.end(), fits);
    const auto want = one.view->count;
    if (want && times != *want) {
      return Mismatch{"the event " + one.in_words(), std::to_string(*want) + " times",
                      std::to_string(times) + " times"};
    }
    if (want && *want == 0) continue;
    if (times == 0) return Mismatch{"the event " + one.in_words(), "sent", kNotSent};
    const auto found = std::find_if(place, all.end(), fits);
    if (found == all.end()) {
      return Mismatch{"the event " + one.in_words(), "after those that stand before it", "too early"};
    }
    place = found + 1;
  }
  return std::nullopt;
}

struct Glance {
  std::optional<Mismatch> mismatch;
  std::string rung, exchange;
};

Task<Result<Glance>> look_at_events(CaseState& state, const std::vector<WantedEvent>& wanted,
                                    std::size_t mark, Milliseconds timeout) {
  EventSource& source = *state.environment.events;
  auto refreshed = co_await source.refresh(state.result.exchanges, timeout);
  if (!refreshed) co_return refreshed.error();
  Glance look;
  look.rung = source.rung();
  look.mismatch = first_missing(wanted, source.all(), mark);
  co_return look;
}

/// State and fields of a record, as the view wants them.
std::optional<Mismatch> compare(const ApplicationView& view, const std::string& state_word,
                                const std::string& wanted_state, const Json& fields) {
  const bool is_denial = wanted_state.starts_with("not-");
  const bool as_wanted = is_denial ? state_word != wanted_state.substr(4) : state_word == wanted_state;
  if (!wanted_state.empty() && !as_wanted) {
    return Mismatch{"state", wanted_state, state_word};
  }
  for (const auto& [name, matcher] : view.fields) {
    const Json* value = find(fields, "/" + name);
    if (observe::matches(matcher, value)) continue;
    return Mismatch{name, observe::describe_matcher(matcher),
                    value == nullptr ? "nothing" : printable(dump(*value), 300)};
  }
  return std::nullopt;
}

/// How far the connection or the directory has come; at the run's start, what was seen then.
Task<Result<Glance>> look_at_link(CaseState& state, ApplicationView view, Milliseconds timeout) {
  const Environment& environment = state.environment;
  Glance look;
  look.rung = "application API";
  std::string seen;
  if (view.at_start) {
    seen = environment.states_at_start.at(view.link);
  } else {
    std::string link = view.link, what = "the " + view.link + "'s state";
    auto asked = co_await ask_state(*environment.gateway, *environment.application, state.result.exchanges,
                                    std::move(link), std::move(what), timeout);
    if (!asked) co_return asked.error();
    look.exchange = asked->exchange;
    seen = asked->state;
  }
  const bool is_there = seen != "absent";
  look.mismatch = compare(view, is_there ? seen : "no " + view.link, view.state, Json::object());
  if (!is_there && !look.mismatch) look.mismatch = Mismatch{"state", view.state, seen};
  if (look.mismatch) look.mismatch->pointer = view.link + "'s state" + (view.at_start ? " at the start" : "");
  co_return look;
}

Task<Result<Glance>> look_at_application(CaseState& state, ApplicationView view, Milliseconds timeout) {
  const observe::Application& application = *state.environment.application;
  Gateway& gateway = *state.environment.gateway;
  if (!view.link.empty()) co_return co_await look_at_link(state, std::move(view), timeout);
  Glance look;
  look.rung = "application API";
  for (auto& [name, matcher] : view.fields) {
    if (auto done = state.directory.fill_in(matcher); !done) co_return done.error();
  }
  if (!view.group.empty()) {
    const auto question = application.ask_group(group_name(state, view.group));
    auto asked = co_await ask(gateway, application, state.result.exchanges,
                              "the application's view of a group", *question, timeout);
    if (!asked) co_return asked.error();
    look.exchange = *asked;
    const bool found = question->group().found;
    look.mismatch = compare(view, found ? "active" : "absent", view.state, question->group().fields);
    co_return look;
  }
  observe::UserQuery query;
  if (view.former && state.directory.former_keys(view.user).empty()) {
    co_return invalid("no update changed the address of " + view.user);
  }
  query.keys = view.former ? state.directory.former_keys(view.user) : keys_of(state, view.user);
  if (!view.as.empty()) query.authorization = state.environment.target.application->keys.at(view.as);
  query.with_groups =
      std::ranges::any_of(view.fields, [](const auto& field) { return field.first == "groups"; });
  const auto question = application.ask_user(query);
  auto asked = co_await ask(gateway, application, state.result.exchanges, "the application's view of a user",
                            *question, timeout);
  if (!asked) co_return asked.error();
  look.exchange = *asked;
  const std::string wanted = view.state == "inactive"
                                 ? observe::name(observe::expected_state(observe::UserState::inactive,
                                                                         application.inactive_policy()))
                                 : view.state;
  look.mismatch = compare(view, observe::name(question->user().state), wanted, question->user().fields);
  co_return look;
}

/// The first event since `mark` about whom the view is about; null where none came.
const observe::Event* event_about(CaseState& state, const ApplicationView& view, std::size_t mark) {
  const observe::UserKeys keys = keys_of(state, view.user);
  const std::string group = group_name(state, view.group);
  const auto& all = state.environment.events->all();
  for (std::size_t i = std::min(mark, all.size()); i < all.size(); ++i) {
    const bool is_it = view.user.empty() ? all[i].group == group : same_person(keys, all[i].user);
    if (is_it) return &all[i];
  }
  return nullptr;
}

Task<Result<Glance>> look_once(CaseState& state, const scenario::Expectation& expect,
                               const std::vector<WantedEvent>& wanted, std::size_t mark,
                               Milliseconds timeout) {
  Glance look;
  if (state.environment.events && (!wanted.empty() || expect.application)) {
    auto seen = co_await look_at_events(state, wanted, mark, timeout);
    if (!seen || seen->mismatch) co_return seen;
    look = *seen;
  }
  if (expect.application) {
    ApplicationView view = *expect.application;
    co_return co_await look_at_application(state, std::move(view), timeout);
  }
  co_return look;
}

/// Which link of the chain broke.
struct Break {
  std::string reason;
  bool untold = false;  ///< the event was not sent
};

Break break_of(CaseState& state, const scenario::Expectation& expect, std::size_t mark, const Glance& look) {
  const Mismatch& mismatch = *look.mismatch;
  if (look.rung != "application API") {
    const bool untold = mismatch.observed == kNotSent || mismatch.observed == kNotOnce;
    return {"the directory took it, and " + mismatch.pointer + " was " + mismatch.observed + " instead of " +
                mismatch.expected,
            untold};
  }
  if (!expect.application->link.empty()) {
    return {"the " + mismatch.pointer + " is " + mismatch.observed + ", and " + mismatch.expected +
            " was expected"};
  }
  const bool can_tell = state.environment.events != nullptr;
  const observe::Event* event = can_tell ? event_about(state, *expect.application, mark) : nullptr;
  const bool untold = can_tell && event == nullptr;
  const std::string before = event != nullptr ? "the event " + event->type + " was sent"
                             : untold         ? "the directory took it and no event was sent"
                                              : "the directory took it";
  return {before + ", and the application shows " + mismatch.pointer + " " + mismatch.observed +
              " instead of " + mismatch.expected,
          untold};
}

/// Of a link that stands before the one for which the case has its fix.
constexpr const char* kTellOfIt =
    "Write the event together with the change that it tells of, and send it until the application has "
    "answered it "
    "with success.";

}  // namespace

bool counts_events(const scenario::Expectation& expect) {
  return std::ranges::any_of(expect.events, [](const EventView& one) { return one.count.has_value(); });
}

std::size_t event_mark(const Environment& environment) {
  return environment.events ? environment.events->all().size() : 0;
}

Task<bool> await_effects(CaseState& state, const scenario::Expectation& expect, std::size_t mark,
                         Milliseconds within, Milliseconds timeout) {
  if (!expect.application && expect.events.empty()) co_return true;
  Patience patience(state.environment.clock, within, state.environment.events.get());
  std::optional<Patience> behind;
  const bool is_counted = counts_events(expect);
  auto wanted = wanted_events(state, expect);
  if (!wanted) {
    state.finish(Status::error, describe(wanted.error()));
    co_return false;
  }
  for (;;) {
    // What is right at the very end of the time is right.
    const bool was_over = patience.is_over();
    const bool is_final = !is_counted || (behind && behind->is_over());
    auto look = co_await look_once(state, expect, *wanted, mark, timeout);
    if (!look) {
      state.finish(Status::error, describe(look.error()));
      co_return false;
    }
    if (!look->mismatch && !behind)
      behind.emplace(state.environment.clock, kRightBehind, state.environment.events.get());
    const bool is_over = was_over && patience.is_over();
    if (look->mismatch ? is_over : is_final) {
      const Mismatch mismatch = look->mismatch.value_or(Mismatch{"", "as expected", "as expected"});
      state.result.evidence.push_back(
          {"application", look->rung, mismatch.expected, mismatch.observed, look->exchange, !look->mismatch});
      if (!look->mismatch) co_return true;
      Break broken = break_of(state, expect, mark, *look);
      if (broken.untold) state.result.fix = kTellOfIt;
      if (!state.unseen_members.empty()) broken.reason += "; before that " + state.unseen_members;
      co_return state.deviates(mismatch.pointer + ": " + mismatch.expected, mismatch.observed, broken.reason);
    }
    co_await http::sleep_for(kBetweenGlances);
  }
}

Task<bool> see_nothing(CaseState& state, const scenario::Expectation& expect, std::size_t mark,
                       Milliseconds during, Milliseconds timeout) {
  Patience patience(state.environment.clock, during, state.environment.events.get());
  auto wanted = wanted_events(state, expect);
  if (!wanted) {
    state.finish(Status::error, describe(wanted.error()));
    co_return false;
  }
  for (;;) {
    const bool was_over = patience.is_over();
    auto look = co_await look_once(state, expect, *wanted, mark, timeout);
    if (!look) {
      state.finish(Status::error, describe(look.error()));
      co_return false;
    }
    if (!look->mismatch) {
      const std::string what = expect.events.empty() ? "the application's view" : wanted->front().in_words();
      state.result.evidence.push_back({"application", look->rung, "never", "seen", look->exchange, false});
      co_return state.deviates("never", "seen", what + " was to be seen never, and it was");
    }
    if (was_over && patience.is_over()) co_return true;
    co_await http::sleep_for(kBetweenGlances);
  }
}

}  // namespace idproctor::run
