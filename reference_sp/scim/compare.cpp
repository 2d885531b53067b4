#include "reference_sp/scim/compare.hpp"

#include <string>

#include "foundation/core/clock.hpp"
#include "foundation/core/text.hpp"

namespace idproctor::reference::scim {

namespace {

using Test = std::function<bool(const Json&)>;

bool is_order(Comparison comparison) {
  return comparison == Comparison::gt || comparison == Comparison::ge || comparison == Comparison::lt ||
         comparison == Comparison::le;
}

bool is_part(Comparison comparison) {
  return comparison == Comparison::co || comparison == Comparison::sw || comparison == Comparison::ew;
}

template <class T>
bool ordered(const T& actual, Comparison comparison, const T& wanted) {
  switch (comparison) {
    case Comparison::eq:
      return actual == wanted;
    case Comparison::ne:
      return actual != wanted;
    case Comparison::gt:
      return actual > wanted;
    case Comparison::ge:
      return actual >= wanted;
    case Comparison::lt:
      return actual < wanted;
    case Comparison::le:
      return actual <= wanted;
    default:
      return false;
  }
}

bool texts(std::string_view actual, Comparison comparison, std::string_view wanted) {
  switch (comparison) {
    case Comparison::co:
      return actual.find(wanted) != std::string_view::npos;
    case Comparison::sw:
      return actual.starts_with(wanted);
    case Comparison::ew:
      return actual.ends_with(wanted);
    default:
      return ordered(actual, comparison, wanted);
  }
}

Result<Test> boolean_test(const Attribute& attribute, Comparison comparison, const Json& wanted) {
  if (comparison != Comparison::eq && comparison != Comparison::ne) {
    return invalid(attribute.name + " is a boolean, which has eq and ne alone");
  }
  bool value = false;
  if (wanted.is_boolean()) {
    value = wanted.get<bool>();
  } else if (wanted.is_string() && equals_ignoring_case(wanted.get_ref<const std::string&>(), "true")) {
    value = true;
  } else if (!wanted.is_string() || !equals_ignoring_case(wanted.get_ref<const std::string&>(), "false")) {
    return invalid(attribute.name + " compares with true or false");
  }
  return Test([=](const Json& actual) { return (actual == Json(value)) == (comparison == Comparison::eq); });
}

Result<Test> time_test(const Attribute& attribute, Comparison comparison, const Json& wanted) {
  auto value = wanted.is_string() ? parse_time(wanted.get_ref<const std::string&>())
                                  : Result<Time>(invalid("not a string"));
  if (!value) return invalid(attribute.name + " compares with a dateTime such as 2026-01-31T12:00:00Z");
  return Test([comparison, wanted_time = *value](const Json& actual) {
    const auto time = parse_time(actual.get_ref<const std::string&>());
    return time && ordered(*time, comparison, wanted_time);
  });
}

}  // namespace

Result<Test> comparison_test(const Attribute& attribute, Comparison comparison, const Json& wanted) {
  if (wanted.is_null()) {
    if (comparison != Comparison::eq && comparison != Comparison::ne) {
      return invalid("null has eq and ne alone");
    }
    return Test([comparison](const Json&) { return comparison == Comparison::ne; });
  }
  if (attribute.type == Type::boolean) return boolean_test(attribute, comparison, wanted);
  if (attribute.type == Type::date_time && !is_part(comparison)) {
    return time_test(attribute, comparison, wanted);
  }
  if (attribute.type == Type::binary && is_order(comparison)) {
    return invalid(attribute.name + " is binary, which has no order");
  }
  if (!wanted.is_string()) {
    if (comparison != Comparison::eq && comparison != Comparison::ne) {
      return invalid(attribute.name + " compares with a string in quotes");
    }
    return Test([comparison](const Json&) { return comparison == Comparison::ne; });
  }
  const bool exact = attribute.case_exact;
  const auto& text = wanted.get_ref<const std::string&>();
  return Test([exact, comparison, value = exact ? text : to_lower(text)](const Json& actual) {
    const auto& actual_text = actual.get_ref<const std::string&>();
    return exact ? texts(actual_text, comparison, value) : texts(to_lower(actual_text), comparison, value);
  });
}

}  // namespace idproctor::reference::scim
