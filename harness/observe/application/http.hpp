#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/observe/application/application.hpp"

namespace idproctor::observe {

/// An application with an API of its own.
struct HttpSettings {
  struct Lookup {
    /// May hold ${user.email}, ${user.user_name} (or userName) and ${user.idp_id} (or externalId), a group's
    /// ${group.name} (or displayName); they go in percent-encoded.
    std::string url;
    http::Headers headers;
    /// JSON pointer of the person or group in the answer; of a list, the one that fits is taken. Empty: the
    /// whole answer.
    std::string at;
  };
  Lookup user;
  std::optional<Lookup> group;
  std::optional<Lookup> connection_state, directory_state;  ///< `at` points to the word
  bool lists_accounts = false;  ///< `user.at` points to a list of everybody who fits
  /// Name of a field -> JSON pointer in the record. Empty: the fields of UserView at pointers of the same
  /// names.
  std::map<std::string, std::string> fields;
  /// What stands at the field `state`, without case. Where `fields` has none, whoever is shown is active.
  std::vector<std::string> active{"active", "true"}, inactive{"inactive", "suspended", "false"};
  std::vector<int> absent{404};  ///< statuses that mean: no such person
  InactivePolicy inactive_policy = InactivePolicy::keep;
};

/// An Error names a ${name} that there is none of.
Result<std::unique_ptr<Application>> make_http_application(HttpSettings settings);

}  // namespace idproctor::observe
