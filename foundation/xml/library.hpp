#pragma once

// For foundation/xml/*.cpp alone: initialisation, and what the C libraries say when they fail.

#include <string>
#include <string_view>
#include <vector>

#include "foundation/xml/document.hpp"
#include "foundation/xml/handle.hpp"
#include "foundation/xml/key.hpp"

namespace idproctor::xml {

/// Initialises libxml2, xmlsec and its OpenSSL half once in the process; throws when the installation is
/// broken. Cheap afterwards. It is never undone, since other threads may still be at work.
void require_library();

/// Collects what xmlsec and libxml2 report on this thread while it lives. xmlsec's callback carries no
/// pointer of ours, hence a thread-local one. Traces may nest; the innermost collects. Never await while one
/// is alive: the coroutine might go on in another thread.
class ErrorTrace {
 public:
  ErrorTrace();
  ~ErrorTrace();
  ErrorTrace(const ErrorTrace&) = delete;
  ErrorTrace& operator=(const ErrorTrace&) = delete;

  const std::vector<std::string>& lines() const { return lines_; }
  /// The deepest causes in one line, the first of them first; never empty.
  std::string text() const;
  void add(std::string line);

 private:
  std::vector<std::string> lines_;
  ErrorTrace* outer_;
  void* outer_xml_data_;
  xmlStructuredErrorFunc outer_xml_handler_;
  void* outer_text_data_;
  xmlGenericErrorFunc outer_text_handler_;
};

/// Takes OpenSSL's errors of this thread off its queue and joins them; never empty.
std::string openssl_errors();

/// OpenSSL's algorithm of this name, looked up once in the process: EVP_sha256() and the like are looked up
/// again for each use.
const EVP_MD* fetched_digest(const std::string& name);

/// xmlsec's form of a key. It shares the EVP_PKEY, which keeps what OpenSSL has precomputed for it.
handle::SecKey sec_key(const crypto::Key& key);

inline xmlNodePtr raw(Node node) {
  return static_cast<xmlNodePtr>(node.raw());
}
inline xmlDocPtr raw(const Document& document) {
  return static_cast<xmlDocPtr>(document.raw());
}

/// What Document::parse does, with further libxml2 parser options; `bytes` must be no longer than INT_MAX.
Result<handle::XmlDocument> parse_tree(std::string_view bytes, int options);

/// What Document::parse_html does; `bytes` must be no longer than INT_MAX.
Result<handle::XmlDocument> parse_html_tree(std::string_view bytes);

/// libxml2's message without its line end, with the line where it has one.
std::string describe_xml_error(const xmlError& error);

/// The next node of the subtree of `top` in document order, without recursion; nullptr at its end.
xmlNodePtr next_in_tree(xmlNodePtr node, const xmlNode* top);

/// How many levels of elements the subtree has, itself included; no recursion.
int height_of(const xmlNode* top);

inline constexpr int deepest_level = 256;
inline constexpr std::string_view dsig_namespace = "http://www.w3.org/2000/09/xmldsig#";

inline bool is_element(const xmlNode* node, std::string_view namespace_uri, std::string_view local_name) {
  return node != nullptr && node->type == XML_ELEMENT_NODE && handle::view(node->name) == local_name &&
         node->ns != nullptr && handle::view(node->ns->href) == namespace_uri;
}

}  // namespace idproctor::xml
