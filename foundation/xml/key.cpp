#include "foundation/xml/key.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <stdexcept>
#include <utility>

#include "foundation/core/text.hpp"
#include "foundation/xml/library.hpp"

namespace idproctor::crypto {

struct Key::Impl {
  handle::PublicOrPrivateKey key;
  bool is_private;
};

namespace {

[[noreturn]] void fail(const char* what) {
  throw std::runtime_error(std::string(what) + ": " + xml::openssl_errors());
}

// Without a callback OpenSSL would ask for a pass phrase on the terminal.
int no_pass_phrase(char*, int, int, void*) {
  return 0;
}

bool is_supported(const EVP_PKEY* key) {
  const int type = EVP_PKEY_get_base_id(key);
  return type == EVP_PKEY_RSA || type == EVP_PKEY_EC;
}

Error unreadable(const char* what) {
  return invalid(std::string(what) + ": " + xml::openssl_errors());
}

handle::Bio reader(std::string_view text) {
  handle::Bio memory(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
  if (memory == nullptr) fail("OpenSSL reads no memory");
  return memory;
}

std::string rsa_number(const EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &number) != 1) return {};
  handle::BigNumber owner(number);
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
  BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
  return bytes;
}

struct SignatureMethod {
  std::string_view uri;
  const EVP_MD* (*digest)();
  int key_type;
};

constexpr SignatureMethod signature_methods[] = {
    {"http://www.w3.org/2000/09/xmldsig#rsa-sha1", EVP_sha1, EVP_PKEY_RSA},
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", EVP_sha256, EVP_PKEY_RSA},
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", EVP_sha384, EVP_PKEY_RSA},
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", EVP_sha512, EVP_PKEY_RSA},
    {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", EVP_sha256, EVP_PKEY_EC},
};

Result<const SignatureMethod*> method_for(const Key& key, std::string_view uri) {
  for (const SignatureMethod& known : signature_methods) {
    if (known.uri != uri) continue;
    const bool fits = EVP_PKEY_get_base_id(static_cast<EVP_PKEY*>(key.raw())) == known.key_type;
    if (fits) return &known;
    return invalid("the signature algorithm " + std::string(uri) + " does not fit a key of type " +
                   key.type());
  }
  return Error{Error::Kind::unsupported, "unknown signature algorithm " + printable(uri), {}};
}

/// The length of r and of s: that of the curve's order (XML Signature 6.4.3).
int coordinate_size(const Key& key) {
  return (key.bits() + 7) / 8;
}

std::string der_to_r_s(std::string_view der, int size) {
  const unsigned char* at = handle::to_bytes(der);
  handle::EcdsaSignature parsed(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  if (parsed == nullptr) fail("OpenSSL wrote an ECDSA signature that it cannot read");
  std::string bytes(static_cast<std::size_t>(2 * size), '\0');
  auto* out = reinterpret_cast<unsigned char*>(bytes.data());
  if (BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), out, size) != size ||
      BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), out + size, size) != size) {
    fail("an ECDSA signature does not fit its curve");
  }
  return bytes;
}

/// Empty when the bytes have another length than the curve asks for.
std::string r_s_to_der(std::string_view bytes, int size) {
  if (bytes.size() != static_cast<std::size_t>(2 * size)) return {};
  handle::BigNumber r(BN_bin2bn(handle::to_bytes(bytes), size, nullptr));
  handle::BigNumber s(BN_bin2bn(handle::to_bytes(bytes) + size, size, nullptr));
  handle::EcdsaSignature signature(ECDSA_SIG_new());
  if (r == nullptr || s == nullptr || signature == nullptr) throw std::bad_alloc();
  ECDSA_SIG_set0(signature.get(), r.release(), s.release());
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(signature.get(), &der);
  handle::OpenSslBytes owner(der);
  if (length <= 0) fail("OpenSSL cannot write an ECDSA signature");
  return std::string(reinterpret_cast<const char*>(der), static_cast<std::size_t>(length));
}

}  // namespace

Key::Key(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

Key Key::generate_rsa(int bits) {
  handle::PublicOrPrivateKey key(EVP_RSA_gen(static_cast<unsigned int>(bits)));
  if (key == nullptr) fail("OpenSSL generates no RSA key");
  return Key(std::make_shared<Impl>(Impl{std::move(key), true}));
}

Key Key::generate_ec_p256() {
  handle::PublicOrPrivateKey key(EVP_EC_gen("P-256"));
  if (key == nullptr) fail("OpenSSL generates no EC key");
  return Key(std::make_shared<Impl>(Impl{std::move(key), true}));
}

Result<Key> Key::from_private_pem(std::string_view pem) {
  ERR_clear_error();
  handle::PublicOrPrivateKey key(
      PEM_read_bio_PrivateKey(reader(pem).get(), nullptr, no_pass_phrase, nullptr));
  if (key == nullptr) return unreadable("this is no unencrypted private key in PEM form");
  if (!is_supported(key.get())) return invalid("the private key is neither RSA nor EC");
  return Key(std::make_shared<Impl>(Impl{std::move(key), true}));
}

Result<Key> Key::from_public_pem(std::string_view pem) {
  ERR_clear_error();
  handle::PublicOrPrivateKey key(PEM_read_bio_PUBKEY(reader(pem).get(), nullptr, no_pass_phrase, nullptr));
  if (key == nullptr) return unreadable("this is no public key in PEM form");
  if (!is_supported(key.get())) return invalid("the public key is neither RSA nor EC");
  return Key(std::make_shared<Impl>(Impl{std::move(key), false}));
}

Result<Key> Key::from_rsa_numbers(std::string_view modulus, std::string_view exponent) {
  constexpr std::size_t largest = OPENSSL_RSA_MAX_MODULUS_BITS / 8 + 1;
  if (modulus.size() > largest || exponent.size() > largest) {
    return Error{Error::Kind::too_large, "the RSA key has more than 16384 bits", {}};
  }
  handle::BigNumber n(BN_bin2bn(handle::to_bytes(modulus), static_cast<int>(modulus.size()), nullptr));
  handle::BigNumber e(BN_bin2bn(handle::to_bytes(exponent), static_cast<int>(exponent.size()), nullptr));
  if (n == nullptr || e == nullptr) throw std::bad_alloc();
  if (!BN_is_odd(n.get()) || !BN_is_odd(e.get()) || BN_is_one(e.get()) || BN_cmp(e.get(), n.get()) >= 0) {
    return invalid("the modulus and the exponent are not those of an RSA key");
  }
  handle::ParameterBuilder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  handle::Parameters parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  handle::KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    return unreadable("the modulus and the exponent are not those of an RSA key");
  }
  return Key(std::make_shared<Impl>(Impl{handle::PublicOrPrivateKey(key), false}));
}

bool Key::is_private() const {
  return impl_->is_private;
}

std::string Key::type() const {
  return EVP_PKEY_get_base_id(impl_->key.get()) == EVP_PKEY_RSA ? "RSA" : "EC";
}

int Key::bits() const {
  return EVP_PKEY_get_bits(impl_->key.get());
}

std::string Key::private_pem() const {
  if (!impl_->is_private) throw std::logic_error("a public key has no private part to write");
  handle::Bio memory(BIO_new(BIO_s_secmem()));
  if (PEM_write_bio_PKCS8PrivateKey(memory.get(), impl_->key.get(), nullptr, nullptr, 0, nullptr, nullptr) !=
      1) {
    fail("OpenSSL writes no private key");
  }
  return handle::contents(memory);
}

std::string Key::public_pem() const {
  handle::Bio memory(BIO_new(BIO_s_mem()));
  if (PEM_write_bio_PUBKEY(memory.get(), impl_->key.get()) != 1) fail("OpenSSL writes no public key");
  return handle::contents(memory);
}

std::string Key::modulus() const {
  return rsa_number(impl_->key.get(), OSSL_PKEY_PARAM_RSA_N);
}
std::string Key::exponent() const {
  return rsa_number(impl_->key.get(), OSSL_PKEY_PARAM_RSA_E);
}

bool Key::same_public_key(const Key& other) const {
  return EVP_PKEY_eq(impl_->key.get(), other.impl_->key.get()) == 1;
}

void* Key::raw() const {
  return impl_->key.get();
}

Result<std::string> sign(const Key& key, std::string_view algorithm_uri, std::string_view data) {
  auto method = method_for(key, algorithm_uri);
  if (!method) return method.error();
  if (!key.is_private()) return invalid("a public key cannot sign");
  ERR_clear_error();
  handle::DigestContext context(EVP_MD_CTX_new());
  auto* pkey = static_cast<EVP_PKEY*>(key.raw());
  std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(pkey));
  std::string bytes(size, '\0');
  if (EVP_DigestSignInit(context.get(), nullptr, (*method)->digest(), nullptr, pkey) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(bytes.data()), &size,
                     handle::to_bytes(data), data.size()) != 1) {
    return invalid("the key does not sign: " + xml::openssl_errors());
  }
  bytes.resize(size);
  return (*method)->key_type == EVP_PKEY_EC ? der_to_r_s(bytes, coordinate_size(key)) : bytes;
}

Result<bool> verify(const Key& key, std::string_view algorithm_uri, std::string_view data,
                    std::string_view signature) {
  auto method = method_for(key, algorithm_uri);
  if (!method) return method.error();
  std::string bytes(signature);
  if ((*method)->key_type == EVP_PKEY_EC) {
    bytes = r_s_to_der(signature, coordinate_size(key));
    if (bytes.empty()) return false;
  }
  handle::DigestContext context(EVP_MD_CTX_new());
  const bool verified = EVP_DigestVerifyInit(context.get(), nullptr, (*method)->digest(), nullptr,
                                             static_cast<EVP_PKEY*>(key.raw())) == 1 &&
                        EVP_DigestVerify(context.get(), handle::to_bytes(bytes), bytes.size(),
                                         handle::to_bytes(data), data.size()) == 1;
  ERR_clear_error();
  return verified;
}

}  // namespace idproctor::crypto
