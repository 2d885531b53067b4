#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/json.hpp"
#include "foundation/core/result.hpp"

namespace idproctor::scim {

/// The name between "${" and "}": "user.changes.email". With "?" at its end the value may be missing.
struct Reference {
  std::vector<std::string> keys;
  bool optional = false;

  std::string name() const;
  /// Fails for a name that no dialect may use (a mistyped one), naming the nearest known one.
  static Result<Reference> parse(std::string_view text);
};

/// Where references are looked up: the caller's variables, and over them what holds for this moment alone
/// (each, page, answer, target).
class Scope {
 public:
  Scope(const Json& variables, const Json& moment) : variables_(variables), moment_(moment) {}
  /// nullptr where there is no value. A JSON null is a value.
  const Json* find(const Reference& reference) const;
  /// An error that names the reference, where it is required and has no value.
  Result<const Json*> get(const Reference& reference) const;
  Scope with(const Json& moment) const { return {variables_, moment}; }

 private:
  const Json& variables_;
  const Json& moment_;
};

/// A text with placeholders, parsed once. "$${" stands for "${".
class Text {
 public:
  struct Part {
    std::string literal;  ///< stands before the reference
    std::optional<Reference> reference;
    bool quoted = false;  ///< the reference stands between double quotes, as in a SCIM filter
  };

  static Result<Text> parse(std::string_view text);

  const std::vector<Part>& parts() const { return parts_; }
  std::vector<Part>& parts() { return parts_; }
  /// The reference, when the whole text is one placeholder.
  const Reference* single() const;
  /// Missing optional values become empty.
  Result<std::string> render(const Scope& scope) const;

 private:
  std::vector<Part> parts_;
};

/// A value as it stands inside of a SCIM filter's string: RFC 7644 figure 1, a JSON string's escapes.
std::string escape_filter_value(std::string_view value);

}  // namespace idproctor::scim
