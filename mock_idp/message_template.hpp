#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/result.hpp"

namespace idproctor::mock_idp {

/// A message in a provider's handwriting: XML text with ${names}. Lines and their indentation are there for
/// the reader and leave no white space in the message. An attribute whose whole value is one name without a
/// value is left out, as providers leave out InResponseTo.
class MessageTemplate {
 public:
  struct Value {
    std::string text;
    bool is_markup = false;  ///< written as it is; otherwise escaped
  };
  /// nullopt: there is no value, which only an attribute may lack.
  using Lookup = std::function<Result<std::optional<Value>>(std::string_view name)>;

  MessageTemplate() = default;
  static Result<MessageTemplate> compile(std::string_view text);
  Result<std::string> render(const Lookup& lookup) const;
  bool empty() const { return pieces_.empty(); }
  bool writes_attribute(std::string_view name) const;

 private:
  struct Piece {
    std::string literal;    ///< stands before the value
    std::string attribute;  ///< ` InResponseTo="`, when the value is the whole of this attribute
    std::string name;       ///< empty in the last piece
  };
  std::vector<Piece> pieces_;
};

}  // namespace idproctor::mock_idp
