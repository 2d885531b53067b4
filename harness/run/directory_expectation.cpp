#include "harness/run/directory.hpp"

namespace idproctor::run {

Result<> Directory::fill_in(Json& json) {
  if (json.is_structured()) {
    for (Json& item : json) {
      if (auto done = fill_in(item); !done) return done;
    }
  } else if (json.is_string()) {
    auto text = filled_in(json.get_ref<const std::string&>());
    if (!text) return text.error();
    json = *text;
  }
  return {};
}

Result<scenario::Expectation> Directory::filled_in(scenario::Expectation expect) {
  for (scenario::Matchers* matchers : {&expect.header, &expect.body, &expect.state}) {
    for (auto& [name, matcher] : *matchers) {
      if (auto done = fill_in(matcher); !done) return done.error();
    }
  }
  return expect;
}

}  // namespace idproctor::run
