#pragma once

#include <string>
#include <string_view>

#include "foundation/xml/canonical.hpp"
#include "foundation/xml/edit.hpp"
#include "tests/foundation/xml/support.hpp"

namespace idproctor::xml {

/// After every edit the tree must mean what its bytes mean: the same canonical form before and after parsing.
inline std::string written(const Document& document) {
  const std::string text = document.serialize();
  const Document again = parsed(text);
  EXPECT_EQ(canonical(document, Node(), exclusive_c14n).value(),
            canonical(again, Node(), exclusive_c14n).value());
  return text;
}

/// The document after one edit, or the edit's error.
template <class Edit>
inline std::string after(std::string_view text, Edit edit) {
  Document document = parsed(text);
  const Result<> done = edit(document);
  if (!done) {
    EXPECT_EQ(document.serialize(), text) << "an edit that fails leaves no half of it";
    return "error: " + describe(done.error());
  }
  return written(document);
}

inline std::string after_insert(std::string_view text, std::string_view fragment, Position position,
                                std::string_view at) {
  return after(text, [&](Document& document) { return insert(document, fragment, position, at); });
}

inline std::string after_set(std::string_view text, std::string_view xpath, std::string_view new_value) {
  return after(text, [&](Document& document) { return set(document, xpath, new_value); });
}

inline std::string after_remove(std::string_view text, std::string_view xpath) {
  return after(text, [&](Document& document) { return remove(document, xpath); });
}

inline std::string after_copy(std::string_view text, std::string_view xpath, Position position,
                              std::string_view at) {
  return after(text, [&](Document& document) { return copy(document, xpath, position, at); });
}

inline std::string after_move(std::string_view text, std::string_view xpath, Position position,
                              std::string_view at) {
  return after(text, [&](Document& document) { return move(document, xpath, position, at); });
}

inline std::string after_wrap(std::string_view text, std::string_view xpath, std::string_view shell) {
  return after(text, [&](Document& document) { return wrap(document, xpath, shell); });
}

inline std::string after_rename(std::string_view text, std::string_view xpath, std::string_view name) {
  return after(text, [&](Document& document) { return rename(document, xpath, name); });
}

}  // namespace idproctor::xml
