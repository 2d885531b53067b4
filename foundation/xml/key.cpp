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

}  // namespace

Key::Key(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

Key Key::generate_rsa(int bits) {
  handle::PublicOrPrivateKey key(EVP_RSA_gen(static_cast<unsigned int>(bits)));
  if (key == nullptr) fail("OpenSSL generates no RSA key");
  return Key(std::make_shared<Impl>(Impl{std::move(key), true}));
}

Key Key::generate_ec(const char* curve) {
  handle::PublicOrPrivateKey key(EVP_EC_gen(curve));
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

Result<Key> Key::sharing_public(void* evp_pkey) {
  auto* shared = static_cast<EVP_PKEY*>(evp_pkey);
  if (!is_supported(shared)) return invalid("the public key is neither RSA nor EC");
  EVP_PKEY_up_ref(shared);
  return Key(std::make_shared<Impl>(Impl{handle::PublicOrPrivateKey(shared), false}));
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

}  // namespace idproctor::crypto
