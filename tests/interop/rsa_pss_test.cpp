// RSA-PSS in XML signatures, both ways against signxml: xmlsec 1.2 has none, so what we sign and what we
// verify are both our own here, and only somebody else's code can say that they follow RFC 6931.

#include <gtest/gtest.h>

#include "foundation/core/file.hpp"
#include "foundation/xml/edit.hpp"
#include "foundation/xml/sign.hpp"
#include "foundation/xml/verify.hpp"
#include "tests/foundation/xml/support.hpp"
#include "tests/support/command.hpp"
#include "tests/support/temporary_folder.hpp"

namespace idproctor::xml {
namespace {

struct Method {
  const char* name;  ///< signxml's
  std::string uri;
  std::string_view digest;
};

const Method methods[] = {
    {"SHA256_RSA_MGF1", "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1", digest_sha256},
    {"SHA384_RSA_MGF1", "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1", digest_sha384},
    {"SHA512_RSA_MGF1", "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1", digest_sha512},
};

constexpr int verified = 0, refused = 3;

class RsaPss : public testing::Test {
 protected:
  void SetUp() override {
    const auto certificate =
        crypto::Certificate::self_signed(rsa_key(), "idp.example", parse_time("2020-01-01T00:00:00Z").value(),
                                         parse_time("2049-01-01T00:00:00Z").value());
    write("certificate.pem", certificate.pem());
    write("key.pem", rsa_key().private_pem());
  }

  std::string path(const std::string& name) const { return folder_.path(name); }
  void write(const std::string& name, const std::string& text) {
    ASSERT_EQ(error_of(write_private_file(path(name), text)), "");
  }
  const std::string& log() const { return log_; }
  /// The exit code.
  int run(const std::string& arguments) {
    const CommandResult result = run_command("\"" IDPROCTOR_SIGNXML "/bin/python3\" \"" IDPROCTOR_SOURCE_DIR
                                             "/tests/interop/signxml/both_ways.py\" " +
                                             arguments);
    log_ = result.output;
    return result.exit_code;
  }
  int signxml_verifies(const Method& method, const Document& document) {
    write("message.xml", document.serialize());
    return run(std::string("verify ") + method.name + " " + path("message.xml") + " " +
               path("certificate.pem"));
  }

 private:
  TemporaryFolder folder_;
  std::string log_;
};

/// A Response whose own signature covers it: signxml looks at the root's.
std::string unsigned_response(const Method& method) {
  return replace_all(
      response(), "</saml:Issuer><saml:Assertion",
      "</saml:Issuer>" + signature_template("#_r", method.uri, method.digest) + "<saml:Assertion");
}

TEST_F(RsaPss, SignxmlVerifiesWhatWeSign) {
  for (const Method& method : methods) {
    Document document = parsed(unsigned_response(method));
    ASSERT_EQ(error_of(sign(document, first(document, "//ds:Signature"), rsa_key())), "");
    EXPECT_EQ(signxml_verifies(method, document), verified) << method.name << "\n" << log();
    ASSERT_TRUE(set(document, "//saml:NameID", "mallory@example.com"));
    EXPECT_EQ(signxml_verifies(method, document), refused) << method.name << "\n" << log();
  }
}

TEST_F(RsaPss, SignxmlRefusesAnotherKeysSignature) {
  Document document = parsed(unsigned_response(methods[0]));
  ASSERT_EQ(error_of(sign(document, first(document, "//ds:Signature"), other_rsa_key())), "");
  EXPECT_EQ(signxml_verifies(methods[0], document), refused) << log();
}

TEST_F(RsaPss, WeVerifyWhatSignxmlSigns) {
  for (const Method& method : methods) {
    write("message.xml", response());
    ASSERT_EQ(run(std::string("sign ") + method.name + " " + path("message.xml") + " " + path("key.pem") +
                  " " + path("signed.xml")),
              0)
        << log();
    Document document = parsed(read_file(path("signed.xml")).value());
    EXPECT_EQ(value(document, "//ds:SignatureMethod/@Algorithm"), method.uri);
    const auto part = verify(document, first(document, "//ds:Signature"), rsa_key());
    ASSERT_EQ(error_of(part), "") << method.name;
    EXPECT_EQ(part->id, "_r");
    EXPECT_FALSE(verify(document, first(document, "//ds:Signature"), other_rsa_key())) << method.name;
    ASSERT_TRUE(set(document, "//saml:NameID", "mallory@example.com"));
    EXPECT_FALSE(verify(document, first(document, "//ds:Signature"), rsa_key())) << method.name;
  }
}

}  // namespace
}  // namespace idproctor::xml
