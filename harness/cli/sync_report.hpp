#pragma once

#include <iosfwd>
#include <optional>

#include "foundation/core/clock.hpp"
#include "scim_client/sync/comparison.hpp"
#include "scim_client/sync/journal.hpp"

namespace idproctor::cli {

/// What a sync came to.
struct SyncOutcome {
  scim::Journal::Counts counts;
  std::int64_t users_before = 0;  ///< were in the journal already
  std::int64_t requests = 0, repeated = 0, pauses = 0;
  Milliseconds duration{0};  ///< of the push alone
  std::string stopped;       ///< why the push ended early; empty: it did not
  int signal = 0;            ///< that ended it
  bool unreachable = false;  ///< it ended because the target could not be reached
  std::optional<Result<scim::Comparison::Held>> held;
};

/// The summary for people, on standard output.
void write_sync_report(std::ostream& out, const SyncOutcome& outcome,
                       const scim::SyntheticDirectory& directory, scim::Journal& journal);

/// 128 and the signal; else 1 when something failed or differs, 4 when that could not be found out, else 0.
int sync_exit_code(const SyncOutcome& outcome);

}  // namespace idproctor::cli
