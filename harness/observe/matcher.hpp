#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "foundation/core/json.hpp"

namespace idproctor::observe {

/// A matcher is a literal, or an object with one of: not, one_of, matches (regular expression), absent (true
/// or false), contains (an item of a list, a part of a text), count, type (string, number, boolean, array,
/// object, null), each (JSON pointers and matchers for every item of a list). `value` is null for what is not
/// there.
bool matches(const Json& matcher, const Json* value);
/// The same for an attribute of a login. Many applications show each as a list, since SAML lets each have
/// several values: a list of one is as good as its element.
bool matches_attribute(const Json& matcher, const Json* value);

/// What the matcher asks for, in words: "one of 200, 204".
std::string describe_matcher(const Json& matcher);

/// JSON pointers and what must be there; a pointer may stand several times.
using Matchers = std::vector<std::pair<std::string, Json>>;

struct Mismatch {
  std::string pointer, expected, observed;
};

/// The first pointer whose value does not match, if any.
std::optional<Mismatch> first_mismatch(const Matchers& matchers, const Json& document);

}  // namespace idproctor::observe
