#include "foundation/xml/exclusive.hpp"

#include <libxml/uri.h>

#include <algorithm>
#include <tuple>

#include "foundation/xml/handle.hpp"

namespace idproctor::xml {

namespace {

using handle::view;

struct Binding {
  std::string_view prefix;
  std::string_view uri;
};

/// A relative URI, which libxml2 refuses to canonicalize (Canonical XML 1.0, 1.3), or one with a character
/// that it escapes in a way of its own.
bool declares_unusual_namespace(const xmlNode* element) {
  for (const xmlNs* ns = element->nsDef; ns != nullptr; ns = ns->next) {
    if (view(ns->href).empty()) continue;
    if (view(ns->href).find_first_of("&<>\"'") != std::string_view::npos) return true;
    const handle::Handle<xmlURI, xmlFreeURI> uri(xmlParseURI(reinterpret_cast<const char*>(ns->href)));
    if (uri == nullptr || uri->scheme == nullptr) return true;
  }
  return false;
}

class ExclusiveWriter {
 public:
  ExclusiveWriter(const xmlNode* without, const std::vector<std::string_view>& inclusive_prefixes,
                  bool with_comments)
      : without_(without), inclusive_prefixes_(inclusive_prefixes), with_comments_(with_comments) {}

  bool write(xmlNodePtr node) {
    if (node == without_) return true;
    switch (node->type) {
      case XML_ELEMENT_NODE:
        return write_element(node);
      case XML_TEXT_NODE:
      case XML_CDATA_SECTION_NODE:
        escape(view(node->content), Within::text);
        return true;
      case XML_COMMENT_NODE:
        if (!with_comments_) return true;
        out_ += "<!--";
        escape(view(node->content), Within::comment);
        out_ += "-->";
        return true;
      case XML_PI_NODE:
        out_.append("<?").append(view(node->name));
        if (!view(node->content).empty()) {
          out_ += ' ';
          escape(view(node->content), Within::comment);
        }
        out_ += "?>";
        return true;
      default:
        return false;
    }
  }

  std::string take() { return std::move(out_); }

 private:
  enum class Within { text, attribute, comment };

  bool write_element(xmlNodePtr element) {
    if (declares_unusual_namespace(element)) return false;
    const std::size_t outer = rendered_.size();
    std::vector<Binding> here = take_in(element);
    out_ += '<';
    write_name(element->ns, element->name);
    std::ranges::sort(here, {}, &Binding::prefix);
    for (const Binding& binding : here) {
      out_.append(binding.prefix.empty() ? " xmlns" : " xmlns:").append(binding.prefix).append("=\"");
      escape(binding.uri, Within::attribute);
      out_ += '"';
    }
    write_attributes(element);
    out_ += '>';
    for (xmlNodePtr child = element->children; child != nullptr; child = child->next) {
      if (!write(child)) return false;
    }
    out_ += "</";
    write_name(element->ns, element->name);
    out_ += '>';
    rendered_.resize(outer);
    return true;
  }

  /// The namespaces that this element must declare: those that it uses itself, and the inclusive ones in
  /// scope, where the output does not have them yet.
  std::vector<Binding> take_in(xmlNodePtr element) {
    std::vector<Binding> here;
    const auto use = [&](std::string_view prefix, std::string_view uri) {
      if (prefix == "xml") return;
      const auto nearest = std::find_if(rendered_.rbegin(), rendered_.rend(),
                                        [&](const Binding& one) { return one.prefix == prefix; });
      const bool is_there = nearest == rendered_.rend() ? prefix.empty() && uri.empty() : nearest->uri == uri;
      if (is_there) return;
      rendered_.push_back({prefix, uri});
      here.push_back({prefix, uri});
    };
    for (const std::string_view listed : inclusive_prefixes_) {
      const std::string prefix(listed == "#default" ? "" : listed);
      const xmlNs* ns = xmlSearchNs(element->doc, element, prefix.empty() ? nullptr : handle::to_xml(prefix));
      if (ns != nullptr || prefix.empty()) use(prefix_of(ns), uri_of(ns));
    }
    // A name without a namespace is read in the default one where that is in scope.
    const xmlNs* own = element->ns != nullptr ? element->ns : xmlSearchNs(element->doc, element, nullptr);
    use(prefix_of(own), uri_of(own));
    for (const xmlAttr* attribute = element->properties; attribute != nullptr; attribute = attribute->next) {
      if (attribute->ns != nullptr) use(prefix_of(attribute->ns), uri_of(attribute->ns));
    }
    return here;
  }

  void write_attributes(xmlNodePtr element) {
    std::vector<const xmlAttr*> sorted;
    for (const xmlAttr* attribute = element->properties; attribute != nullptr; attribute = attribute->next) {
      sorted.push_back(attribute);
    }
    std::ranges::sort(sorted, {}, [](const xmlAttr* attribute) {
      return std::tuple(uri_of(attribute->ns), view(attribute->name));
    });
    for (const xmlAttr* attribute : sorted) {
      out_ += ' ';
      write_name(attribute->ns, attribute->name);
      out_ += "=\"";
      for (const xmlNode* text = attribute->children; text != nullptr; text = text->next) {
        escape(view(text->content), Within::attribute);
      }
      out_ += '"';
    }
  }

  void write_name(const xmlNs* ns, const xmlChar* name) {
    if (!prefix_of(ns).empty()) out_.append(prefix_of(ns)).append(":");
    out_.append(view(name));
  }

  void escape(std::string_view text, Within within) {
    std::size_t written = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const std::string_view reference = reference_for(text[i], within);
      if (reference.empty()) continue;
      out_.append(text.substr(written, i - written)).append(reference);
      written = i + 1;
    }
    out_.append(text.substr(written));
  }

  /// Canonical XML 1.0, 2.3; empty for what stands as it is.
  static std::string_view reference_for(char c, Within within) {
    switch (c) {
      case '\r':
        return "&#xD;";
      case '&':
        return within == Within::comment ? "" : "&amp;";
      case '<':
        return within == Within::comment ? "" : "&lt;";
      case '>':
        return within == Within::text ? "&gt;" : "";
      case '"':
        return within == Within::attribute ? "&quot;" : "";
      case '\t':
        return within == Within::attribute ? "&#x9;" : "";
      case '\n':
        return within == Within::attribute ? "&#xA;" : "";
      default:
        return "";
    }
  }

  static std::string_view prefix_of(const xmlNs* ns) { return ns == nullptr ? "" : view(ns->prefix); }
  static std::string_view uri_of(const xmlNs* ns) { return ns == nullptr ? "" : view(ns->href); }

  const xmlNode* without_;
  const std::vector<std::string_view>& inclusive_prefixes_;
  bool with_comments_;
  std::vector<Binding> rendered_;  ///< what the output has in scope, the innermost last
  std::string out_;
};

}  // namespace

std::optional<std::string> exclusive_canonical(xmlNodePtr element, const xmlNode* without,
                                               const std::vector<std::string_view>& inclusive_prefixes,
                                               bool with_comments) {
  for (const xmlNode* at = element->parent; at != nullptr; at = at->parent) {
    if (at == without) return std::nullopt;
    if (at->type == XML_ELEMENT_NODE && declares_unusual_namespace(at)) return std::nullopt;
  }
  ExclusiveWriter writer(without, inclusive_prefixes, with_comments);
  if (!writer.write(element)) return std::nullopt;
  return writer.take();
}

}  // namespace idproctor::xml
