#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace idproctor::scim {

/// How what the target holds differs from what was sent: each kind counted, its first examples kept.
class Findings {
 public:
  enum class Kind {
    missing,     ///< was pushed, and is in no list
    twice,       ///< two resources of one name, or one that is listed twice
    unexpected,  ///< bears a name of this run, and was not pushed
    differs,     ///< holds other values than those that were sent
    membership,  ///< is no member of its group, or of another one
    unreadable,  ///< a resource in a list that cannot be one
  };
  struct Entry {
    std::int64_t count = 0;
    std::vector<std::string> examples;
  };
  static constexpr std::size_t kExamples = 5;

  void add(Kind kind, std::string example);
  const std::map<Kind, Entry>& entries() const { return entries_; }
  bool empty() const { return entries_.empty(); }

 private:
  std::map<Kind, Entry> entries_;
};

/// "missing", "twice" ...
std::string_view name_of(Findings::Kind kind);

}  // namespace idproctor::scim
