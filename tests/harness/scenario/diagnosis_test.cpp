#include "harness/scenario/diagnosis.hpp"

#include <gtest/gtest.h>

namespace idproctor::scenario {
namespace {

std::string row_of(const std::string& stated) {
  const auto symptoms = load_symptoms(IDPROCTOR_SOURCE_DIR "/fixtures/troubleshooting.yaml");
  if (!symptoms) return describe(symptoms.error());
  const Symptom* row = diagnose(*symptoms, stated);
  return row == nullptr ? "none" : row->id;
}

// What well-known service providers say; each as its source code has it.
TEST(Diagnosis, names_the_row_of_a_refusal) {
  EXPECT_EQ(row_of("Recipient mismatch: the assertion is for https://a"), "recipient-mismatch");
  EXPECT_EQ(row_of("SAML assertion audience mismatch"), "audience-mismatch");
  EXPECT_EQ(row_of("Invalid signature"), "signature-invalid");
  EXPECT_EQ(row_of("SAML assertion expired: clocks skewed too much"), "response-expired");
  EXPECT_EQ(row_of("The subject has no NameID"), "name-id-missing");
  EXPECT_EQ(row_of("Status is not Success: Responder"), "idp-refused");
  EXPECT_EQ(row_of("The status code of the Response was not Success, was Requester -> "
                   "urn:oasis:names:tc:SAML:2.0:status:InvalidNameIDPolicy"),
            "request-refused");
}

TEST(Diagnosis, names_the_row_of_a_login_that_ended_before_the_identity_provider) {
  EXPECT_EQ(row_of("connection_unlinked: The connection is not set up yet."), "connection-draft");
  EXPECT_EQ(row_of("connection_unlinked: Its metadata URL https://a answered with status 404."),
            "metadata-not-reachable");
  EXPECT_EQ(row_of("connection_invalid"), "connection-invalid");
  EXPECT_EQ(row_of("organization_invalid"), "organization-not-found");
  EXPECT_EQ(row_of("profile_not_allowed_outside_organization"), "domain-not-verified");
  EXPECT_EQ(row_of("Redirect URL is not allowed"), "redirect-uri-mismatch");
}

TEST(Diagnosis, names_the_row_of_metadata_that_is_not_an_identity_providers) {
  EXPECT_EQ(row_of("EntityDescriptor has no entityID"), "metadata-not-an-idp");
  EXPECT_EQ(row_of("there is no signing certificate (KeyDescriptor)"), "metadata-not-an-idp");
  EXPECT_EQ(row_of("expected an EntityDescriptor, found html"), "metadata-not-xml");
}

TEST(Diagnosis, goes_by_what_a_sentence_names_first) {
  EXPECT_EQ(row_of("Audience mismatch, although the signature is valid"), "audience-mismatch");
  EXPECT_EQ(row_of("The signature is invalid; audience was not looked at"), "signature-invalid");
}

TEST(Diagnosis, names_nothing_where_nothing_is_said) {
  EXPECT_EQ(row_of(""), "none");
  EXPECT_EQ(row_of("Something went wrong. Please try again."), "none");
}

}  // namespace
}  // namespace idproctor::scenario
