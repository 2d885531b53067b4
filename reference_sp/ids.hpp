#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "foundation/core/clock.hpp"

namespace idproctor::reference {

/// Ids such as "event_01KAN1…": a prefix and 26 characters of Crockford's base 32, which sort in the order in
/// which they were made and end in 60 random bits. `clock` must outlive it.
class Ids {
 public:
  explicit Ids(const Clock& clock) : clock_(clock) {}
  std::string make(std::string_view prefix);

 private:
  const Clock& clock_;
  std::uint64_t made_ = 0;
};

/// A secret of 192 random bits behind its prefix, such as "sk_".
std::string make_secret(std::string_view prefix);

}  // namespace idproctor::reference
