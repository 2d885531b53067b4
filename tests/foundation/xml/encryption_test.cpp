// What encrypt() writes and decrypt() reads: each against the other here, and each against the xmlsec1
// command in encryption_command_test.cpp and the npm package xml-encryption in tests/interop.

#include <gmock/gmock.h>

#include "foundation/core/base64.hpp"
#include "foundation/xml/decrypt.hpp"
#include "foundation/xml/edit.hpp"
#include "foundation/xml/encrypt.hpp"
#include "tests/foundation/xml/support.hpp"
#include "tests/support/encrypted_data.hpp"

namespace idproctor::xml {
namespace {

using testing::HasSubstr;

constexpr std::string_view plaintext = "<a xmlns=\"urn:x\">Grüße, sixteen letters</a>";

constexpr const char* block_ciphers[] = {
    "http://www.w3.org/2001/04/xmlenc#aes128-cbc", "http://www.w3.org/2001/04/xmlenc#aes192-cbc",
    "http://www.w3.org/2001/04/xmlenc#aes256-cbc", "http://www.w3.org/2009/xmlenc11#aes128-gcm",
    "http://www.w3.org/2009/xmlenc11#aes192-gcm",  "http://www.w3.org/2009/xmlenc11#aes256-gcm"};
constexpr const char* mgf1p = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
constexpr const char* oaep11 = "http://www.w3.org/2009/xmlenc11#rsa-oaep";
constexpr const char* sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
constexpr const char* mgf_sha256 = "http://www.w3.org/2009/xmlenc11#mgf1sha256";

Result<std::string> opened(const Document& document, DecryptionPolicy policy = {},
                           const crypto::Key& key = rsa_key()) {
  return decrypt(first(document, "//xenc:EncryptedData"), key, policy);
}

std::string trouble(const Document& document, DecryptionPolicy policy = {}) {
  return error_of(opened(document, policy));
}

Document written(const EncryptedData& form, std::string_view text = plaintext) {
  return parsed(form.write(text, rsa_key()));
}

/// Another octet at this place of the one CipherValue that the XPath selects; counted from the end if
/// negative.
void alter(Document& document, const std::string& xpath, int at) {
  std::string octets = base64_decode(value(document, xpath)).value();
  const std::size_t place =
      at < 0 ? octets.size() - static_cast<std::size_t>(-at) : static_cast<std::size_t>(at);
  octets[place] = static_cast<char>(octets[place] ^ 0x01);
  ASSERT_EQ(error_of(set(document, xpath, base64_encode(octets))), "");
}

const std::string data_value = "//xenc:EncryptedData/xenc:CipherData/xenc:CipherValue";
const std::string key_value = "//xenc:EncryptedKey/xenc:CipherData/xenc:CipherValue";

TEST(Encryption, ComesBackInEveryAlgorithmAndPlace) {
  for (const char* block : block_ciphers) {
    for (const crypto::EncryptionAlgorithms& transport :
         {crypto::EncryptionAlgorithms{block, mgf1p, {}, {}},
          crypto::EncryptionAlgorithms{block, mgf1p, sha256, {}},
          crypto::EncryptionAlgorithms{block, oaep11, {}, {}},
          crypto::EncryptionAlgorithms{block, oaep11, sha256, mgf_sha256}}) {
      for (const bool beside : {false, true}) {
        const auto text = opened(written({transport, beside}));
        ASSERT_EQ(error_of(text), "") << block << " " << transport.key_transport;
        EXPECT_EQ(*text, plaintext);
      }
    }
  }
}

TEST(Encryption, KeepsTextsOfAnyLength) {
  for (const char* block : block_ciphers) {
    EncryptedData form;
    form.algorithms.block = block;
    for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 100'000U}) {
      const std::string text(size, 'x');
      EXPECT_EQ(opened(written(form, text)).value(), text) << block << " " << size;
    }
  }
}

TEST(Encryption, IsFreshEachTime) {
  const EncryptedData form;
  EXPECT_NE(form.write(plaintext, rsa_key()), form.write(plaintext, rsa_key()));
}

TEST(Encryption, RefusesWhatItDoesNotKnow) {
  const auto with = [](crypto::EncryptionAlgorithms algorithms) {
    return error_of(crypto::encrypt(plaintext, algorithms, rsa_key()));
  };
  EXPECT_THAT(with({"urn:cipher", mgf1p, {}, {}}), HasSubstr("urn:cipher"));
  EXPECT_THAT(with({block_ciphers[0], "urn:transport", {}, {}}), HasSubstr("urn:transport"));
  EXPECT_THAT(with({block_ciphers[0], mgf1p, "urn:digest", {}}), HasSubstr("urn:digest"));
  EXPECT_THAT(with({block_ciphers[0], oaep11, {}, "urn:mgf"}), HasSubstr("urn:mgf"));
  EXPECT_THAT(error_of(crypto::encrypt(plaintext, {block_ciphers[0], mgf1p, {}, {}}, ec_key())),
              HasSubstr("RSA"));
}

TEST(Decryption, NeedsTheRightPrivateKey) {
  const Document document = written({});
  EXPECT_NE(error_of(opened(document, {}, other_rsa_key())), "");
  EXPECT_THAT(error_of(opened(document, {}, ec_key())), HasSubstr("RSA"));
  const auto public_half = crypto::Key::from_public_pem(rsa_key().public_pem()).value();
  EXPECT_THAT(error_of(opened(document, {}, public_half)), HasSubstr("private"));
}

TEST(Decryption, RefusesRsa15AndTripleDesUnlessAllowed) {
  EncryptedData form;
  form.algorithms.key_transport = "http://www.w3.org/2001/04/xmlenc#rsa-1_5";
  EXPECT_THAT(trouble(written(form)), HasSubstr("RSA 1.5 is not allowed"));
  EXPECT_EQ(opened(written(form), {.allow_rsa_1_5 = true}).value(), plaintext);
  EncryptedData triple_des;
  triple_des.algorithms.block = "http://www.w3.org/2001/04/xmlenc#tripledes-cbc";
  EXPECT_THAT(trouble(written(triple_des)), HasSubstr("tripledes-cbc"));
  EXPECT_EQ(opened(written(triple_des), {.allow_triple_des = true}).value(), plaintext);
}

TEST(Decryption, NoticesEveryAlteredOctetOfGcm) {
  EncryptedData form;
  form.algorithms.block = block_ciphers[5];
  for (const int at : {0, 11, 12, 20, -17, -16, -1}) {
    Document document = written(form);
    alter(document, data_value, at);
    EXPECT_NE(trouble(document), "") << at;
  }
  Document tag = written(form);
  alter(tag, data_value, -1);
  EXPECT_EQ(opened(tag, {.ignore_tag = true}).value(), plaintext) << "the mistake";
}

TEST(Decryption, RefusesWhatIsTooShortOrWronglyPadded) {
  for (const char* block : block_ciphers) {
    EncryptedData form;
    form.algorithms.block = block;
    for (const std::size_t size : {0U, 12U, 15U, 16U, 27U}) {
      Document document = written(form);
      ASSERT_EQ(error_of(set(document, data_value, base64_encode(std::string(size, 'x')))), "");
      EXPECT_NE(trouble(document), "") << block << " " << size;
    }
  }
  // One block of text and one of padding: the last octet of the text's block decides on the padding's.
  Document padded = written({}, std::string(16, 'x'));
  alter(padded, data_value, 31);
  EXPECT_NE(trouble(padded), "");
  Document key = written({});
  alter(key, key_value, 100);
  EXPECT_NE(trouble(key), "");
}

TEST(Decryption, FindsTheKeyOnlyWhereItIsNamed) {
  EncryptedData beside;
  beside.key_beside = true;
  for (const char* uri : {"#other", "", "#", "https://keys.example/k", "k"}) {
    beside.retrieval_uri = uri;
    EXPECT_THAT(trouble(written(beside)), HasSubstr("RetrievalMethod")) << uri;
  }
  beside.retrieval_uri = "#k";
  Document document = written(beside);
  ASSERT_EQ(error_of(set(document, "//ds:RetrievalMethod/@Type", "urn:else")), "");
  EXPECT_THAT(trouble(document), HasSubstr("urn:else"));
  Document silent = written(beside);
  ASSERT_EQ(error_of(remove(silent, "//ds:KeyInfo")), "");
  EXPECT_EQ(opened(silent).value(), plaintext) << "SAML core 2.2.4: beside the data without a word";
  Document without = written(beside);
  ASSERT_EQ(error_of(remove(without, "//xenc:EncryptedKey | //ds:KeyInfo")), "");
  EXPECT_THAT(trouble(without), HasSubstr("no EncryptedKey"));
}

TEST(Decryption, TriesSeveralRecipientsAndNotAny) {
  Document document = written({});
  Document foreign = parsed(EncryptedData{}.write(plaintext, other_rsa_key()));
  const std::string key = foreign.serialize(first(foreign, "//xenc:EncryptedKey"));
  ASSERT_EQ(error_of(insert(document, key, Position::before, "//xenc:EncryptedKey")), "");
  EXPECT_EQ(opened(document).value(), plaintext);
  for (int i = 0; i < 8; ++i) {
    ASSERT_EQ(error_of(insert(document, key, Position::before, "//xenc:EncryptedKey[1]")), "");
  }
  EXPECT_THAT(trouble(document), HasSubstr("more EncryptedKeys"));
}

TEST(Decryption, RefusesOtherForms) {
  const struct {
    const char *edit_at, *fragment, *reason;
  } inserted[] = {
      {"//xenc:EncryptedKey/xenc:EncryptionMethod", "<xenc:OAEPparams>AA==</xenc:OAEPparams>", "OAEPparams"},
      {"//xenc:EncryptedData", "<xenc:CipherData/>", "exactly one CipherData"},
      {"//xenc:EncryptedData", "<xenc:EncryptionMethod Algorithm=\"x\"/>", "exactly one EncryptionMethod"},
      {"//xenc:EncryptedData", "<ds:KeyInfo/>", "several KeyInfo"}};
  for (const auto& [at, fragment, reason] : inserted) {
    Document document = written({});
    ASSERT_EQ(error_of(insert(document, fragment, Position::into, at)), "");
    EXPECT_THAT(trouble(document), HasSubstr(reason));
  }
  Document reference = written({});
  ASSERT_EQ(error_of(insert(reference, "<xenc:CipherReference URI=\"https://data.example/\"/>",
                            Position::after, data_value)),
            "");
  ASSERT_EQ(error_of(remove(reference, data_value)), "");
  EXPECT_THAT(trouble(reference), HasSubstr("CipherValue"));
  Document typed = written({});
  ASSERT_EQ(error_of(set(typed, "//xenc:EncryptedData/@Type", "http://www.w3.org/2001/04/xmlenc#Content")),
            "");
  EXPECT_THAT(trouble(typed), HasSubstr("Content"));
  Document text = written({});
  ASSERT_EQ(error_of(set(text, data_value, "no base64!")), "");
  EXPECT_THAT(trouble(text), HasSubstr("base64"));
  Document other_size = written({});
  ASSERT_EQ(
      error_of(set(other_size, "//xenc:EncryptedData/xenc:EncryptionMethod/@Algorithm", block_ciphers[0])),
      "");
  EXPECT_THAT(trouble(other_size), HasSubstr("do not fit"));
  EXPECT_NE(error_of(decrypt(first(text, "//xenc:CipherData"), rsa_key())), "");
}

TEST(ParseContent, SeesTheNamespacesOfItsPlace) {
  const Document around = parsed(R"(<r xmlns="urn:default" xmlns:a="urn:a?b=1;c"><place/></r>)");
  const Node place = first(around, "//*[local-name()='place']");
  const auto content = Document::parse_content("<a:x><y/></a:x>", place);
  ASSERT_EQ(error_of(content), "");
  EXPECT_EQ(content->root().children().front().namespace_uri(), "urn:a?b=1;c");
  EXPECT_EQ(content->root().children().front().children().front().namespace_uri(), "urn:default");
  for (const char* broken : {"<b:x/>", "</content><content>", "</content><x/>", "<!DOCTYPE x><x/>", "<x>",
                             "&e;", "<?xml version=\"1.0\"?><x/>"}) {
    EXPECT_NE(error_of(Document::parse_content(broken, place)), "") << broken;
  }
  EXPECT_EQ(error_of(Document::parse_content("", place)), "");
}

}  // namespace
}  // namespace idproctor::xml
