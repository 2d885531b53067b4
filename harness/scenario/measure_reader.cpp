#include <algorithm>
#include <array>

#include "harness/scenario/keys.hpp"
#include "harness/scenario/reader.hpp"

namespace idproctor::scenario {

Result<Measure> read_measure(const YAML::Node& node, const std::string& file) {
  if (auto keys = check_keys(node, file, kMeasureKeys); !keys) return keys.error();
  Measure measure;
  measure.value = text_of(node, "value");
  measure.unit = text_of(node, "unit");
  measure.from = node["from"].as<long long>(0);
  measure.to = node["to"].as<long long>(0);
  if (node["resolution"]) measure.resolution = node["resolution"].as<long long>(0);
  measure.declared = text_of(node, "declared");
  if (measure.from >= measure.to || measure.resolution < 1) {
    return invalid("a measurement goes from less to more in whole steps", place(file, node));
  }
  constexpr std::array<std::string_view, 3> kDeclared{"", "clock_tolerance", "confirmation_tolerance"};
  if (std::ranges::find(kDeclared, measure.declared) == kDeclared.end() ||
      (!measure.declared.empty() && measure.unit != "s")) {
    return invalid(
        "'declared' is clock_tolerance or confirmation_tolerance, of something that is measured in s",
        place(file, node["declared"]));
  }
  return measure;
}

}  // namespace idproctor::scenario
