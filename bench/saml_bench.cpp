// Signed SAML responses beside the bare RSA operation that each of them contains.
#include <benchmark/benchmark.h>

#include <memory>
#include <stdexcept>

#include "bench/names.hpp"
#include "foundation/core/clock.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/signature_value.hpp"
#include "mock_idp/builder.hpp"

namespace idproctor::bench {

namespace {

constexpr const char* kRsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
constexpr const char* kEcdsaSha256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";

template <class T>
T need(Result<T> result) {
  if (!result) throw std::runtime_error(describe(result.error()));
  return std::move(*result);
}

/// One key for everything, so that bare and built-in signatures cost the same.
mock_idp::KeyRing& keys() {
  static mock_idp::KeyRing ring = [] {
    const SystemClock clock;
    const crypto::Key key = crypto::Key::generate_rsa();
    const auto certificate = crypto::Certificate::self_signed(
        key, "bench", clock.now() - std::chrono::hours(24), clock.now() + std::chrono::hours(24));
    return need(mock_idp::KeyRing::from_pem(key.private_pem() + certificate.pem(), clock.now()));
  }();
  return ring;
}

void plain_signature(benchmark::State& state, const std::string& key_name, const char* algorithm) {
  const crypto::Key& key = need(keys().get(key_name))->key;
  // About as long as a SignedInfo.
  const std::string text(700, 'x');
  for (auto _ : state) benchmark::DoNotOptimize(need(crypto::sign(key, algorithm, text)));
  state.SetItemsProcessed(state.iterations());
}

mock_idp::Login login() {
  const auto users = need(mock_idp::load_users(std::string(IDPROCTOR_SOURCE_DIR) + "/fixtures/users.yaml"));
  mock_idp::Login login;
  login.user = users.at("alice");
  login.acs_url = "https://sp.example/saml/acs";
  login.sp_entity_id = "https://sp.example/saml/metadata";
  login.now = need(parse_time("2026-11-22T03:14:15.926Z"));
  return login;
}

void signed_response(benchmark::State& state, const std::string& provider, const mock_idp::Recipe& honest) {
  const auto dialect = need(mock_idp::load_dialect(std::string(IDPROCTOR_SOURCE_DIR) +
                                                   "/fixtures/providers/" + provider + "/saml.yaml"));
  const mock_idp::Login about = login();
  const Seed seed("bench");
  std::string bytes;
  for (auto _ : state) bytes = need(mock_idp::build_message(dialect, keys(), about, honest, seed)).bytes;
  state.SetItemsProcessed(state.iterations());
  const auto parts = split(replace_all(bytes, "</ds:SignatureValue>", "\n"), '\n');
  const auto others = split(replace_all(bytes, "</SignatureValue>", "\n"), '\n');
  const auto unsplit = split(bytes, '\n').size();
  state.counters["signatures"] = static_cast<double>(parts.size() + others.size() - 2 * unsplit);
  state.counters["bytes"] = static_cast<double>(bytes.size());
}

}  // namespace

void register_saml() {
  benchmark::RegisterBenchmark(kPlainSignature.c_str(), plain_signature, "idp", kRsaSha256);
  benchmark::RegisterBenchmark("saml/plain_ecdsa", plain_signature, "idp-ec", kEcdsaSha256);
  for (const char* provider : {"generic", "okta", "entra"}) {
    benchmark::RegisterBenchmark((kSignedResponse + provider).c_str(), signed_response, provider,
                                 mock_idp::Recipe());
  }
  mock_idp::Recipe unsigned_message;
  unsigned_message.stages.clear();
  benchmark::RegisterBenchmark("saml/unsigned_response/generic", signed_response, "generic",
                               unsigned_message);
  mock_idp::SignStage ecdsa;
  ecdsa.key = "idp-ec";
  ecdsa.algorithm = "ecdsa-sha256";
  mock_idp::Recipe by_ecdsa;
  by_ecdsa.stages = {ecdsa};
  benchmark::RegisterBenchmark("saml/ecdsa_response/generic", signed_response, "generic", by_ecdsa);
}

}  // namespace idproctor::bench
