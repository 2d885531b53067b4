#pragma once

// For foundation/xml/*.cpp alone: the C libraries' objects with an owner each.

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlsave.h>
#include <libxml/xpath.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>
#include <xmlsec/keys.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmltree.h>

#include <memory>
#include <string>
#include <string_view>

namespace idproctor::handle {

template <auto Free>
struct Deleter {
  template <class T>
  void operator()(T* pointer) const noexcept {
    (void)Free(pointer);
  }
};
template <class T, auto Free>
using Handle = std::unique_ptr<T, Deleter<Free>>;

// xmlFree is a variable and OPENSSL_free a macro, so neither can be a template argument.
struct XmlFree {
  void operator()(xmlChar* text) const noexcept { xmlFree(text); }
};
struct OpenSslFree {
  void operator()(unsigned char* bytes) const noexcept { OPENSSL_free(bytes); }
};

using XmlText = std::unique_ptr<xmlChar, XmlFree>;
using XmlDocument = Handle<xmlDoc, xmlFreeDoc>;
using XmlDetachedNode = Handle<xmlNode, xmlFreeNode>;  ///< only while it belongs to no tree
using XmlNamespaces = Handle<xmlNs, xmlFreeNsList>;
using ParserContext = Handle<xmlParserCtxt, xmlFreeParserCtxt>;
using XPathContext = Handle<xmlXPathContext, xmlXPathFreeContext>;
using XPathObject = Handle<xmlXPathObject, xmlXPathFreeObject>;
using XmlOutput = Handle<xmlOutputBuffer, xmlOutputBufferClose>;

using SignatureContext = Handle<xmlSecDSigCtx, xmlSecDSigCtxDestroy>;
using SecKey = Handle<xmlSecKey, xmlSecKeyDestroy>;

using OpenSslBytes = std::unique_ptr<unsigned char, OpenSslFree>;
using Bio = Handle<BIO, BIO_free>;
using BigNumber = Handle<BIGNUM, BN_clear_free>;
using PublicOrPrivateKey = Handle<EVP_PKEY, EVP_PKEY_free>;
using KeyContext = Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using DigestContext = Handle<EVP_MD_CTX, EVP_MD_CTX_free>;
using CipherContext = Handle<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;
using ParameterBuilder = Handle<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Parameters = Handle<OSSL_PARAM, OSSL_PARAM_free>;
using EcdsaSignature = Handle<ECDSA_SIG, ECDSA_SIG_free>;
using X509Certificate = Handle<X509, X509_free>;

static_assert(sizeof(XmlDocument) == sizeof(void*), "a deleter without state costs nothing");

inline const xmlChar* to_xml(const char* text) {
  return reinterpret_cast<const xmlChar*>(text);
}
inline const xmlChar* to_xml(const std::string& text) {
  return to_xml(text.c_str());
}

inline std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view{} : std::string_view(reinterpret_cast<const char*>(text));
}
inline std::string to_string(const XmlText& text) {
  return std::string(view(text.get()));
}

inline const unsigned char* to_bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// What was written into a BIO_s_mem.
inline std::string contents(const Bio& memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

}  // namespace idproctor::handle
