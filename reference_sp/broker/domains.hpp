#pragma once

#include <map>
#include <string>
#include <utility>

#include "reference_sp/context.hpp"

namespace idproctor::reference::broker {

/// The domains that organizations claim as theirs. Until one is verified, nobody of it logs in at its
/// organization: anybody could claim it. Addresses of other domains are guests'. The check "domain-verified"
/// decides here.
class Domains {
 public:
  explicit Domains(Context context);

  void set(const std::string& organization_id, const std::string& domain, bool verified);
  /// Whether a user of that address may not log in at that organization.
  bool keeps_out(const std::string& organization_id, const std::string& email) const;

 private:
  Context context_;
  std::map<std::pair<std::string, std::string>, bool> verified_;  ///< by organization and domain
};

}  // namespace idproctor::reference::broker
