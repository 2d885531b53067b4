#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "foundation/core/json.hpp"
#include "foundation/core/result.hpp"

namespace idproctor::scim {

/// One change to a request's body at an RFC 6901 pointer. A pointer that selects nothing is an error: an edit
/// without effect would make a case ask nothing.
struct JsonEdit {
  enum class Kind {
    set,  ///< replaces the value, or adds the last key of the pointer to its object
    remove,
    rename,  ///< gives an object's key another name, in its place
    insert,  ///< into an array, before that index; "-" is its end
  };
  JsonEdit(Kind kind_, std::string pointer_, Json value_ = {})
      : kind(kind_), pointer(std::move(pointer_)), value(std::move(value_)) {}

  Kind kind;
  std::string pointer;
  Json value;  ///< for rename: the new name
};

Result<> apply(const JsonEdit& edit, Json& body);

/// How one request of an operation differs from what the provider would send.
struct Deviation {
  Deviation() {}

  /// Which call: a method ("POST") or an operation's name ("match"), the last of it that is sent. Empty: the
  /// last call with a body.
  std::string call;
  std::vector<JsonEdit> edits;
  std::optional<std::string> method, path, body;  ///< whole overrides; the body as bytes, after the edits
  std::map<std::string, std::string> headers;     ///< replaced or added; an empty value removes

  bool empty() const { return edits.empty() && !method && !path && !body && headers.empty(); }
};

}  // namespace idproctor::scim
