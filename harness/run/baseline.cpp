#include "harness/run/baseline.hpp"

#include "foundation/core/file.hpp"
#include "foundation/core/json.hpp"

namespace idproctor::run {

namespace {
constexpr const char* kSchema = "idproctor.baseline/1";
}

Result<Baseline> read_baseline(const std::string& file) {
  auto text = read_file(file, 16 << 20);
  if (!text) return text.error();
  const auto json = parse_json(*text);
  if (!json) return invalid(json.error().message, file);
  const Json* known = find(*json, "/known");
  if (find(*json, "/schema") == nullptr || *find(*json, "/schema") != Json(kSchema) || known == nullptr ||
      !known->is_object()) {
    return invalid("this is no baseline; idproctor run --write-baseline makes one", file);
  }
  Baseline baseline;
  for (const auto& [key, observed] : known->items()) baseline[key] = to_text(observed);
  return baseline;
}

Result<> write_baseline(const std::string& file, const std::vector<CaseResult>& cases) {
  Json known = Json::object();
  for (const CaseResult& one : cases) {
    const bool deviates =
        one.status == Status::fail || one.status == Status::warn || one.status == Status::known;
    if (deviates) known[one.key] = one.observed;
  }
  return write_file(file, dump(Json{{"schema", kSchema}, {"known", known}}, 2) + "\n");
}

void apply(const Baseline& baseline, CaseResult& result) {
  const auto entry = baseline.find(result.key);
  if (entry == baseline.end()) return;
  const bool deviates = result.status == Status::fail || result.status == Status::warn;
  if (deviates && entry->second == result.observed) {
    result.status = Status::known;
    result.reason += " (known by the baseline)";
  } else if (result.status == Status::pass) {
    result.status = Status::unexpected_pass;
    result.reason = "the baseline names '" + entry->second + "' for this case, and that no longer happens";
  }
}

}  // namespace idproctor::run
