#pragma once

#include "harness/run/case_state.hpp"

namespace idproctor::run {

/// Whether it says how often an event comes: then some time goes by in which no further one may.
bool counts_events(const scenario::Expectation& expect);

/// Where the case's events begin that a step's expectation is about.
std::size_t event_mark(const Environment& environment);

/// Looks at the events and then at the application until both show what `expect` says, or the time is over.
/// True: they do. Otherwise the case ends, and its reason names the link of the chain that broke. Events
/// before `mark` do not count. Where `expect` says how often an event comes, it stays at that for a moment.
Task<bool> await_effects(CaseState& state, const scenario::Expectation& expect, std::size_t mark,
                         Milliseconds within, Milliseconds timeout);

/// The same must not show during that while. True: it did not.
Task<bool> see_nothing(CaseState& state, const scenario::Expectation& expect, std::size_t mark,
                       Milliseconds during, Milliseconds timeout);

}  // namespace idproctor::run
