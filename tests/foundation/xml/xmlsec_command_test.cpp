// What we sign, the xmlsec1 command verifies, and the reverse: its option handling, its ID registration and
// its key reading are none of our code.

#include <gmock/gmock.h>

#include "foundation/core/file.hpp"
#include "foundation/xml/edit.hpp"
#include "foundation/xml/sign.hpp"
#include "foundation/xml/verify.hpp"
#include "tests/foundation/xml/support.hpp"
#include "tests/support/command.hpp"
#include "tests/support/temporary_folder.hpp"

namespace idproctor::xml {
namespace {

class XmlsecCommand : public testing::Test {
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
    const CommandResult result = run_command("xmlsec1 " + arguments +
                                             " --id-attr:ID urn:oasis:names:tc:SAML:2.0:assertion:Assertion"
                                             " --id-attr:ID urn:oasis:names:tc:SAML:2.0:protocol:Response " +
                                             path("in.xml"));
    log_ = result.output;
    return result.exit_code == 0;
  }

  bool command_verifies(const Document& document, const crypto::Key& key) {
    write("in.xml", document.serialize());
    write("key.pem", key.public_pem());
    return run("--verify --pubkey-pem " + path("key.pem"));
  }

  const std::string& log() const { return log_; }

 private:
  TemporaryFolder folder_;
  std::string log_;
};

TEST_F(XmlsecCommand, VerifiesOurSignatures) {
  struct {
    const crypto::Key* key;
    std::string_view method;
    std::string_view digest;
  } cases[] = {{&rsa_key(), rsa_sha1, digest_sha1},         {&rsa_key(), rsa_sha256, digest_sha256},
               {&rsa_key(), rsa_sha384, digest_sha384},     {&rsa_key(), rsa_sha512, digest_sha512},
               {&ec_key(), ecdsa_sha256, digest_sha256},    {&ec_384_key(), ecdsa_sha384, digest_sha384},
               {&ec_521_key(), ecdsa_sha512, digest_sha512}};
  for (const auto& tested : cases) {
    Document document = parsed(response(signature_template("#_a", tested.method, tested.digest)));
    ASSERT_TRUE(sign(document, first(document, "//ds:Signature"), *tested.key));
    EXPECT_TRUE(command_verifies(document, *tested.key)) << tested.method << "\n" << log();
    ASSERT_TRUE(set(document, "//saml:NameID", "mallory@example.com"));
    EXPECT_FALSE(command_verifies(document, *tested.key)) << tested.method;
  }
}

TEST_F(XmlsecCommand, VerifiesAResponseAroundASignedAssertion) {
  Document document = parsed(response(signature_template()));
  ASSERT_TRUE(insert(document, signature_template("#_r"), Position::after, "/samlp:Response/saml:Issuer"));
  ASSERT_TRUE(sign(document, first(document, "//saml:Assertion/ds:Signature"), other_rsa_key()));
  ASSERT_TRUE(sign(document, first(document, "/samlp:Response/ds:Signature"), rsa_key()));
  EXPECT_TRUE(command_verifies(document, rsa_key())) << log();
  EXPECT_FALSE(command_verifies(document, other_rsa_key())) << "the first signature is the Response's";
}

TEST_F(XmlsecCommand, SignsWhatWeVerify) {
  for (const crypto::Key* key : {&rsa_key(), &ec_key()}) {
    const std::string_view method = key == &ec_key() ? ecdsa_sha256 : rsa_sha256;
    write("in.xml", response(signature_template("#_a", method)));
    write("key.pem", key->private_pem());
    ASSERT_TRUE(run("--sign --privkey-pem " + path("key.pem") + " --output " + path("out.xml"))) << log();
    Document document = parsed(read_file(path("out.xml")).value());
    const auto part = verify(document, first(document, "//ds:Signature"), *key);
    ASSERT_EQ(error_of(part), "");
    EXPECT_EQ(value(parsed(part->canonical_xml), "//saml:NameID"), "alice@example.com");
  }
}

}  // namespace
}  // namespace idproctor::xml
