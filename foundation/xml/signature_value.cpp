#include "foundation/xml/signature_value.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>
#include <utility>

#include "foundation/core/text.hpp"
#include "foundation/xml/library.hpp"

namespace idproctor::crypto {

namespace {

enum class Family { rsa, rsa_pss, ecdsa };

struct SignatureMethod {
  std::string_view uri;
  const char* digest;
  Family family;
};

// RFC 6931 2.3; rsa-pss without RSAPSSParams has the defaults SHA-256 and 32 bytes of salt (2.3.9).
constexpr SignatureMethod signature_methods[] = {
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "SHA256", Family::rsa},
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", "SHA384", Family::rsa},
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", "SHA512", Family::rsa},
    {"http://www.w3.org/2000/09/xmldsig#rsa-sha1", "SHA1", Family::rsa},
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-md5", "MD5", Family::rsa},
    {"http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", "SHA256", Family::rsa_pss},
    {"http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1", "SHA384", Family::rsa_pss},
    {"http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1", "SHA512", Family::rsa_pss},
    {"http://www.w3.org/2007/05/xmldsig-more#sha1-rsa-MGF1", "SHA1", Family::rsa_pss},
    {"http://www.w3.org/2007/05/xmldsig-more#rsa-pss", "SHA256", Family::rsa_pss},
    {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", "SHA256", Family::ecdsa},
    {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", "SHA384", Family::ecdsa},
    {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", "SHA512", Family::ecdsa},
    {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1", "SHA1", Family::ecdsa},
};

struct HmacMethod {
  std::string_view uri;
  const EVP_MD* (*digest)();
};
constexpr HmacMethod hmac_methods[] = {
    {"http://www.w3.org/2000/09/xmldsig#hmac-sha1", EVP_sha1},
    {"http://www.w3.org/2001/04/xmldsig-more#hmac-sha256", EVP_sha256},
    {"http://www.w3.org/2001/04/xmldsig-more#hmac-sha384", EVP_sha384},
    {"http://www.w3.org/2001/04/xmldsig-more#hmac-sha512", EVP_sha512},
    {"http://www.w3.org/2001/04/xmldsig-more#hmac-md5", EVP_md5},
};

template <class Table>
auto find_method(const Table& table, std::string_view uri) {
  const auto found = std::ranges::find_if(table, [&](const auto& known) { return known.uri == uri; });
  return found == std::end(table) ? nullptr : &*found;
}

EVP_PKEY* pkey_of(const Key& key) {
  return static_cast<EVP_PKEY*>(key.raw());
}

bool fits(const SignatureMethod& method, const Key& key) {
  const int type = method.family == Family::ecdsa ? EVP_PKEY_EC : EVP_PKEY_RSA;
  return EVP_PKEY_get_base_id(pkey_of(key)) == type;
}

Result<const SignatureMethod*> method_for(const Key& key, std::string_view uri) {
  const SignatureMethod* known = find_method(signature_methods, uri);
  if (known == nullptr) {
    return Error{Error::Kind::unsupported, "unknown signature algorithm " + printable(uri), {}};
  }
  if (fits(*known, key)) return known;
  return invalid("the signature algorithm " + std::string(uri) + " does not fit a key of type " + key.type());
}

/// The salt is as long as the digest (RFC 6931 2.3.10); OpenSSL takes the same digest for MGF1 by itself.
bool set_padding(EVP_PKEY_CTX* context, const SignatureMethod& method) {
  if (method.family != Family::rsa_pss) return true;
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1;
}

/// The length of r and of s: that of the curve's order (XML Signature 6.4.3).
int coordinate_size(const Key& key) {
  return (key.bits() + 7) / 8;
}

std::string der_to_r_s(std::string_view der, int size) {
  const unsigned char* at = handle::to_bytes(der);
  handle::EcdsaSignature parsed(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  std::string bytes(2 * static_cast<std::size_t>(size), '\0');
  auto* out = reinterpret_cast<unsigned char*>(bytes.data());
  if (parsed == nullptr || BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), out, size) != size ||
      BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), out + size, size) != size) {
    throw std::runtime_error("OpenSSL wrote an ECDSA signature that does not fit its curve");
  }
  return bytes;
}

/// Empty when the bytes have another length than the curve asks for.
std::string r_s_to_der(std::string_view bytes, int size) {
  if (bytes.size() != 2 * static_cast<std::size_t>(size)) return {};
  handle::BigNumber r(BN_bin2bn(handle::to_bytes(bytes), size, nullptr));
  handle::BigNumber s(BN_bin2bn(handle::to_bytes(bytes) + size, size, nullptr));
  handle::EcdsaSignature signature(ECDSA_SIG_new());
  if (r == nullptr || s == nullptr || signature == nullptr) throw std::bad_alloc();
  ECDSA_SIG_set0(signature.get(), r.release(), s.release());
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(signature.get(), &der);
  handle::OpenSslBytes owner(der);
  if (length <= 0) throw std::runtime_error("OpenSSL cannot write an ECDSA signature");
  return std::string(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
}

bool verifies(const Key& key, const SignatureMethod& method, std::string_view data,
              std::string_view signature) {
  std::string bytes(signature);
  if (method.family == Family::ecdsa) {
    bytes = r_s_to_der(signature, coordinate_size(key));
    if (bytes.empty()) return false;
  }
  handle::DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* parameters = nullptr;
  const bool verified = EVP_DigestVerifyInit(context.get(), &parameters, xml::fetched_digest(method.digest),
                                             nullptr, pkey_of(key)) == 1 &&
                        set_padding(parameters, method) &&
                        EVP_DigestVerify(context.get(), handle::to_bytes(bytes), bytes.size(),
                                         handle::to_bytes(data), data.size()) == 1;
  ERR_clear_error();
  return verified;
}

/// Ready to sign again and again. The last one of the thread is kept: to set one up takes a quarter of the
/// time of a P-256 signature, and a provider signs with one key. Null: OpenSSL's errors say why.
EVP_PKEY_CTX* signing_context(const Key& key, const SignatureMethod& method) {
  struct Kept {
    std::optional<Key> key;  // lives on, so that no other key comes to have its address
    const SignatureMethod* method = nullptr;
    handle::KeyContext context;
  };
  thread_local Kept last;
  if (last.key && last.key->raw() == key.raw() && last.method == &method) return last.context.get();
  handle::KeyContext context(EVP_PKEY_CTX_new(pkey_of(key), nullptr));
  if (context == nullptr || EVP_PKEY_sign_init(context.get()) != 1 || !set_padding(context.get(), method) ||
      EVP_PKEY_CTX_set_signature_md(context.get(), xml::fetched_digest(method.digest)) != 1) {
    return nullptr;
  }
  last = Kept{key, &method, std::move(context)};
  return last.context.get();
}

}  // namespace

Result<std::string> sign(const Key& key, std::string_view algorithm_uri, std::string_view data) {
  auto method = method_for(key, algorithm_uri);
  if (!method) return method.error();
  if (!key.is_private()) return invalid("a public key cannot sign");
  ERR_clear_error();
  EVP_PKEY_CTX* context = signing_context(key, **method);
  const EVP_MD* digest = xml::fetched_digest((*method)->digest);
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
  unsigned int hash_size = 0;
  std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(pkey_of(key)));
  std::string bytes(size, '\0');
  if (context == nullptr ||
      EVP_Digest(data.data(), data.size(), hash.data(), &hash_size, digest, nullptr) != 1 ||
      EVP_PKEY_sign(context, reinterpret_cast<unsigned char*>(bytes.data()), &size, hash.data(), hash_size) !=
          1) {
    return invalid("the key does not sign: " + xml::openssl_errors());
  }
  bytes.resize(size);
  return (*method)->family == Family::ecdsa ? der_to_r_s(bytes, coordinate_size(key)) : bytes;
}

Result<bool> verify(const Key& key, std::string_view algorithm_uri, std::string_view data,
                    std::string_view signature) {
  auto method = method_for(key, algorithm_uri);
  if (!method) return method.error();
  return verifies(key, **method, data, signature);
}

bool signs_with(const Key& key, std::string_view algorithm_uri) {
  const SignatureMethod* known = find_method(signature_methods, algorithm_uri);
  return known != nullptr && fits(*known, key);
}

std::string nearest_method(const Key& key) {
  return key.type() == "EC" ? "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
                            : "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
}

bool is_rsa_pss(std::string_view algorithm_uri) {
  const SignatureMethod* known = find_method(signature_methods, algorithm_uri);
  return known != nullptr && known->family == Family::rsa_pss;
}

bool verifies_by_any(const Key& key, std::string_view data, std::string_view signature) {
  return std::ranges::any_of(signature_methods, [&](const SignatureMethod& method) {
    return fits(method, key) && verifies(key, method, data, signature);
  });
}

bool is_hmac(std::string_view algorithm_uri) {
  return find_method(hmac_methods, algorithm_uri) != nullptr;
}

Result<std::string> hmac(std::string_view algorithm_uri, std::string_view secret, std::string_view data,
                         std::optional<std::size_t> output_bits) {
  const HmacMethod* method = find_method(hmac_methods, algorithm_uri);
  if (method == nullptr) {
    return Error{Error::Kind::unsupported, "unknown HMAC algorithm " + printable(algorithm_uri), {}};
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
  unsigned int size = 0;
  if (HMAC(method->digest(), secret.data(), static_cast<int>(secret.size()), handle::to_bytes(data),
           data.size(), bytes.data(), &size) == nullptr) {
    return invalid("OpenSSL computes no HMAC: " + xml::openssl_errors());
  }
  if (output_bits) size = std::min(size, static_cast<unsigned int>((*output_bits + 7) / 8));
  return std::string(reinterpret_cast<const char*>(bytes.data()), size);
}

}  // namespace idproctor::crypto
