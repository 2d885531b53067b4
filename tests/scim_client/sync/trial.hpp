#pragma once

#include "foundation/core/clock.hpp"
#include "scim_client/sync/comparison.hpp"
#include "scim_client/sync/directory_push.hpp"
#include "tests/scim_client/fake_target.hpp"
#include "tests/scim_client/sync/memory_target.hpp"
#include "tests/support/temporary_folder.hpp"

namespace idproctor::scim {

/// A small directory, a journal and a target in memory. Waits between tries are of a few milliseconds.
class Trial {
 public:
  explicit Trial(std::int64_t users, std::int64_t groups = 0,
                 const std::string& dialect = "generic/scim.yaml");

  /// As a process does that begins or goes on: with the journal as it is in its file. What it stopped for is
  /// in `stopped`.
  void push();
  Result<Comparison::Held> compare();
  /// Reasons of the users that failed.
  std::vector<std::string> failures();

  MemoryTarget target;
  Send send;
  SyntheticDirectory directory;
  std::unique_ptr<Journal> journal;
  std::unique_ptr<Traffic> traffic;
  PushOptions options;
  RetryPolicy policy;
  std::string stopped;

 private:
  TemporaryFolder folder_;
  Dialect dialect_;
  Target address_;
  SystemClock clock_;
};

/// The names of fixtures/directory.yaml.
Names shipped_names();

/// The examples of one kind.
std::vector<std::string> examples(const Result<Comparison::Held>& held, Findings::Kind kind);

}  // namespace idproctor::scim
