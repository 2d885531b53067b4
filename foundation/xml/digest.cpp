#include "foundation/xml/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "foundation/core/text.hpp"
#include "foundation/xml/library.hpp"

namespace idproctor::crypto {

namespace {

struct DigestMethod {
  std::string_view uri;
  const char* name;
};
constexpr DigestMethod digest_methods[] = {
    {"http://www.w3.org/2001/04/xmlenc#sha256", "SHA256"},
    {"http://www.w3.org/2000/09/xmldsig#sha1", "SHA1"},
    {"http://www.w3.org/2001/04/xmldsig-more#sha384", "SHA384"},
    {"http://www.w3.org/2001/04/xmlenc#sha512", "SHA512"},
    {"http://www.w3.org/2001/04/xmldsig-more#md5", "MD5"},
};

const DigestMethod* digest_method(std::string_view uri) {
  const auto found = std::ranges::find(digest_methods, uri, &DigestMethod::uri);
  return found == std::end(digest_methods) ? nullptr : found;
}

std::string digest_with(const char* name, std::string_view data) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
  unsigned int size = 0;
  if (EVP_Digest(data.data(), data.size(), bytes.data(), &size, xml::fetched_digest(name), nullptr) != 1) {
    throw std::runtime_error("OpenSSL computes no digest: " + xml::openssl_errors());
  }
  return std::string(reinterpret_cast<const char*>(bytes.data()), size);
}

}  // namespace

bool is_digest(std::string_view algorithm_uri) {
  return digest_method(algorithm_uri) != nullptr;
}

Result<std::string> digest(std::string_view algorithm_uri, std::string_view data) {
  if (const DigestMethod* known = digest_method(algorithm_uri)) return digest_with(known->name, data);
  return Error{Error::Kind::unsupported, "unknown digest algorithm " + printable(algorithm_uri), {}};
}

std::string sha256(std::string_view data) {
  return digest_with("SHA256", data);
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
