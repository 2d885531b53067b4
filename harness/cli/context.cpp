#include "harness/cli/context.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <random>

#include "foundation/core/base64.hpp"
#include "foundation/core/seed.hpp"
#include "foundation/core/text.hpp"

namespace idproctor::cli {

std::string home() {
  const char* given = std::getenv("IDPROCTOR_HOME");
  return given != nullptr && *given != '\0' ? given : IDPROCTOR_DEFAULT_HOME;
}

void add_key_options(CLI::App& command, KeyOptions& options) {
  command
      .add_option("--keys", options.keys, "Folder with the IdP's keys (idp.pem: PRIVATE KEY and CERTIFICATE)")
      ->type_name("DIR");
  command.add_option("--state", options.state, "Folder where keys are made and kept when none are given")
      ->type_name("DIR")
      ->capture_default_str();
}

Result<mock_idp::KeyRing> open_keys(const KeyOptions& options, Time now) {
  if (!options.keys.empty()) return mock_idp::KeyRing::open(options.keys, now);
  if (const char* given = std::getenv("IDPROCTOR_KEYS"); given != nullptr && *given != '\0') {
    const auto pem = base64_decode(given);
    if (!pem) return invalid("IDPROCTOR_KEYS must be base64 of PEM: " + pem.error().message);
    return mock_idp::KeyRing::from_pem(*pem, now);
  }
  return mock_idp::KeyRing::open(options.state, now);
}

Result<reference::Checks> parse_without(const std::vector<std::string>& names) {
  std::set<std::string, std::less<>> without;
  std::vector<std::string> known;
  std::string listing;
  for (const reference::Check& check : reference::all_checks()) {
    known.emplace_back(check.name);
    listing += "\n  " + std::string(check.name) +
               std::string(30 - std::min<std::size_t>(29, check.name.size()), ' ') +
               std::string(check.verifies) + "; without: " + std::string(check.mistake);
  }
  for (const std::string& name : names) {
    if (!reference::is_check(name)) {
      const std::string guess = nearest(name, known);
      return invalid("the reference has no check '" + name + "'" +
                     (guess.empty() ? "" : " (did you mean '" + guess + "'?)") + ". It has:" + listing);
    }
    without.insert(name);
  }
  return reference::Checks(std::move(without));
}

Result<Address> parse_address(const std::string& text) {
  Address address;
  const std::size_t colon = text.rfind(':');
  const std::string port = colon == std::string::npos ? text : text.substr(colon + 1);
  if (colon != std::string::npos) address.host = text.substr(0, colon);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
  if (error != std::errc() || end != port.data() + port.size() || address.host.empty()) {
    return invalid("--listen is ADDRESS:PORT, like 127.0.0.1:8080; '" + text + "' is not");
  }
  return address;
}

std::string fresh_word(std::size_t length) {
  std::random_device random;
  return Seed(std::to_string(random()) + std::to_string(random()))
      .letters(length, "abcdefghijkmnpqrstuvwxyz23456789");
}

int complain(const Error& error, int code) {
  std::cerr << "idproctor: " << describe(error) << "\n";
  return code;
}

}  // namespace idproctor::cli
