#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace idproctor::mock_idp {

/// What stands for the value of this number in a text. No XML holds it by chance.
std::string value_token(std::size_t value);

/// A text cut where its tokens stand, so that values may be put there again and again.
class GappedText {
 public:
  static GappedText cut(std::string_view text);
  /// The values as they are, each as often as its token stands in the text.
  std::string filled(const std::vector<std::string>& values) const;
  std::size_t gaps() const { return gaps_.size(); }

 private:
  struct Gap {
    std::string before;  ///< the text between the gap before this one and this one
    std::size_t value;
  };
  std::vector<Gap> gaps_;
  std::string end_;
  std::size_t length_ = 0;  ///< of all that stands between the gaps
};

/// A message as its template writes it, with its values apart.
struct Rendering {
  std::string markup;  ///< with tokens, and well formed with them
  std::vector<std::string> values;

  /// Keeps a value and gives what stands for it in the markup: nothing for an empty one.
  std::string keep(std::string value);
  /// The XML text, its values escaped.
  std::string text() const;
};

}  // namespace idproctor::mock_idp
