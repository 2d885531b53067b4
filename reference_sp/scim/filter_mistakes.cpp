#include "reference_sp/scim/filter_mistakes.hpp"

#include <utility>

#include "foundation/core/text.hpp"

namespace idproctor::reference::scim {

namespace {

using Kind = Filter::Kind;

Filter joined(Kind kind, std::vector<Filter> parts) {
  Filter filter;
  filter.kind = kind;
  filter.parts = std::move(parts);
  return filter;
}

/// What every resource fits.
Filter anything() {
  Filter filter;
  filter.path.name = "id";
  return filter;
}

Filter first_comparison(Filter filter) {
  while (filter.kind == Kind::both || filter.kind == Kind::either) {
    Filter first = std::move(filter.parts[0]);
    filter = std::move(first);
  }
  return filter;
}

/// a or b and c, read as (a or b) and c.
Filter left_to_right(Filter filter) {
  if (filter.kind != Kind::either || filter.parts.back().kind != Kind::both) return filter;
  std::vector<Filter> last = std::move(filter.parts.back().parts);
  filter.parts.back() = std::move(last[0]);
  last[0] = std::move(filter);
  return joined(Kind::both, std::move(last));
}

/// emails[type eq "work" and value co "x"], read as emails.type eq "work" and emails.value co "x".
Filter of_any_value(Filter filter) {
  if (filter.kind != Kind::values || filter.parts[0].kind != Kind::both) return filter;
  std::vector<Filter> conditions = std::move(filter.parts[0].parts);
  std::vector<Filter> parts;
  for (Filter& condition : conditions) {
    Filter one = filter;
    one.parts = {std::move(condition)};
    parts.push_back(std::move(one));
  }
  return joined(Kind::both, std::move(parts));
}

/// LIKE '%' || value || '%' takes a percent sign in the value for anything as well.
void read_as_pattern(Filter& filter) {
  const bool is_part = filter.comparison == Comparison::co || filter.comparison == Comparison::sw ||
                       filter.comparison == Comparison::ew;
  if (is_part && filter.value.is_string()) {
    filter.value = replace_all(filter.value.get<std::string>(), "%", "");
  }
}

Filter comparison_alone(Filter filter, const Checks& checks) {
  if (checks.off("filter-boolean") && filter.value == Json(false)) return anything();
  const bool is_equality = filter.comparison == Comparison::eq;
  if (checks.off("filter-operators") && !is_equality) filter.comparison = Comparison::co;
  if (checks.off("filter-patterns")) read_as_pattern(filter);
  return filter;
}

}  // namespace

std::string misread_text(std::string text, const Checks& checks) {
  if (checks.off("filter-values")) text = replace_all(std::move(text), "\\\"", "\"");
  if (checks.off("filter-escapes")) text = replace_all(std::move(text), "\\u", "\\\\u");
  return text;
}

Filter misunderstood(Filter filter, const Checks& checks) {
  if (filter.kind == Kind::compare) return comparison_alone(std::move(filter), checks);
  for (Filter& part : filter.parts) {
    Filter misread = misunderstood(std::move(part), checks);
    part = std::move(misread);
  }
  if (filter.kind == Kind::negation && checks.off("filter-not")) {
    Filter inner = std::move(filter.parts[0]);
    return inner;
  }
  if (checks.off("filter-first")) filter = first_comparison(std::move(filter));
  if (checks.off("filter-precedence")) filter = left_to_right(std::move(filter));
  if (checks.off("filter-brackets")) filter = of_any_value(std::move(filter));
  return filter;
}

}  // namespace idproctor::reference::scim
