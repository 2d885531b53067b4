#include "foundation/xml/decrypt.hpp"

#include <openssl/err.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <map>
#include <vector>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/library.hpp"

namespace idproctor::xml {

namespace {

constexpr std::string_view xenc_namespace = "http://www.w3.org/2001/04/xmlenc#";
constexpr std::string_view xenc11_namespace = "http://www.w3.org/2009/xmlenc11#";
constexpr std::string_view element_type = "http://www.w3.org/2001/04/xmlenc#Element";
constexpr std::string_view encrypted_key_type = "http://www.w3.org/2001/04/xmlenc#EncryptedKey";
constexpr std::size_t most_encrypted_keys = 8;

std::vector<Node> children_named(Node parent, std::string_view namespace_uri, std::string_view name) {
  std::vector<Node> found;
  for (const Node child : parent.children()) {
    if (is_element(raw(child), namespace_uri, name)) found.push_back(child);
  }
  return found;
}

Result<Node> single_child(Node parent, std::string_view name) {
  const auto found = children_named(parent, xenc_namespace, name);
  if (found.size() == 1) return found.front();
  return invalid("the " + parent.name() + " must have exactly one " + std::string(name) + ", it has " +
                 std::to_string(found.size()));
}

/// CipherData/CipherValue; what lies elsewhere (CipherReference) is not fetched.
Result<std::string> cipher_value(Node encrypted) {
  auto data = single_child(encrypted, "CipherData");
  if (!data) return data.error();
  auto value = single_child(*data, "CipherValue");
  if (!value) return value.error();
  auto bytes = base64_decode(value->text());
  if (!bytes) return invalid("the CipherValue is not base64: " + bytes.error().message);
  return bytes;
}

const std::map<std::string_view, const EVP_MD* (*)()>& digests() {
  static const std::map<std::string_view, const EVP_MD* (*)()> table{
      {"http://www.w3.org/2000/09/xmldsig#sha1", EVP_sha1},
      {"http://www.w3.org/2001/04/xmlenc#sha256", EVP_sha256},
      {"http://www.w3.org/2001/04/xmldsig-more#sha384", EVP_sha384},
      {"http://www.w3.org/2001/04/xmlenc#sha512", EVP_sha512}};
  return table;
}

const std::map<std::string_view, const EVP_MD* (*)()>& mask_digests() {
  static const std::map<std::string_view, const EVP_MD* (*)()> table{
      {"http://www.w3.org/2009/xmlenc11#mgf1sha1", EVP_sha1},
      {"http://www.w3.org/2009/xmlenc11#mgf1sha256", EVP_sha256},
      {"http://www.w3.org/2009/xmlenc11#mgf1sha384", EVP_sha384},
      {"http://www.w3.org/2009/xmlenc11#mgf1sha512", EVP_sha512}};
  return table;
}

/// The hash that the one element of that name asks for; SHA-1 where there is none (XML Encryption 5.5.2).
Result<const EVP_MD*> hash_of(Node method, std::string_view namespace_uri, std::string_view name,
                              const std::map<std::string_view, const EVP_MD* (*)()>& known) {
  const auto found = children_named(method, namespace_uri, name);
  if (found.empty()) return EVP_sha1();
  if (found.size() > 1) return invalid("the EncryptionMethod has several " + std::string(name));
  const std::string uri = found.front().attribute("Algorithm");
  const auto hash = known.find(uri);
  if (hash == known.end())
    return invalid("the " + std::string(name) + " " + printable(uri) + " is not known");
  return hash->second();
}

/// How the data key is to be read.
struct Transport {
  bool oaep = true;
  const EVP_MD* digest = nullptr;
  const EVP_MD* mask = nullptr;
};

Result<Transport> read_transport(Node encrypted_key, DecryptionPolicy policy) {
  auto method = single_child(encrypted_key, "EncryptionMethod");
  if (!method) return method.error();
  const std::string uri = method->attribute("Algorithm");
  if (uri == "http://www.w3.org/2001/04/xmlenc#rsa-1_5") {
    if (!policy.allow_rsa_1_5) return invalid("the key transport RSA 1.5 is not allowed");
    return Transport{false, nullptr, nullptr};
  }
  const bool mgf1p = uri == "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
  if (!mgf1p && uri != "http://www.w3.org/2009/xmlenc11#rsa-oaep") {
    return invalid("the key transport " + printable(uri) + " is not allowed");
  }
  if (!children_named(*method, xenc_namespace, "OAEPparams").empty()) {
    return invalid("OAEPparams are not supported");
  }
  auto digest = hash_of(*method, dsig_namespace, "DigestMethod", digests());
  if (!digest) return digest.error();
  auto mask = hash_of(*method, xenc11_namespace, "MGF", mask_digests());
  if (!mask) return mask.error();
  return Transport{true, *digest, mgf1p ? EVP_sha1() : *mask};
}

Result<std::string> open_key(Node encrypted_key, const crypto::Key& recipient, DecryptionPolicy policy) {
  auto transport = read_transport(encrypted_key, policy);
  if (!transport) return transport.error();
  auto wrapped = cipher_value(encrypted_key);
  if (!wrapped) return wrapped.error();
  ERR_clear_error();
  auto* pkey = static_cast<EVP_PKEY*>(recipient.raw());
  handle::KeyContext context(EVP_PKEY_CTX_new(pkey, nullptr));
  bool done = context != nullptr && EVP_PKEY_decrypt_init(context.get()) == 1;
  if (transport->oaep) {
    done = done && EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_OAEP_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_oaep_md(context.get(), transport->digest) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md(context.get(), transport->mask) == 1;
  } else {
    done = done && EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1;
  }
  std::size_t size = static_cast<std::size_t>(EVP_PKEY_get_size(pkey));
  std::string key(size, '\0');
  done = done && EVP_PKEY_decrypt(context.get(), reinterpret_cast<unsigned char*>(key.data()), &size,
                                  handle::to_bytes(*wrapped), wrapped->size()) == 1;
  ERR_clear_error();
  if (!done) return invalid("the EncryptedKey does not open with this private key");
  key.resize(size);
  return key;
}

/// Those that may hold the data key: in KeyInfo, or beside the EncryptedData.
Result<std::vector<Node>> candidate_keys(Node encrypted_data) {
  const auto infos = children_named(encrypted_data, dsig_namespace, "KeyInfo");
  if (infos.size() > 1) return invalid("the EncryptedData has several KeyInfo");
  std::vector<Node> keys;
  std::vector<Node> references;
  if (!infos.empty()) {
    keys = children_named(infos.front(), xenc_namespace, "EncryptedKey");
    references = children_named(infos.front(), dsig_namespace, "RetrievalMethod");
  }
  const Node parent = encrypted_data.parent();
  const auto beside = parent ? children_named(parent, xenc_namespace, "EncryptedKey") : std::vector<Node>();
  for (const Node reference : references) {
    const std::string uri = reference.attribute("URI"), type = reference.attribute("Type");
    if (!type.empty() && type != encrypted_key_type) {
      return invalid("the RetrievalMethod names no EncryptedKey but a " + printable(type));
    }
    const auto named = std::ranges::find_if(beside, [&](Node key) {
      return uri.size() > 1 && uri.front() == '#' && key.attribute("Id") == uri.substr(1);
    });
    if (named == beside.end()) {
      return invalid("the RetrievalMethod's URI " + printable(uri) +
                     " names no EncryptedKey beside the data");
    }
    keys.push_back(*named);
  }
  if (keys.empty()) keys = beside;
  if (keys.empty()) return invalid("there is no EncryptedKey");
  if (keys.size() > most_encrypted_keys) return invalid("there are more EncryptedKeys than this takes");
  return keys;
}

struct Block {
  std::string_view uri;
  const EVP_CIPHER* (*cipher)();
  enum class Mode { cbc, gcm, triple_des } mode;
};
constexpr Block blocks[] = {
    {"http://www.w3.org/2001/04/xmlenc#aes128-cbc", EVP_aes_128_cbc, Block::Mode::cbc},
    {"http://www.w3.org/2001/04/xmlenc#aes192-cbc", EVP_aes_192_cbc, Block::Mode::cbc},
    {"http://www.w3.org/2001/04/xmlenc#aes256-cbc", EVP_aes_256_cbc, Block::Mode::cbc},
    {"http://www.w3.org/2009/xmlenc11#aes128-gcm", EVP_aes_128_gcm, Block::Mode::gcm},
    {"http://www.w3.org/2009/xmlenc11#aes192-gcm", EVP_aes_192_gcm, Block::Mode::gcm},
    {"http://www.w3.org/2009/xmlenc11#aes256-gcm", EVP_aes_256_gcm, Block::Mode::gcm},
    {"http://www.w3.org/2001/04/xmlenc#tripledes-cbc", EVP_des_ede3_cbc, Block::Mode::triple_des},
};

Result<const Block*> read_block(Node encrypted_data, DecryptionPolicy policy) {
  auto method = single_child(encrypted_data, "EncryptionMethod");
  if (!method) return method.error();
  const std::string uri = method->attribute("Algorithm");
  for (const Block& block : blocks) {
    if (block.uri != uri) continue;
    if (block.mode == Block::Mode::triple_des && !policy.allow_triple_des) break;
    return &block;
  }
  return invalid("the block cipher " + printable(uri) + " is not allowed");
}

Error undecryptable() {
  return invalid("the data do not decrypt with the data key");
}

std::string run_cipher(EVP_CIPHER_CTX* context, std::string_view data, bool& done) {
  std::string out(data.size() + EVP_MAX_BLOCK_LENGTH, '\0');
  auto* bytes = reinterpret_cast<unsigned char*>(out.data());
  int written = 0, rest = 0;
  done = done && EVP_DecryptUpdate(context, bytes, &written, handle::to_bytes(data),
                                   static_cast<int>(data.size())) == 1;
  done = done && EVP_DecryptFinal_ex(context, bytes + written, &rest) == 1;
  out.resize(done ? static_cast<std::size_t>(written + rest) : 0);
  return out;
}

/// Initialization vector of 96 bits, data, tag of 128 bits (XML Encryption 5.2.4).
Result<std::string> open_gcm(const EVP_CIPHER* cipher, const std::string& key, std::string_view data,
                             DecryptionPolicy policy) {
  constexpr std::size_t vector_size = 12, tag_size = 16;
  if (data.size() < vector_size + tag_size) return undecryptable();
  std::string tag(data.substr(data.size() - tag_size));
  handle::CipherContext context(EVP_CIPHER_CTX_new());
  bool done = context != nullptr && EVP_DecryptInit_ex(context.get(), cipher, nullptr, handle::to_bytes(key),
                                                       handle::to_bytes(data)) == 1;
  const std::string_view body = data.substr(vector_size, data.size() - vector_size - tag_size);
  if (policy.ignore_tag) {
    std::string out(body.size(), '\0');
    int written = 0;
    done = done && EVP_DecryptUpdate(context.get(), reinterpret_cast<unsigned char*>(out.data()), &written,
                                     handle::to_bytes(body), static_cast<int>(body.size())) == 1;
    if (!done) return undecryptable();
    return out;
  }
  done = done && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag.size()),
                                     tag.data()) == 1;
  std::string out = run_cipher(context.get(), body, done);
  if (!done) return undecryptable();
  return out;
}

/// Initialization vector of one block, data; the last octet is how many to take off (XML Encryption 5.2.1).
Result<std::string> open_cbc(const EVP_CIPHER* cipher, const std::string& key, std::string_view data) {
  const auto block_size = static_cast<std::size_t>(EVP_CIPHER_get_block_size(cipher));
  if (data.size() < 2 * block_size || data.size() % block_size != 0) return undecryptable();
  handle::CipherContext context(EVP_CIPHER_CTX_new());
  bool done = context != nullptr &&
              EVP_DecryptInit_ex(context.get(), cipher, nullptr, handle::to_bytes(key),
                                 handle::to_bytes(data)) == 1 &&
              EVP_CIPHER_CTX_set_padding(context.get(), 0) == 1;
  std::string out = run_cipher(context.get(), data.substr(block_size), done);
  if (!done || out.empty()) return undecryptable();
  const auto padding = static_cast<unsigned char>(out.back());
  if (padding == 0 || padding > block_size) return undecryptable();
  out.resize(out.size() - padding);
  return out;
}

}  // namespace

Result<std::string> decrypt(Node encrypted_data, const crypto::Key& recipient, DecryptionPolicy policy) {
  require_library();
  if (!is_element(raw(encrypted_data), xenc_namespace, "EncryptedData")) {
    return invalid("there is no xenc:EncryptedData to decrypt");
  }
  if (!recipient.is_private() || recipient.type() != "RSA") {
    return invalid("only a private RSA key can decrypt");
  }
  const std::string type = encrypted_data.attribute("Type");
  if (!type.empty() && type != element_type) {
    return invalid("the EncryptedData is of the type " + printable(type) + " (SAML core 6.1)");
  }
  auto block = read_block(encrypted_data, policy);
  if (!block) return block.error();
  auto data = cipher_value(encrypted_data);
  if (!data) return data.error();
  auto keys = candidate_keys(encrypted_data);
  if (!keys) return keys.error();
  Error last = undecryptable();
  for (const Node encrypted_key : *keys) {
    auto key = open_key(encrypted_key, recipient, policy);
    if (!key) {
      last = key.error();
      continue;
    }
    const EVP_CIPHER* cipher = (*block)->cipher();
    if (key->size() != static_cast<std::size_t>(EVP_CIPHER_get_key_length(cipher))) {
      last =
          invalid("the data key has " + std::to_string(key->size()) + " octets, which do not fit the cipher");
      continue;
    }
    auto plaintext = (*block)->mode == Block::Mode::gcm ? open_gcm(cipher, *key, *data, policy)
                                                        : open_cbc(cipher, *key, *data);
    ERR_clear_error();
    if (plaintext) return plaintext;
    last = plaintext.error();
  }
  return last;
}

}  // namespace idproctor::xml
