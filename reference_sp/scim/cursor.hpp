#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/core/clock.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/scim/error.hpp"

namespace idproctor::reference::scim {

/// Where a page begins.
struct CursorPlace {
  bool backwards = false;            ///< the page ends before that resource, instead of beginning behind it
  std::uint64_t number = 0;          ///< Resource::number
  std::optional<std::size_t> count;  ///< what the first query asked for
};

/// Makes and reads the cursors of one directory (RFC 9865). Nothing is stored: a cursor is a place with a
/// seal over it and over the query that it belongs to.
class Cursors {
 public:
  /// pagination.cursorTimeout
  static constexpr std::chrono::seconds timeout{600};

  Cursors(const Clock& clock, const Checks& checks);

  /// Unreserved characters alone (RFC 3986 section 2.3).
  std::string make(const CursorPlace& place, std::string_view query) const;
  /// Errors: 400 invalidCursor for what was not made here, or for another query; 400 expiredCursor.
  Outcome<CursorPlace> read(std::string_view cursor, std::string_view query) const;

 private:
  std::string seal(std::string_view place, std::string_view query) const;

  const Clock& clock_;
  const Checks& checks_;
  std::string key_;
};

}  // namespace idproctor::reference::scim
