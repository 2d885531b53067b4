// A target file, as users write them.
#include "harness/scenario/target.hpp"
#include "tests/fuzz/input.hpp"

using namespace idproctor;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::text(data, size);
  // ${file:...} reads what it names: no input shall make the fuzzer read this machine's files.
  if (input.find("file:") != std::string_view::npos) return 0;
  const auto target = scenario::parse_target(input, "/nowhere/input.yaml");
  if (!target) {
    fuzz::require(target.error().where.starts_with("/nowhere/input.yaml"),
                  "an error says in which file it is");
    return 0;
  }
  fuzz::require(target->saml.has_value() == target->session.has_value(), "saml and session go together");
  fuzz::require(target->saml || target->scim, "a target has a half at least");
  (void)target->features();
  (void)target->is_loopback();
  return 0;
}
