#include "foundation/xml/library.hpp"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <openssl/err.h>
#include <xmlsec/base64.h>
#include <xmlsec/errors.h>
#include <xmlsec/openssl/app.h>
#include <xmlsec/openssl/crypto.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmlsec.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <map>
#include <mutex>
#include <stdexcept>
#include <utility>

#include "foundation/core/text.hpp"
#include "foundation/xml/rsa_pss_transform.hpp"

namespace idproctor::xml {

namespace {

thread_local ErrorTrace* current_trace = nullptr;

void append(std::string& line, const char* part) {
  if (part == nullptr || trim(part).empty() || std::string_view(part) == "unknown") return;
  if (!line.empty()) line += ": ";
  line += trim(part);
}

void on_xmlsec_error(const char*, int, const char* function, const char* object, const char* subject,
                     int reason, const char* message) {
  if (current_trace == nullptr) return;
  std::string line;
  append(line, function);
  append(line, object);
  append(line, subject);
  append(line, message);
  if (message == nullptr || trim(message).empty()) {
    line += (line.empty() ? "reason " : ": reason ") + std::to_string(reason);
  }
  current_trace->add(std::move(line));
}

// Its signature is libxml2's, which has no const here in 2.9.
void on_xml_error(void*, xmlErrorPtr error) {
  if (current_trace != nullptr && error != nullptr) current_trace->add(describe_xml_error(*error));
}

// Some messages, as that of an unknown XPath function, come as text alone.
void on_xml_text(void*, const char* format, ...) {
  char line[500];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  if (current_trace != nullptr) current_trace->add(std::string(trim(line)));
}

class Library {
 public:
  Library() {
    xmlInitParser();
    require(xmlSecInit() == 0, "xmlsec does not initialise");
    require(xmlSecCheckVersion() == 1, "the xmlsec library is not the one that this program was built for");
    require(xmlSecOpenSSLAppInit(nullptr) == 0 && xmlSecOpenSSLInit() == 0,
            "xmlsec's OpenSSL part does not initialise");
    register_rsa_pss();
    // Last, because xmlSecOpenSSLInit installs a callback of its own.
    xmlSecErrorsSetCallback(on_xmlsec_error);
    // DigestValue and SignatureValue on one line; identity providers that break theirs have it done
    // afterwards.
    xmlSecBase64SetDefaultLineSize(0);
  }

 private:
  static void require(bool fine, const char* trouble) {
    if (!fine) throw std::runtime_error(std::string(trouble) + "; reinstall libxmlsec1-openssl");
  }
};

}  // namespace

void require_library() {
  static const Library library;
}

ErrorTrace::ErrorTrace()
    : outer_(std::exchange(current_trace, this)),
      outer_xml_data_(xmlStructuredErrorContext),
      outer_xml_handler_(xmlStructuredError),
      outer_text_data_(xmlGenericErrorContext),
      outer_text_handler_(xmlGenericError) {
  xmlSetStructuredErrorFunc(nullptr, on_xml_error);
  xmlSetGenericErrorFunc(nullptr, on_xml_text);
}

ErrorTrace::~ErrorTrace() {
  xmlSetStructuredErrorFunc(outer_xml_data_, outer_xml_handler_);
  xmlSetGenericErrorFunc(outer_text_data_, outer_text_handler_);
  current_trace = outer_;
}

void ErrorTrace::add(std::string line) {
  constexpr std::size_t enough = 50;  // a hostile message may cause any number
  if (lines_.size() < enough) lines_.push_back(std::move(line));
}

std::string ErrorTrace::text() const {
  if (lines_.empty()) return "no reason was given";
  // What follows is each caller's report that its callee failed.
  constexpr std::size_t telling = 3;
  return printable(join({lines_.begin(), lines_.begin() + std::min(telling, lines_.size())}, "; "));
}

std::string openssl_errors() {
  std::string text;
  while (const unsigned long code = ERR_get_error()) {
    const char* reason = ERR_reason_error_string(code);
    if (!text.empty()) text += "; ";
    text += reason != nullptr ? std::string(reason) : "OpenSSL error " + std::to_string(code);
  }
  return text.empty() ? "OpenSSL gives no reason" : text;
}

const EVP_MD* fetched_digest(const std::string& name) {
  static std::mutex guard;
  // Never freed: OpenSSL may be gone by the end of the process.
  static auto& known = *new std::map<std::string, const EVP_MD*>;
  const std::lock_guard lock(guard);
  const EVP_MD*& digest = known[name];
  if (digest == nullptr) digest = EVP_MD_fetch(nullptr, name.c_str(), nullptr);
  if (digest == nullptr) throw std::runtime_error("OpenSSL has no " + name + ": " + openssl_errors());
  return digest;
}

handle::SecKey sec_key(const crypto::Key& key) {
  require_library();
  auto* shared = static_cast<EVP_PKEY*>(key.raw());
  EVP_PKEY_up_ref(shared);
  xmlSecKeyDataPtr value = xmlSecOpenSSLEvpKeyAdopt(shared);
  if (value == nullptr) {
    EVP_PKEY_free(shared);
    throw std::runtime_error("xmlsec does not take a key of type " + key.type());
  }
  handle::SecKey result(xmlSecKeyCreate());
  if (result == nullptr || xmlSecKeySetValue(result.get(), value) != 0) {
    xmlSecKeyDataDestroy(value);
    throw std::runtime_error("xmlsec does not create a key");
  }
  return result;
}

std::string describe_xml_error(const xmlError& error) {
  std::string text(trim(error.message == nullptr ? "no reason was given" : error.message));
  return error.line > 0 ? "line " + std::to_string(error.line) + ": " + text : text;
}

xmlNodePtr next_in_tree(xmlNodePtr node, const xmlNode* top) {
  // An entity reference's children belong to its declaration and lead out of the tree.
  if (node->children != nullptr && node->type != XML_ENTITY_REF_NODE) return node->children;
  while (node != top) {
    if (node->next != nullptr) return node->next;
    node = node->parent;
  }
  return nullptr;
}

int height_of(const xmlNode* top) {
  int level = 0;
  int highest = 0;
  for (const xmlNode* node = top;;) {
    if (node->type == XML_ELEMENT_NODE) highest = std::max(highest, level + 1);
    if (node->type == XML_ELEMENT_NODE && node->children != nullptr) {
      node = node->children;
      ++level;
      continue;
    }
    while (node != top && node->next == nullptr) {
      node = node->parent;
      --level;
    }
    if (node == top) return highest;
    node = node->next;
  }
}

}  // namespace idproctor::xml
