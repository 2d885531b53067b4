// An EncryptedData of a stranger, and what he may have encrypted. No mutation ever finds a ciphertext that
// opens, so the input is also encrypted for real and read back.
#include "foundation/core/base64.hpp"
#include "foundation/xml/decrypt.hpp"
#include "foundation/xml/edit.hpp"
#include "foundation/xml/encrypt.hpp"
#include "tests/fuzz/input.hpp"

using namespace idproctor;

namespace {

const crypto::Key& key() {
  static const crypto::Key made = crypto::Key::generate_rsa();
  return made;
}

constexpr xml::DecryptionPolicy kEverything{
    .allow_rsa_1_5 = true, .allow_triple_des = true, .ignore_tag = true};
constexpr std::string_view kValue = "/xenc:CipherData/xenc:CipherValue";

/// Gives the form ciphertexts that open, if it names algorithms that there are.
void fill_in(xml::Document& document) {
  const auto block = document.evaluate("string(//xenc:EncryptedData[1]/xenc:EncryptionMethod/@Algorithm)");
  const auto transport = document.evaluate("string(//xenc:EncryptedKey[1]/xenc:EncryptionMethod/@Algorithm)");
  if (!block || !transport) return;
  const auto made = crypto::encrypt("<a>plaintext</a>", {*block, *transport, {}, {}}, key());
  if (!made) return;
  (void)xml::set(document, "//xenc:EncryptedKey" + std::string(kValue), base64_encode(made->key));
  (void)xml::set(document, "//xenc:EncryptedData" + std::string(kValue), base64_encode(made->data));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = fuzz::text(data, size);
  auto document = xml::Document::parse(text, 64 << 10);
  if (!document) {
    const auto around = xml::Document::parse("<r xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\"/>");
    if (auto content = xml::Document::parse_content(text, around->root()); content && size < (64 << 10)) {
      fuzz::require(content->root().name() == "content", "nothing that was encrypted leaves its place");
    }
    return 0;
  }
  const auto found = document->select("//xenc:EncryptedData");
  if (!found || found->size() > 4) return 0;
  for (const xml::Node& encrypted : *found) (void)xml::decrypt(encrypted, key(), kEverything);
  if (found->empty()) return 0;
  fill_in(*document);
  const auto filled = document->select("//xenc:EncryptedData");
  for (const xml::Node& encrypted : *filled) {
    const auto opened = xml::decrypt(encrypted, key());
    fuzz::require(!opened || *opened == "<a>plaintext</a>", "what opens is what was encrypted");
  }
  return 0;
}
