#include "foundation/xml/digest.hpp"

#include <libxml/c14n.h>
#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>
#include <vector>

#include "foundation/core/text.hpp"
#include "foundation/xml/library.hpp"

namespace idproctor::crypto {

namespace {

std::string digest_with(const EVP_MD* method, std::string_view data) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
  unsigned int size = 0;
  if (EVP_Digest(data.data(), data.size(), bytes.data(), &size, method, nullptr) != 1) {
    throw std::runtime_error("OpenSSL computes no digest: " + xml::openssl_errors());
  }
  return std::string(reinterpret_cast<const char*>(bytes.data()), size);
}

}  // namespace

Result<std::string> digest(std::string_view algorithm_uri, std::string_view data) {
  if (algorithm_uri == "http://www.w3.org/2001/04/xmlenc#sha256") return digest_with(EVP_sha256(), data);
  if (algorithm_uri == "http://www.w3.org/2000/09/xmldsig#sha1") return digest_with(EVP_sha1(), data);
  if (algorithm_uri == "http://www.w3.org/2001/04/xmldsig-more#sha384")
    return digest_with(EVP_sha384(), data);
  if (algorithm_uri == "http://www.w3.org/2001/04/xmlenc#sha512") return digest_with(EVP_sha512(), data);
  return Error{Error::Kind::unsupported, "unknown digest algorithm " + printable(algorithm_uri), {}};
}

std::string sha256(std::string_view data) {
  return digest_with(EVP_sha256(), data);
}

std::string hmac_sha256(std::string_view key, std::string_view data) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
  unsigned int size = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), handle::to_bytes(data), data.size(),
           bytes.data(), &size) == nullptr) {
    throw std::runtime_error("OpenSSL computes no HMAC: " + xml::openssl_errors());
  }
  return std::string(reinterpret_cast<const char*>(bytes.data()), size);
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) {
    throw std::runtime_error("OpenSSL has no randomness: " + xml::openssl_errors());
  }
  return bytes;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace idproctor::crypto

namespace idproctor::xml {

namespace {

struct Canonicalization {
  std::string_view uri;
  xmlC14NMode mode;
  bool with_comments;
};

constexpr Canonicalization canonicalizations[] = {
    {"http://www.w3.org/2001/10/xml-exc-c14n#", XML_C14N_EXCLUSIVE_1_0, false},
    {"http://www.w3.org/2001/10/xml-exc-c14n#WithComments", XML_C14N_EXCLUSIVE_1_0, true},
    {"http://www.w3.org/TR/2001/REC-xml-c14n-20010315", XML_C14N_1_0, false},
    {"http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments", XML_C14N_1_0, true},
    {"http://www.w3.org/2006/12/xml-c14n11", XML_C14N_1_1, false},
    {"http://www.w3.org/2006/12/xml-c14n11#WithComments", XML_C14N_1_1, true},
};

struct Scope {
  const xmlNode* subtree;
  const xmlNode* without;
};

// libxml2 asks for every node of the document. A namespace declaration has no parent of its own: it is seen
// where its element is.
int is_in_scope(void* data, xmlNodePtr node, xmlNodePtr parent) {
  const auto& scope = *static_cast<const Scope*>(data);
  const bool has_no_place = node->type == XML_NAMESPACE_DECL || node->type == XML_ATTRIBUTE_NODE;
  for (const xmlNode* at = has_no_place ? parent : node; at != nullptr; at = at->parent) {
    if (at == scope.without) return 0;
    if (at == scope.subtree) return 1;
  }
  return 0;
}

}  // namespace

Result<std::string> canonical(const Document& document, Node subtree, std::string_view algorithm_uri,
                              std::string_view inclusive_prefixes, Node without) {
  require_library();
  const Canonicalization* chosen = nullptr;
  for (const Canonicalization& known : canonicalizations) {
    if (known.uri == algorithm_uri) chosen = &known;
  }
  if (chosen == nullptr) {
    return Error{
        Error::Kind::unsupported, "unknown canonicalization algorithm " + printable(algorithm_uri), {}};
  }
  std::vector<std::string> names = split(replace_all(std::string(inclusive_prefixes), "\n", " "), ' ');
  std::vector<xmlChar*> list;
  for (std::string& name : names) {
    if (!name.empty()) list.push_back(reinterpret_cast<xmlChar*>(name.data()));
  }
  list.push_back(nullptr);

  ErrorTrace trace;
  handle::XmlOutput output(xmlAllocOutputBuffer(nullptr));
  if (output == nullptr) throw std::bad_alloc();
  Scope scope{subtree ? raw(subtree) : reinterpret_cast<xmlNodePtr>(raw(document)), raw(without)};
  if (xmlC14NExecute(raw(document), is_in_scope, &scope, chosen->mode, list.data(), chosen->with_comments,
                     output.get()) < 0) {
    return invalid("the canonical form cannot be written: " + trace.text());
  }
  return std::string(
      handle::view(xmlOutputBufferGetContent(output.get())).substr(0, xmlOutputBufferGetSize(output.get())));
}

}  // namespace idproctor::xml
