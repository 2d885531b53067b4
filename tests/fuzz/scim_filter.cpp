// A SCIM filter (RFC 7644 3.4.2.2) and the path of a PATCH operation (3.5.2).
#include "reference_sp/scim/filter.hpp"
#include "reference_sp/scim/patch_path.hpp"
#include "tests/fuzz/input.hpp"

using namespace idproctor;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::text(data, size);
  if (const auto path = reference::scim::parse_patch_path(input)) {
    fuzz::require(!path->attribute.name.empty(), "a path names an attribute");
  }
  const auto filter = reference::scim::parse_filter(input);
  if (!filter) return 0;
  using Kind = reference::scim::Filter::Kind;
  const std::size_t parts = filter->parts.size();
  switch (filter->kind) {
    case Kind::compare:
    case Kind::present:
      fuzz::require(parts == 0, "a comparison has no parts");
      break;
    case Kind::both:
    case Kind::either:
      fuzz::require(parts >= 2, "and, or join two at least");
      break;
    case Kind::negation:
    case Kind::values:
      fuzz::require(parts == 1, "not, [] hold one filter");
      break;
  }
  return 0;
}
