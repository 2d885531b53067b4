#include "harness/run/inspection_step.hpp"

#include "harness/observe/sp_metadata_checks.hpp"

namespace idproctor::run {

Task<bool> run_inspection(CaseState& state, const scenario::InspectStep& step, Milliseconds timeout) {
  observe::Inspection found;
  if (step.subject == "metadata") {
    found = observe::inspect_sp_metadata(step.check, state.environment.sp.xml, state.environment.clock.now());
  } else {
    // Enough to judge what must differ from one to the next.
    while (state.environment.requests->size() < 12) {
      const std::size_t before = state.environment.requests->size();
      Browser stranger(*state.environment.gateway, state.environment.clock);
      auto asked = co_await ask_service_provider(state.environment, state.result.exchanges, stranger,
                                                 std::string(), timeout);
      if (!asked && asked.error().kind == Error::Kind::unreachable) {
        state.finish(Status::error, describe(asked.error()));
        co_return false;
      }
      if (state.environment.requests->size() == before) break;  // none comes
    }
    found = observe::inspect_authn_requests(
        step.check,
        {state.environment.requests, state.environment.sso_url(), state.environment.sp.entity_id,
         state.environment.sp.xml, state.environment.sp.signing_keys, state.environment.provider.saml.get()});
  }
  state.result.reason = found.reason;
  if (found.kind == observe::Inspection::Kind::not_asked) {
    state.finish(Status::skip, found.reason);
    co_return false;
  }
  const bool holds = found.kind == observe::Inspection::Kind::holds;
  state.result.expected = "holds";
  state.result.observed = holds ? "holds" : "fails";
  state.result.evidence.push_back(
      {"wire", step.subject == "metadata" ? "metadata" : "AuthnRequest", "holds", found.reason,
       state.result.exchanges.empty() ? "" : state.result.exchanges.back().id, holds});
  if (holds) co_return true;
  co_return state.deviates("holds", "fails", found.reason);
}

}  // namespace idproctor::run
