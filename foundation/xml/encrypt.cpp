#include "foundation/xml/encrypt.hpp"

#include <openssl/err.h>
#include <openssl/rsa.h>

#include <stdexcept>

#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"
#include "foundation/xml/library.hpp"

namespace idproctor::crypto {

namespace {

struct BlockCipher {
  std::string_view uri;
  const EVP_CIPHER* (*cipher)();
  bool has_tag;
};
constexpr BlockCipher block_ciphers[] = {
    {"http://www.w3.org/2001/04/xmlenc#aes128-cbc", EVP_aes_128_cbc, false},
    {"http://www.w3.org/2001/04/xmlenc#aes192-cbc", EVP_aes_192_cbc, false},
    {"http://www.w3.org/2001/04/xmlenc#aes256-cbc", EVP_aes_256_cbc, false},
    {"http://www.w3.org/2009/xmlenc11#aes128-gcm", EVP_aes_128_gcm, true},
    {"http://www.w3.org/2009/xmlenc11#aes192-gcm", EVP_aes_192_gcm, true},
    {"http://www.w3.org/2009/xmlenc11#aes256-gcm", EVP_aes_256_gcm, true},
    {"http://www.w3.org/2001/04/xmlenc#tripledes-cbc", EVP_des_ede3_cbc, false},
};

struct Hash {
  std::string_view uri;
  const EVP_MD* (*hash)();
};
constexpr Hash oaep_hashes[] = {
    {"", EVP_sha1},
    {"http://www.w3.org/2000/09/xmldsig#sha1", EVP_sha1},
    {"http://www.w3.org/2001/04/xmlenc#sha256", EVP_sha256},
    {"http://www.w3.org/2001/04/xmldsig-more#sha384", EVP_sha384},
    {"http://www.w3.org/2001/04/xmlenc#sha512", EVP_sha512},
};
constexpr Hash mask_hashes[] = {
    {"", EVP_sha1},
    {"http://www.w3.org/2009/xmlenc11#mgf1sha1", EVP_sha1},
    {"http://www.w3.org/2009/xmlenc11#mgf1sha256", EVP_sha256},
    {"http://www.w3.org/2009/xmlenc11#mgf1sha384", EVP_sha384},
    {"http://www.w3.org/2009/xmlenc11#mgf1sha512", EVP_sha512},
};

template <class Row, std::size_t size>
Result<const Row*> row_for(const Row (&rows)[size], const std::string& uri, std::string_view what) {
  for (const Row& row : rows) {
    if (row.uri == uri) return &row;
  }
  return Error{Error::Kind::unsupported, "unknown " + std::string(what) + " " + printable(uri), {}};
}

void require_done(bool done) {
  if (!done) throw std::runtime_error("OpenSSL does not encrypt: " + xml::openssl_errors());
}

unsigned char* octets_of(std::string& bytes, std::size_t offset = 0) {
  return reinterpret_cast<unsigned char*>(bytes.data()) + offset;
}

/// OpenSSL's own padding is one of those that XML Encryption 5.2 allows: its last octet is its length.
std::string encrypt_data(const BlockCipher& block, std::string_view plaintext, const std::string& key) {
  const EVP_CIPHER* cipher = block.cipher();
  const auto vector_size = static_cast<std::size_t>(EVP_CIPHER_get_iv_length(cipher));
  constexpr std::size_t tag_size = 16;
  const std::string vector = random_bytes(vector_size);
  std::string out = vector + std::string(plaintext.size() + EVP_MAX_BLOCK_LENGTH + tag_size, '\0');
  handle::CipherContext context(EVP_CIPHER_CTX_new());
  int written = 0, rest = 0;
  require_done(context != nullptr &&
               EVP_EncryptInit_ex(context.get(), cipher, nullptr, handle::to_bytes(key),
                                  handle::to_bytes(vector)) == 1 &&
               EVP_EncryptUpdate(context.get(), octets_of(out, vector_size), &written,
                                 handle::to_bytes(plaintext), static_cast<int>(plaintext.size())) == 1 &&
               EVP_EncryptFinal_ex(context.get(),
                                   octets_of(out, vector_size + static_cast<std::size_t>(written)),
                                   &rest) == 1);
  std::size_t size = vector_size + static_cast<std::size_t>(written + rest);
  if (block.has_tag) {
    require_done(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_size, octets_of(out, size)) ==
                 1);
    size += tag_size;
  }
  out.resize(size);
  return out;
}

Result<std::string> encrypt_key(const EncryptionAlgorithms& algorithms, const std::string& key,
                                const Key& recipient) {
  const bool mgf1p = algorithms.key_transport == "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
  const bool oaep = mgf1p || algorithms.key_transport == "http://www.w3.org/2009/xmlenc11#rsa-oaep";
  if (!oaep && algorithms.key_transport != "http://www.w3.org/2001/04/xmlenc#rsa-1_5") {
    return Error{
        Error::Kind::unsupported, "unknown key transport " + printable(algorithms.key_transport), {}};
  }
  auto digest = row_for(oaep_hashes, algorithms.digest, "digest of OAEP");
  if (!digest) return digest.error();
  auto mask = row_for(mask_hashes, mgf1p ? "" : algorithms.mask, "mask generation function");
  if (!mask) return mask.error();

  auto* pkey = static_cast<EVP_PKEY*>(recipient.raw());
  handle::KeyContext context(EVP_PKEY_CTX_new(pkey, nullptr));
  bool ready =
      context != nullptr && EVP_PKEY_encrypt_init(context.get()) == 1 &&
      EVP_PKEY_CTX_set_rsa_padding(context.get(), oaep ? RSA_PKCS1_OAEP_PADDING : RSA_PKCS1_PADDING) == 1;
  if (oaep) {
    ready = ready && EVP_PKEY_CTX_set_rsa_oaep_md(context.get(), (*digest)->hash()) == 1 &&
            EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), (*mask)->hash()) == 1;
  }
  std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(pkey));
  std::string out(size, '\0');
  ready =
      ready && EVP_PKEY_encrypt(context.get(), octets_of(out), &size, handle::to_bytes(key), key.size()) == 1;
  if (!ready) return invalid("the data key cannot be encrypted: " + xml::openssl_errors());
  out.resize(size);
  return out;
}

}  // namespace

Result<Ciphertext> encrypt(std::string_view plaintext, const EncryptionAlgorithms& algorithms,
                           const Key& recipient) {
  auto block = row_for(block_ciphers, algorithms.block, "block cipher");
  if (!block) return block.error();
  if (recipient.type() != "RSA") return invalid("only to an RSA key can be encrypted");
  ERR_clear_error();
  const std::string key =
      random_bytes(static_cast<std::size_t>(EVP_CIPHER_get_key_length((*block)->cipher())));
  auto wrapped = encrypt_key(algorithms, key, recipient);
  if (!wrapped) return wrapped.error();
  return Ciphertext{encrypt_data(**block, plaintext, key), std::move(*wrapped)};
}

}  // namespace idproctor::crypto
