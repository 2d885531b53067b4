// What was encrypted to the service provider: read where it should be, and refused in one sentence otherwise.

#include <gmock/gmock.h>

#include "foundation/core/base64.hpp"
#include "foundation/xml/edit.hpp"
#include "reference_sp/saml/encryption_key.hpp"
#include "tests/reference_sp/saml/encrypted.hpp"

namespace idproctor::reference::testing {
namespace {

using Who = std::optional<std::string>;

Who sent_after(std::vector<Edit> after, std::set<std::string, std::less<>> without = {},
               Signed what = Signed::assertion, std::vector<Edit> before = {}) {
  Scene scene(std::move(without));
  Sent sent;
  sent.what = what;
  sent.before = std::move(before);
  sent.after = std::move(after);
  return scene.login(sent);
}

TEST(Encryption, IsPublishedInTheMetadata) {
  Scene scene;
  const auto metadata = must(xml::Document::parse(scene.get("/saml/metadata").body));
  EXPECT_EQ(must(metadata.evaluate("string(//md:KeyDescriptor[@use='encryption']//ds:X509Certificate)")),
            reference::encryption_key().certificate.base64_der());
}

TEST(Encryption, TakesTheKeyThatTheServiceWasGiven) {
  const SigningKey& given = encryption_key();
  Scene scene({}, [&](SamlConfig& config) {
    config.encryption_key = EncryptionKey{given.key, given.certificate};
  });
  Sent sent;
  sent.after.push_back(encrypt(assertion, "EncryptedAssertion", {}, {}, &given.key));
  EXPECT_EQ(scene.login(sent), alice);
  EXPECT_EQ(Scene().login(sent), Who()) << "another service has another key";
}

TEST(Encryption, IsReadWhereverItStands) {
  EncryptedData beside;
  beside.key_beside = true;
  EXPECT_EQ(sent_after({encrypt_assertion()}), alice);
  EXPECT_EQ(sent_after({encrypt_assertion(beside)}), alice);
  EXPECT_EQ(sent_after({}, {}, Signed::assertion, {encrypt_name_id()}), alice);
  EXPECT_EQ(sent_after({encrypt_assertion()}, {}, Signed::assertion, {encrypt_name_id()}), alice);
  EXPECT_EQ(sent_after({}, {}, Signed::response, {encrypt_assertion()}), alice)
      << "the Response's signature covers it";
}

TEST(Encryption, OfAnAttributeIsRead) {
  Scene scene;
  Sent sent;
  sent.before.push_back(encrypt("//saml:Attribute", "EncryptedAttribute"));
  EXPECT_EQ(scene.login(sent), alice);
  EXPECT_EQ(scene.whoami()["attributes"]["email"], alice);
  sent.before = {insert_into("//saml:AttributeStatement", "<saml:EncryptedAttribute/>")};
  EXPECT_EQ(scene.login(sent), Who());
}

TEST(Encryption, IsNoSignature) {
  const Edit forge = set("//saml:NameID", victim);
  EXPECT_EQ(sent_after({forge, encrypt_assertion()}, {}, Signed::none), Who());
  EXPECT_EQ(sent_after({forge, encrypt_assertion()}, {"decrypted-signature"}, Signed::none), victim);
  EXPECT_EQ(sent_after({forge, encrypt_assertion()}, {"signature-required"}, Signed::none), victim);
  EXPECT_EQ(sent_after({forge, encrypt_assertion()}), Who()) << "signed for somebody else";
  EXPECT_EQ(sent_after({forge, encrypt_assertion()}, {"signature-required"}), Who());
  EXPECT_EQ(sent_after({forge, encrypt_assertion()}, {"decrypted-signature"}), victim);
}

TEST(Encryption, OfAForgeryBesideTheSignedAssertion) {
  const auto attack = [](xml::Document& document) {
    must(xml::copy(document, assertion, xml::Position::before, assertion));
    must(xml::remove(document, std::string(assertion) + "[1]/ds:Signature"));
    must(xml::set(document, std::string(assertion) + "[1]/@ID", "_forged"));
    must(xml::set(document, std::string(assertion) + "[1]//saml:NameID", victim));
    encrypt(std::string(assertion) + "[1]", "EncryptedAssertion")(document);
  };
  EXPECT_EQ(sent_after({attack}), Who());
  EXPECT_EQ(sent_after({attack}, {"decrypted-signature"}), victim);
  EXPECT_EQ(sent_after({attack}, {"reads-what-was-verified"}), victim);
}

TEST(Encryption, HoldsWhatWasPromised) {
  const auto other_name = [](std::string text) { return "<saml:Issuer>" + text + "</saml:Issuer>"; };
  const auto issuer = [](std::string) { return "<saml:Issuer>" + std::string(victim) + "</saml:Issuer>"; };
  EXPECT_EQ(sent_after({}, {}, Signed::assertion, {encrypt_name_id(issuer)}), Who());
  EXPECT_EQ(sent_after({}, {"decrypted-element"}, Signed::assertion, {encrypt_name_id(issuer)}), victim);
  EXPECT_EQ(sent_after({encrypt_assertion({}, other_name)}), Who());
  for (const char* odd : {"", "text", "<a/>"}) {
    EXPECT_EQ(sent_after({encrypt_assertion({}, [=](const std::string&) { return odd; })}), Who()) << odd;
    EXPECT_EQ(sent_after({encrypt_assertion({}, [=](const std::string& text) { return text + odd; })}),
              *odd == '\0' ? Who(alice) : Who())
        << odd;
  }
  const auto split = [](std::string text) { return text.replace(text.find("@"), 1, "@<!-- -->"); };
  EXPECT_EQ(sent_after({}, {}, Signed::assertion, {encrypt_name_id(split)}), Who())
      << "a comment within the value";
}

TEST(Encryption, HoldsNoDoctype) {
  const auto doctype = [](std::string text) { return "<!DOCTYPE a [<!ENTITY e \"x\">]>" + text; };
  EXPECT_EQ(sent_after({encrypt_assertion({}, doctype)}), Who());
  EXPECT_EQ(sent_after({encrypt_assertion({}, doctype)}, {"decrypted-doctype"}), alice);
  const auto plain = [](std::string text) { return "<!DOCTYPE a>" + text; };
  EXPECT_EQ(sent_after({encrypt_assertion({}, plain)}, {"decrypted-doctype"}), alice);
}

TEST(Encryption, IsRefusedInWeakAlgorithms) {
  EncryptedData rsa15, triple_des;
  rsa15.algorithms.key_transport = "http://www.w3.org/2001/04/xmlenc#rsa-1_5";
  triple_des.algorithms.block = "http://www.w3.org/2001/04/xmlenc#tripledes-cbc";
  EXPECT_EQ(sent_after({encrypt_assertion(rsa15)}), Who());
  EXPECT_EQ(sent_after({encrypt_assertion(rsa15)}, {"rsa-1-5"}), alice);
  EXPECT_EQ(sent_after({encrypt_assertion(triple_des)}), Who());
  EXPECT_EQ(sent_after({encrypt_assertion(triple_des)}, {"triple-des"}), alice);
}

TEST(Encryption, WithGcmKeepsItsTag) {
  EncryptedData gcm;
  gcm.algorithms.block = "http://www.w3.org/2009/xmlenc11#aes256-gcm";
  EXPECT_EQ(sent_after({encrypt_assertion(gcm)}), alice);
  EXPECT_EQ(sent_after({encrypt_assertion(gcm), flip_octet_of(cipher_value, 1)}), Who());
  EXPECT_EQ(sent_after({encrypt_assertion(gcm), flip_octet_of(cipher_value, 1)}, {"gcm-tag"}), alice);
}

TEST(Encryption, OfManyAttributesIsRefused) {
  const auto many = [](int count) {
    return [=](xml::Document& document) {
      const std::string text = document.serialize(must(document.select("//saml:Attribute")).front());
      for (int i = 0; i < count; ++i) {
        EncryptedData form;
        form.key_id += std::to_string(i);
        must(xml::insert(document, form.write(text, reference::encryption_key().key, "EncryptedAttribute"),
                         xml::Position::into, "//saml:AttributeStatement"));
      }
    };
  };
  EXPECT_EQ(sent_after({}, {}, Signed::assertion, {many(16)}), alice);
  EXPECT_EQ(sent_after({}, {}, Signed::assertion, {many(17)}), Who());
}

TEST(Encryption, HasOneSentenceForEveryFailure) {
  Scene scene;
  const auto answer = [&](std::vector<Edit> after, Signed what = Signed::assertion) {
    Sent sent;
    sent.what = what;
    sent.after = std::move(after);
    const auto response = scene.send(sent);
    return std::to_string(response.status) + response.body;
  };
  EncryptedData rsa15, remote;
  rsa15.algorithms.key_transport = "http://www.w3.org/2001/04/xmlenc#rsa-1_5";
  remote.key_beside = true;
  remote.retrieval_uri = "https://keys.example/k";
  const std::string unsigned_one = answer({encrypt_assertion()}, Signed::none);
  EXPECT_THAT(unsigned_one, ::testing::HasSubstr("cannot be read"));
  const std::vector<std::vector<Edit>> failures{
      {encrypt_assertion(), flip_octet_of(cipher_value, 1)},    // the padding, perhaps
      {encrypt_assertion(), flip_octet_of(cipher_value, 200)},  // the plaintext
      {encrypt_assertion(), flip_octet_of("//xenc:EncryptedKey//xenc:CipherValue", 1)},
      {encrypt_assertion(), set(cipher_value, "AAAA")},
      {encrypt_assertion(rsa15)},
      {encrypt_assertion(remote)},
      {encrypt_assertion({}, [](const std::string&) { return "<a>"; })},
      {encrypt_assertion({}, [](const std::string&) { return "<a/>"; })},
      {set("//saml:NameID", victim), encrypt_assertion()},
      {encrypt(assertion, "EncryptedAssertion", {}, {}, &stranger_key().key)}};
  for (const auto& failure : failures) EXPECT_EQ(answer(failure), unsigned_one);
}

}  // namespace
}  // namespace idproctor::reference::testing
