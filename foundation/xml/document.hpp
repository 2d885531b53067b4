#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/result.hpp"

namespace idproctor::xml {

/// A place in a Document: an element, an attribute, a text or the like. Valid while its Document lives and
/// the node is not removed. Cheap to copy; owns nothing.
class Node {
 public:
  Node() = default;
  explicit Node(void* raw) : raw_(raw) {}
  explicit operator bool() const { return raw_ != nullptr; }
  bool operator==(const Node&) const = default;

  std::string name() const;           ///< local name; empty for text
  std::string namespace_uri() const;  ///< empty when there is none
  std::string text() const;           ///< the string value: all text below, or the attribute's value
  std::string attribute(std::string_view local_name) const;  ///< without namespace; empty when absent
  bool has_attribute(std::string_view local_name) const;
  bool is_element() const;
  Node parent() const;
  std::vector<Node> children() const;  ///< elements only
  long line() const;                   ///< counted from one, 0 when unknown

  void* raw() const { return raw_; }  ///< for foundation/xml alone

 private:
  void* raw_ = nullptr;
};

/// One XML document. Used by one thread at a time.
class Document {
 public:
  /// Parses without network, entity substitution, DTD loading or XInclude. Refuses a DOCTYPE (SAML messages
  /// have none), more than 256 levels and more than `limit` bytes. Errors carry line and libxml2's message.
  static Result<Document> parse(std::string_view bytes, std::size_t limit = 16 << 20);

  /// Parses what stands between two tags at `place`, with the namespaces that are in scope there: the
  /// result's root is an element `content` around it. Refuses what parse() refuses.
  static Result<Document> parse_content(std::string_view bytes, Node place);
  /// Parses a web page as browsers do, forgiving its mistakes: element names in lower case, no namespaces.
  /// Without network or entity loading; nesting beyond 256 levels and more than `limit` bytes are refused.
  static Result<Document> parse_html(std::string_view bytes, std::size_t limit = 4 << 20);

  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  Document clone() const;
  Node root() const;

  /// The bytes without an XML declaration; white space exactly as it stands in the tree.
  std::string serialize() const;
  /// One part as it stands: a prefix that is declared above it stays undeclared (canonical() declares it).
  std::string serialize(Node node) const;

  /// XPath 1.0 with the prefixes of prefixes(); an expression that does not parse is an error.
  /// In document order; an expression that computes a value instead of selecting nodes is an error too.
  Result<std::vector<Node>> select(std::string_view xpath) const;
  Result<std::vector<Node>> select(std::string_view xpath, Node context) const;
  /// The string value of any XPath expression (also string(), count(), concat() ...).
  Result<std::string> evaluate(std::string_view xpath) const;

  void* raw() const;  ///< for foundation/xml alone

 private:
  struct Impl;
  explicit Document(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

struct Prefix {
  std::string_view prefix;
  std::string_view uri;
};
/// saml, samlp, md, ds, xenc, xenc11, ec, xs, xsi: bound in every XPath and every inserted fragment.
const std::vector<Prefix>& prefixes();

}  // namespace idproctor::xml
