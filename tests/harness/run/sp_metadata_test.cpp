#include "harness/run/sp_metadata.hpp"

#include <gmock/gmock.h>

namespace idproctor::run {
namespace {

std::string descriptor(const std::string& use, const std::string& certificate) {
  return "<md:KeyDescriptor" + (use.empty() ? "" : " use=\"" + use + "\"") +
         "><ds:KeyInfo><ds:X509Data><ds:X509Certificate>" + certificate +
         "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>";
}

std::string metadata(const std::string& descriptors) {
  return R"(<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata")"
         R"( xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="e"><md:SPSSODescriptor>)" +
         descriptors +
         R"(<md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://a"/>)"
         "</md:SPSSODescriptor></md:EntityDescriptor>";
}

crypto::Certificate certificate_of(const crypto::Key& key) {
  const Time now = SystemClock().now();
  return crypto::Certificate::self_signed(key, "sp", now, now);
}

std::string chosen(const std::string& descriptors) {
  const auto read = parse_sp_metadata(metadata(descriptors));
  if (!read) return describe(read.error());
  return read->encryption_certificate ? read->encryption_certificate->base64_der() : "none";
}

TEST(SpMetadata, names_whom_to_encrypt_to) {
  const std::string first = certificate_of(crypto::Key::generate_rsa()).base64_der();
  const std::string second = certificate_of(crypto::Key::generate_rsa()).base64_der();
  EXPECT_EQ(chosen(""), "none");
  EXPECT_EQ(chosen(descriptor("signing", first)), "none");
  EXPECT_EQ(chosen(descriptor("", first)), first);
  EXPECT_EQ(chosen(descriptor("", first) + descriptor("encryption", second)), second);
  EXPECT_EQ(chosen(descriptor("encryption", first) + descriptor("encryption", second)), first);
}

TEST(SpMetadata, passes_over_what_nobody_can_encrypt_to) {
  const std::string good = certificate_of(crypto::Key::generate_rsa()).base64_der();
  const std::string elliptic = certificate_of(crypto::Key::generate_ec()).base64_der();
  EXPECT_EQ(chosen(descriptor("encryption", "no certificate") + descriptor("encryption", good)), good);
  EXPECT_EQ(chosen(descriptor("encryption", elliptic) + descriptor("", good)), good);
  EXPECT_EQ(chosen(descriptor("encryption", elliptic)), "none");
}

TEST(SpMetadata, names_another_endpoint_where_there_is_one) {
  const auto other = [](const std::string& more) {
    const auto read = parse_sp_metadata(metadata(more));
    return read ? read->other_acs_url : describe(read.error());
  };
  const std::string begins =
      R"(<md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-)";
  EXPECT_EQ(other(""), "");
  EXPECT_EQ(other(begins + R"(POST" Location="https://a"/>)"), "");
  EXPECT_EQ(other(begins + R"(Artifact" Location="https://b"/>)"), "");
  EXPECT_EQ(other(begins + R"(POST" Location="https://b"/>)"), "https://a");
  EXPECT_EQ(other(begins + R"(POST" Location="https://b" isDefault="true"/>)"), "https://a");
}

}  // namespace
}  // namespace idproctor::run
