// What we encrypt, the xmlsec1 command decrypts, and the reverse. Debian's knows no RSA-OAEP with another
// digest than SHA-1: for that see tests/interop/xml-encryption.

#include <gmock/gmock.h>

#include "foundation/core/file.hpp"
#include "foundation/xml/decrypt.hpp"
#include "tests/foundation/xml/support.hpp"
#include "tests/support/command.hpp"
#include "tests/support/encrypted_data.hpp"
#include "tests/support/temporary_folder.hpp"

namespace idproctor::xml {
namespace {

constexpr std::string_view inner =
    "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">Grüße</saml:Assertion>";

struct Case {
  const char *block, *transport, *session_key;
};
constexpr Case cases[] = {
    {"http://www.w3.org/2001/04/xmlenc#aes128-cbc", "rsa-oaep-mgf1p", "aes-128"},
    {"http://www.w3.org/2001/04/xmlenc#aes192-cbc", "rsa-oaep-mgf1p", "aes-192"},
    {"http://www.w3.org/2001/04/xmlenc#aes256-cbc", "rsa-oaep-mgf1p", "aes-256"},
    {"http://www.w3.org/2009/xmlenc11#aes128-gcm", "rsa-oaep-mgf1p", "aes-128"},
    {"http://www.w3.org/2009/xmlenc11#aes192-gcm", "rsa-oaep-mgf1p", "aes-192"},
    {"http://www.w3.org/2009/xmlenc11#aes256-gcm", "rsa-oaep-mgf1p", "aes-256"},
    {"http://www.w3.org/2001/04/xmlenc#tripledes-cbc", "rsa-1_5", "des-192"},
};

class EncryptionCommand : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(run_command("xmlsec1 --version").exit_code, 0)
        << "install the Debian package xmlsec1; bin/setup does";
  }
  std::string path(const std::string& name) const { return folder_.path(name); }
  void write(const std::string& name, const std::string& text) {
    ASSERT_EQ(error_of(write_private_file(path(name), text)), "");
  }
  bool run(const std::string& arguments) {
    const CommandResult result = run_command("xmlsec1 " + arguments);
    log_ = result.output;
    return result.exit_code == 0;
  }
  const std::string& log() const { return log_; }

 private:
  TemporaryFolder folder_;
  std::string log_;
};

std::string transport_uri(const Case& one) {
  return "http://www.w3.org/2001/04/xmlenc#" + std::string(one.transport);
}

TEST_F(EncryptionCommand, DecryptsWhatWeEncrypt) {
  for (const Case& one : cases) {
    EncryptedData form;
    form.algorithms = {one.block, transport_uri(one), {}, {}};
    write("in.xml", form.write(inner, rsa_key()));
    write("key.pem", rsa_key().private_pem());
    ASSERT_TRUE(run("--decrypt --privkey-pem " + path("key.pem") + " --output " + path("out.xml") + " " +
                    path("in.xml")))
        << one.block << "\n"
        << log();
    EXPECT_EQ(value(parsed(read_file(path("out.xml")).value()), "//saml:Assertion"), "Grüße") << one.block;
    write("key.pem", other_rsa_key().private_pem());
    EXPECT_FALSE(run("--decrypt --privkey-pem " + path("key.pem") + " --output " + path("out.xml") + " " +
                     path("in.xml")));
  }
}

TEST_F(EncryptionCommand, EncryptsWhatWeDecrypt) {
  for (const Case& one : cases) {
    write(
        "template.xml",
        R"(<xenc:EncryptedData xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Type="http://www.w3.org/2001/04/xmlenc#Element">)"
        "<xenc:EncryptionMethod Algorithm=\"" +
            std::string(one.block) +
            R"("/><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><xenc:EncryptedKey>)"
            "<xenc:EncryptionMethod Algorithm=\"" +
            transport_uri(one) +
            R"("/><xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo>)"
            "<xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedData>");
    write("data.xml", std::string(inner));
    write("key.pem", rsa_key().public_pem());
    ASSERT_TRUE(run("--encrypt --pubkey-pem " + path("key.pem") + " --session-key " + one.session_key +
                    " --xml-data " + path("data.xml") + " --output " + path("out.xml") + " " +
                    path("template.xml")))
        << one.block << "\n"
        << log();
    const Document document = parsed(read_file(path("out.xml")).value());
    const auto text = decrypt(first(document, "//xenc:EncryptedData"), rsa_key(),
                              {.allow_rsa_1_5 = true, .allow_triple_des = true});
    ASSERT_EQ(error_of(text), "") << one.block;
    EXPECT_THAT(*text, testing::HasSubstr("Grüße"));
  }
}

}  // namespace
}  // namespace idproctor::xml
