#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"

namespace idproctor::crypto {

/// A private key or a public one. Copies share the key; it is never printed.
class Key {
 public:
  static Key generate_rsa(int bits = 2048);             ///< throws when OpenSSL cannot
  static Key generate_ec(const char* curve = "P-256");  ///< or "P-384", "P-521"
  static Result<Key> from_private_pem(std::string_view pem);
  static Result<Key> from_public_pem(std::string_view pem);
  /// Shares a certificate's EVP_PKEY; what else it holds is never used.
  static Result<Key> sharing_public(void* evp_pkey);
  /// RSAKeyValue's numbers as big-endian bytes (XML Signature 4.5.2.2).
  static Result<Key> from_rsa_numbers(std::string_view modulus, std::string_view exponent);

  bool is_private() const;
  std::string type() const;  ///< "RSA" or "EC"
  int bits() const;
  std::string private_pem() const;  ///< PKCS#8; only for files with mode 0600
  std::string public_pem() const;
  std::string modulus() const;  ///< big-endian bytes, RSA only
  std::string exponent() const;
  bool same_public_key(const Key& other) const;

  void* raw() const;  ///< EVP_PKEY, for foundation/xml alone

 private:
  struct Impl;
  explicit Key(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
  friend class Certificate;
};

class Certificate {
 public:
  /// A self-signed certificate as IdPs publish it. `common_name` becomes subject and issuer.
  static Certificate self_signed(const Key& key, std::string_view common_name, Time not_before,
                                 Time not_after);
  static Result<Certificate> from_pem(std::string_view pem);
  static Result<Certificate> from_base64_der(std::string_view text);  ///< as in ds:X509Certificate

  std::string pem() const;
  std::string base64_der(std::size_t line_length = 0) const;
  std::string subject() const;             ///< RFC 2253, for ds:X509SubjectName
  std::string issuer() const;              ///< RFC 2253, for ds:X509IssuerName
  std::string serial_number() const;       ///< decimal, for ds:X509SerialNumber
  std::string sha256_fingerprint() const;  ///< lower-case hex
  Time not_before() const;
  Time not_after() const;
  Key public_key() const;

 private:
  struct Impl;
  explicit Certificate(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace idproctor::crypto
