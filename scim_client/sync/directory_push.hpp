#pragma once

#include <functional>
#include <memory>
#include <string>

#include "scim_client/client.hpp"
#include "scim_client/sync/courier.hpp"
#include "scim_client/sync/journal.hpp"
#include "scim_client/sync/synthetic_directory.hpp"

namespace idproctor::scim {

struct PushOptions {
  int concurrency = 16;                           ///< users, and then groups, that are pushed side by side
  std::string app;                                ///< what the administrator calls the target
  int failures_in_a_row = 50;                     ///< so many without a success between them end the push
  std::function<std::string(std::string)> clean;  ///< takes secrets out of the target's text
  std::function<void(std::int64_t)> users_done, groups_done;  ///< how many more, each time
};

/// Whether a provider's client knows groups at all.
bool pushes_groups(const Dialect& dialect);

/// Pushes a synthetic directory as one provider does: all users, then the groups with their members. What
/// becomes of each is in the journal; what the journal has already is left alone, failures are tried again.
class DirectoryPush {
 public:
  /// Everything must outlive the tasks. `send` sends once and repeats nothing.
  DirectoryPush(const Dialect& dialect, const Target& target, const Send& send, Traffic& traffic,
                const SyntheticDirectory& directory, Journal& journal, PushOptions options);
  ~DirectoryPush();

  /// Ends when all is pushed or has failed, or when Traffic::stopped says why not.
  Task<> run();

 private:
  struct Worker;

  Task<> push_users(Worker& worker);
  Task<> push_groups(Worker& worker);
  Task<> push_user(Worker& worker, std::int64_t number);
  Task<> push_group(Worker& worker, std::int64_t number);
  Task<Result<std::string>> operate(Worker& worker, std::string operation, Json variables, std::string root);
  Json reference_to(std::int64_t user);
  Json members_of(std::int64_t group);
  void settle(const Result<std::string>& outcome);
  std::string sentence(const Error& error) const;

  const Dialect& dialect_;
  Traffic& traffic_;
  const SyntheticDirectory& directory_;
  Journal& journal_;
  PushOptions options_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::int64_t next_user_ = 0, next_group_ = 0;
  int failures_in_a_row_ = 0;
};

}  // namespace idproctor::scim
