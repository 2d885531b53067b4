#include "harness/run/metadata_steps.hpp"

#include "harness/observe/page_text.hpp"
#include "harness/run/idp_metadata.hpp"

namespace idproctor::run {

using scenario::MetadataStep;

Task<bool> MetadataSteps::run(const scenario::Step& step, const MetadataStep& metadata,
                              Milliseconds timeout) {
  changed_ = true;
  state_.controls.disturb();
  Seed seed = state_.seed.fork(step.id);
  auto answer =
      co_await publish_metadata(state_.environment, state_.result.exchanges, metadata, seed, timeout);
  if (!answer) {
    state_.finish(Status::error, describe(answer.error()));
    co_return false;
  }
  const std::string status = std::to_string(answer->status);
  state_.result.evidence.push_back({"wire", "status", "", status, state_.result.exchanges.back().id});
  const std::string stated = answer->status < 400 ? "" : observe::stated_reason(*answer);
  state_.note_diagnosis(step.expect.diagnosis, stated, state_.result.exchanges.back().id);
  // Where either is right, who takes it trusts its keys, and a login that they sign is no impersonation.
  const bool is_open = step.expect.verdict == "either";
  if (!is_open && step.expect.verdict != "accepted") co_return true;
  if (!metadata.keys.empty()) state_.environment.keys.trust(metadata.keys);
  if (is_open || answer->status < 400) co_return true;
  state_.result.message = stated;
  co_return state_.deviates("the metadata is taken", "status " + status,
                            "the target refused the metadata with status " + status);
}

Task<> MetadataSteps::restore() {
  if (!changed_) co_return;
  state_.environment.keys.trust(std::nullopt);
  MetadataStep right;
  right.recipe.kind = mock_idp::MessageKind::metadata;
  Seed seed = state_.seed.fork("right metadata");
  const std::size_t place = state_.result.exchanges.size();
  auto answer = co_await publish_metadata(state_.environment, state_.result.exchanges, right, seed,
                                          state_.environment.target.timeout);
  for (std::size_t i = place; i < state_.result.exchanges.size(); ++i) {
    state_.result.exchanges[i].what = "back again: " + state_.result.exchanges[i].what;
  }
  if (answer && answer->status < 400) co_return;
  state_.finished = false;
  state_.finish(Status::error,
                "the right metadata could not be brought back: " +
                    (answer ? "status " + std::to_string(answer->status) : describe(answer.error())));
}

}  // namespace idproctor::run
