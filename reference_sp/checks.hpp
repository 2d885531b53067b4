#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace idproctor::reference {

/// One thing that the reference integration verifies. Switched off, it does not skip the check: it makes the
/// mistake that real service providers make there.
struct Check {
  std::string_view name;  ///< for --without and for a case's red_without
  std::string_view verifies;
  std::string_view mistake;  ///< what happens when it is off
};

/// Every switch there is, in the order of the documentation.
const std::vector<Check>& all_checks();
bool is_check(std::string_view name);

/// Which checks are on. All of them, but for those named.
class Checks {
 public:
  Checks() = default;
  explicit Checks(std::set<std::string, std::less<>> without) : without_(std::move(without)) {}
  /// Throws std::logic_error for a name that all_checks() does not list.
  bool on(std::string_view name) const;
  bool off(std::string_view name) const { return !on(name); }

 private:
  std::set<std::string, std::less<>> without_;
};

}  // namespace idproctor::reference
