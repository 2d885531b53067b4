#include "foundation/core/json.hpp"

#include <vector>

namespace idproctor {

namespace {

constexpr int kMaximumDepth = 200;

/// How deep brackets nest outside of strings; a parser that recurses is asked only after this.
int depth_of(std::string_view text) {
  int depth = 0, deepest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      deepest = std::max(deepest, ++depth);
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return deepest;
}

}  // namespace

Result<Json> parse_json(std::string_view text) {
  if (depth_of(text) > kMaximumDepth) {
    return Error{
        Error::Kind::too_large, "JSON of more than " + std::to_string(kMaximumDepth) + " levels", {}};
  }
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    return invalid("not JSON", "byte " + std::to_string(error.byte));
  } catch (const Json::out_of_range&) {
    return invalid("not JSON that can be read: a number is too large");
  }
}

const Json* find(const Json& json, std::string_view pointer) {
  try {
    const Json::json_pointer where{std::string(pointer)};
    return json.contains(where) ? &json.at(where) : nullptr;
  } catch (const Json::exception&) {
    return nullptr;
  }
}

std::string to_text(const Json& json) {
  return json.is_string() ? json.get<std::string>() : dump(json);
}

std::string dump(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace idproctor
