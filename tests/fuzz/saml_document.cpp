// A SAML message: parsed, its signatures filled in where they can be, and verified. Signing first lets the
// fuzzer reach what stands behind a valid signature, which no mutation would ever find.
#include "foundation/xml/document.hpp"
#include "foundation/xml/sign.hpp"
#include "foundation/xml/verify.hpp"
#include "mock_idp/audit.hpp"
#include "tests/fuzz/input.hpp"

using namespace idproctor;

namespace {

const crypto::Key& key() {
  static const crypto::Key made = crypto::Key::generate_rsa();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto document = xml::Document::parse(fuzz::text(data, size), 64 << 10);
  if (!document) return 0;
  fuzz::require(xml::Document::parse(document->serialize()).has_value(), "what is serialized parses again");
  (void)xml::id_problems(*document);
  auto signatures = document->select("//ds:Signature");
  if (!signatures || signatures->size() > 4) return 0;
  for (const xml::Node& signature : *signatures) {
    if (!xml::sign(*document, signature, key())) return 0;
    const auto part = xml::verify(*document, signature, key());
    if (!part) continue;
    fuzz::require(xml::Document::parse(part->canonical_xml).has_value(), "what was verified can be parsed");
  }
  if (signatures->empty()) return 0;
  const std::string bytes = document->serialize();
  (void)mock_idp::signed_identities(bytes, {&key(), 1}, "saml:NameID");
  (void)mock_idp::check_intact(bytes, {&key(), 1}, "//saml:Assertion");
  return 0;
}
