#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace idproctor {

/// Repeatable choices. The same material gives the same sequence on every machine; a fork by label does not
/// depend on how much was drawn before, so cases may run in any order.
class Seed {
 public:
  explicit Seed(std::string_view material);
  Seed fork(std::string_view label) const;

  std::uint64_t number();
  std::string hex(std::size_t digits);                                ///< lower case
  std::string digits(std::size_t count);                              ///< decimal, no leading zero
  std::string letters(std::size_t count, std::string_view alphabet);  ///< from the alphabet given
  std::string uuid();                                                 ///< RFC 9562 version 4, lower case

 private:
  std::string material_;
  std::optional<std::uint64_t> state_;  ///< hashed at the first draw: many seeds are only forked
};

}  // namespace idproctor
