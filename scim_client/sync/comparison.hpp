#pragma once

#include <functional>

#include "scim_client/client.hpp"
#include "scim_client/sync/courier.hpp"
#include "scim_client/sync/findings.hpp"
#include "scim_client/sync/journal.hpp"
#include "scim_client/sync/synthetic_directory.hpp"

namespace idproctor::scim {

/// Compares what the target holds with what was sent: reads its lists page by page, and keeps in the journal
/// what was seen.
class Comparison {
 public:
  struct Held {
    Findings findings;
    std::int64_t users = 0, groups = 0;  ///< of this run, in the target's lists
    std::int64_t others = 0;             ///< users and groups that are none of ours
  };

  /// Everything must outlive the task. `clean` takes secrets out of the target's text; `listed` hears how
  /// many more users and groups were read.
  Comparison(const Dialect& dialect, const Target& target, const Send& send, Traffic& traffic,
             const SyntheticDirectory& directory, Journal& journal,
             std::function<std::string(std::string)> clean, std::function<void(std::int64_t)> listed);

  /// An Error says why a list could not be read to its end.
  Task<Result<Held>> run();

 private:
  Task<Result<>> read_all(std::string path, int page_size, bool by_cursor);
  void look_at_user(const Json& user);
  void look_at_values(const Json& user, const std::string& name, std::int64_t number);
  Task<Result<>> look_at_group(const Json& group);
  void look_at_member(const Json& member, const std::string& group_name, std::int64_t group);
  void look_for_missing();
  std::string quoted(const Json& value) const;
  void add(Findings::Kind kind, std::string example);

  Courier courier_;
  Client client_;
  const SyntheticDirectory& directory_;
  Journal& journal_;
  std::function<std::string(std::string)> clean_;
  std::function<void(std::int64_t)> listed_;
  Held held_;
};

}  // namespace idproctor::scim
