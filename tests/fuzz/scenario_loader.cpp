// A scenario file, as users write them.
#include "harness/scenario/loader.hpp"
#include "tests/fuzz/input.hpp"

using namespace idproctor;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto cases = scenario::parse_suite(fuzz::text(data, size), "input.yaml");
  if (!cases) {
    fuzz::require(cases.error().where.starts_with("input.yaml"), "an error says in which file it is");
    return 0;
  }
  for (const scenario::Case& one : *cases) {
    fuzz::require(!one.id.empty() && !one.steps.empty(), "a loaded case has an id and steps");
  }
  return 0;
}
