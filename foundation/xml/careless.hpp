#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/core/result.hpp"

namespace idproctor::xml {

/// How a careless parser reads. For looking at attacks and for the reference integration's mistakes; what
/// counts is read by Document::parse.
struct Carelessness {
  bool recovers = false;  ///< goes on behind what is not well-formed, and at most drops it
  bool doctype = false;   ///< reads a DOCTYPE: entities, without a limit, and default attributes
  /// With `doctype`: the content of what lies at a URL, for external entities and external subsets; nullopt
  /// where it cannot be had. Nothing is fetched without it.
  std::function<std::optional<std::string>(const std::string& url)> fetch = {};
};

/// What such a parser makes of the bytes: the root element with everything written out, without a DOCTYPE. An
/// Error where even this parser finds no element.
Result<std::string> careless_reading(std::string_view bytes, const Carelessness& how);

}  // namespace idproctor::xml
