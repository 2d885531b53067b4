#pragma once

#include "harness/run/case_state.hpp"

namespace idproctor::run {

/// The changes of the IdP's metadata in one case.
class MetadataSteps {
 public:
  explicit MetadataSteps(CaseState& state) : state_(state) {}

  /// Of a target that takes the metadata its keys are trusted from then on; what one makes of metadata that
  /// it must not take, later logins tell. False when the case ends here.
  Task<bool> run(const scenario::Step& step, const scenario::MetadataStep& metadata, Milliseconds timeout);
  /// Brings the right metadata back, since other cases live with the target too.
  Task<> restore();

 private:
  CaseState& state_;
  bool changed_ = false;
};

}  // namespace idproctor::run
