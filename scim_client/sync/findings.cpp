#include "scim_client/sync/findings.hpp"

#include <string_view>
#include <utility>

namespace idproctor::scim {

void Findings::add(Kind kind, std::string example) {
  Entry& entry = entries_[kind];
  ++entry.count;
  if (entry.examples.size() < kExamples) entry.examples.push_back(std::move(example));
}

std::string_view name_of(Findings::Kind kind) {
  switch (kind) {
    case Findings::Kind::missing:
      return "missing";
    case Findings::Kind::twice:
      return "twice";
    case Findings::Kind::unexpected:
      return "unexpected";
    case Findings::Kind::differs:
      return "differs";
    case Findings::Kind::membership:
      return "membership";
    case Findings::Kind::unreadable:
      break;
  }
  return "unreadable";
}

}  // namespace idproctor::scim
