// What we encrypt, the npm package xml-encryption decrypts, and the reverse: an implementation of others over
// Node's crypto, which knows RSA-OAEP with SHA-256. The package is installed by the test
// interop.xml-encryption.install.

#include <gmock/gmock.h>

#include "foundation/core/clock.hpp"
#include "foundation/core/file.hpp"
#include "foundation/xml/decrypt.hpp"
#include "tests/support/command.hpp"
#include "tests/support/encrypted_data.hpp"
#include "tests/support/temporary_folder.hpp"

namespace idproctor {
namespace {

constexpr std::string_view plaintext =
    "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">Grüße</saml:Assertion>";

constexpr const char* mgf1p = "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p";
constexpr const char* oaep11 = "http://www.w3.org/2009/xmlenc11#rsa-oaep";

struct Transport {
  const char *uri, *digest, *digest_name, *mask;
};
constexpr Transport transports[] = {
    {mgf1p, "http://www.w3.org/2000/09/xmldsig#sha1", "sha1", ""},
    {mgf1p, "http://www.w3.org/2001/04/xmlenc#sha256", "sha256", ""},
    {oaep11, "http://www.w3.org/2001/04/xmlenc#sha256", "sha256",
     "http://www.w3.org/2009/xmlenc11#mgf1sha256"},
    {oaep11, "http://www.w3.org/2001/04/xmlenc#sha256", "sha256", "http://www.w3.org/2009/xmlenc11#mgf1sha1"},
    {oaep11, "http://www.w3.org/2001/04/xmlenc#sha512", "sha512",
     "http://www.w3.org/2009/xmlenc11#mgf1sha512"},
    {"http://www.w3.org/2001/04/xmlenc#rsa-1_5", "", "sha1", ""},
};
// The package knows no cipher with a key of 192 bits but Triple DES; the xmlsec1 command does.
constexpr const char* block_ciphers[] = {
    "http://www.w3.org/2001/04/xmlenc#aes128-cbc", "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
    "http://www.w3.org/2009/xmlenc11#aes128-gcm", "http://www.w3.org/2009/xmlenc11#aes256-gcm",
    "http://www.w3.org/2001/04/xmlenc#tripledes-cbc"};

class EncryptionInterop : public testing::Test {
 protected:
  static void SetUpTestSuite() { key_ = new crypto::Key(crypto::Key::generate_rsa()); }
  static void TearDownTestSuite() { delete std::exchange(key_, nullptr); }

  void SetUp() override {
    const Time now = SystemClock().now();
    const auto certificate = crypto::Certificate::self_signed(*key_, "test", now - std::chrono::hours(1),
                                                              now + std::chrono::hours(24));
    write("key.pem", key_->private_pem());
    write("certificate.pem", certificate.pem());
  }

  std::string path(const std::string& name) const { return folder_.path(name); }
  void write(const std::string& name, std::string_view text) {
    ASSERT_TRUE(write_private_file(path(name), text).has_value());
  }
  std::string read(const std::string& name) const {
    const auto text = read_file(path(name));
    return text ? *text : describe(text.error());
  }
  bool codec(const std::string& arguments) {
    const CommandResult result = run_command("node \"" IDPROCTOR_CODEC "\" " + arguments);
    log_ = result.output;
    return result.exit_code == 0;
  }

  static crypto::Key* key_;
  TemporaryFolder folder_;
  std::string log_;
};
crypto::Key* EncryptionInterop::key_ = nullptr;

TEST_F(EncryptionInterop, ThePackageDecryptsWhatWeEncrypt) {
  for (const char* block : block_ciphers) {
    for (const Transport& transport : transports) {
      // Node itself refuses to decrypt RSA 1.5; the xmlsec1 command does.
      if (std::string_view(transport.uri).ends_with("rsa-1_5")) continue;
      for (const bool beside : {false, true}) {
        EncryptedData form;
        form.algorithms = {block, transport.uri, transport.digest, transport.mask};
        form.key_beside = beside;
        write("in.xml", form.write(plaintext, *key_));
        ASSERT_TRUE(codec("decrypt " + path("in.xml") + " " + path("key.pem") + " " + path("out")))
            << block << " " << transport.uri << "\n"
            << log_;
        EXPECT_EQ(read("out"), plaintext) << block << " " << transport.uri;
      }
    }
  }
}

TEST_F(EncryptionInterop, WeDecryptWhatThePackageEncrypts) {
  write("in.txt", plaintext);
  for (const char* block : block_ciphers) {
    for (const Transport& transport : transports) {
      ASSERT_TRUE(codec("encrypt " + path("in.txt") + " " + path("certificate.pem") + " " + path("key.pem") +
                        " " + path("out.xml") + " '" + block + "' '" + transport.uri + "' " +
                        transport.digest_name + " '" + transport.mask + "'"))
          << block << " " << transport.uri << "\n"
          << log_;
      auto document = xml::Document::parse(read("out.xml"));
      ASSERT_TRUE(document.has_value());
      const auto text =
          xml::decrypt(document->root(), *key_, {.allow_rsa_1_5 = true, .allow_triple_des = true});
      ASSERT_TRUE(text.has_value()) << block << " " << transport.uri << " " << describe(text.error());
      EXPECT_EQ(*text, plaintext);
    }
  }
}

}  // namespace
}  // namespace idproctor
