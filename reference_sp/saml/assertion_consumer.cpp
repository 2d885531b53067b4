#include "reference_sp/saml/assertion_consumer.hpp"

#include "reference_sp/saml/response_reader.hpp"

namespace idproctor::reference {
namespace {

Result<Message> read_message(std::string_view saml_response, const Expected& expected) {
  auto received = decode_response(saml_response, expected.checks, expected.outside);
  if (!received && expected.checks.off("one-document")) {
    return read_other_root(saml_response, expected);
  }
  if (!received) return received.error();
  if (expected.checks.off("fetches-nothing")) fetch_what_is_named(*received, expected.outside);
  // An honest error response has no assertion and often no signature; its status is the better reason.
  if (auto status = check_status(received->root(), expected.checks); !status) return status.error();
  const auto read =
      expected.checks.on("reads-what-was-verified") ? read_signed_content : read_first_assertion;
  return read(std::move(*received), expected.idp, expected.decryption, expected.checks);
}

Result<> check_message(const Message& message, const Expected& expected) {
  if (auto envelope = check_envelope(message, expected.checks); !envelope) return envelope.error();
  if (auto signatures = check_signature_policy(message, expected.signatures); !signatures) {
    return signatures.error();
  }
  if (auto plain = check_plain_values(message, expected.checks); !plain) return plain.error();
  if (auto status = check_status(message.response, expected.checks); !status) return status.error();
  if (auto destination = check_destination(message, expected); !destination) return destination.error();
  if (auto issuer = check_issuer(message, expected); !issuer) return issuer.error();
  if (auto conditions = check_conditions(message, expected); !conditions) return conditions.error();
  return check_audience(message, expected);
}

Result<> check_replay(const Message& message, const Expected& expected, UsedAssertions& used) {
  if (expected.checks.off("replay")) return {};
  return used.use(message.assertion.attribute("ID"), last_moment(message, expected), expected.now);
}

}  // namespace

Result<Login> consume_response(std::string_view saml_response, const Expected& expected,
                               UsedAssertions& used) {
  auto message = read_message(saml_response, expected);
  if (!message) return message.error();
  if (!message->assertion && expected.checks.off("assertion-required")) return Login{};
  if (auto checked = check_message(*message, expected); !checked) return checked.error();

  auto answered_request = check_subject_confirmation(*message, expected);
  if (!answered_request) return answered_request.error();
  if (*answered_request) {
    auto requested = check_requested(*message, **answered_request, expected);
    if (!requested) return requested.error();
  }
  auto authn = read_authn_statement(*message, expected);
  if (!authn) return authn.error();
  auto name_id = read_name_id(*message, expected);
  if (!name_id) return name_id.error();
  auto attributes = read_attributes(*message, expected);
  if (!attributes) return attributes.error();

  // Last, so that a message that was refused for another reason does not count as used.
  if (auto fresh = check_replay(*message, expected, used); !fresh) return fresh.error();
  return Login{*name_id, name_id_element(*message, *name_id), *attributes, *authn, *answered_request};
}

}  // namespace idproctor::reference
