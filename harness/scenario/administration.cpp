#include "harness/scenario/administration.hpp"

namespace idproctor::scenario {

const std::vector<Administration>& administrations() {
  static const std::vector<Administration> all{{"deactivate_connection", "activate_connection"},
                                               {"unverify_domain", "verify_domain"}};
  return all;
}

std::string opposite_of(const std::string& action) {
  for (const auto& [one, other] : administrations()) {
    if (action == one) return other;
    if (action == other) return one;
  }
  return {};
}

}  // namespace idproctor::scenario
