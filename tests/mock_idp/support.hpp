#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

#include "mock_idp/builder.hpp"
#include "tests/support/temporary_folder.hpp"

namespace idproctor::mock_idp {

/// All of fixtures/providers; dialect_test.cpp compares.
inline constexpr const char* kDialects[] = {
    "adfs",          "auth0",      "cas",      "classlink",  "cloudflare", "cyberark",
    "duo",           "entra",      "generic",  "google",     "jumpcloud",  "keycloak",
    "lastpass",      "miniorange", "netiq",    "okta",       "onelogin",   "oracle",
    "pingfederate",  "pingone",    "rippling", "salesforce", "shibboleth", "shibboleth-unsolicited",
    "simplesamlphp", "vmware"};
inline constexpr const char* kAcs = "https://sp.example/acs?a=1&b=2";
inline constexpr const char* kSp = "https://sp.example/metadata";

/// Where something must succeed for the test to make sense, its error is the test's message.
template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(describe(result.error()));
  return std::move(*result);
}
inline void must(Result<> result) {
  if (!result) throw std::runtime_error(describe(result.error()));
}

/// "" for a success, so that a test may compare or search it.
template <class T>
std::string error_of(const Result<T>& result) {
  return result ? std::string() : describe(result.error());
}

std::string fixture(const std::string& path);
const Dialect& dialect(const std::string& name);
/// Oracle's empty KeyInfo is measured, and XML Signature's schema wants something in it.
bool fits_the_schema(const std::string& name);
/// One ring for all tests of a process, in memory: keys take time to make.
KeyRing& keys();
Time noon();  ///< 2026-03-01T12:00:00Z
User alice();
User victim();
/// Alice, asked for by the request "_request1", at noon.
Login login();

Edit set(std::string xpath, std::string value);
Edit remove(std::string xpath);
Edit insert(std::string fragment, xml::Position position, std::string at);
Edit copy(std::string xpath, xml::Position position, std::string at);
Edit move(std::string xpath, xml::Position position, std::string at);
Edit wrap(std::string xpath, std::string shell);
Edit rename(std::string xpath, std::string name);
Edit raw(std::string where, std::string value);

SignStage sign(std::vector<std::string> elements);
Recipe recipe(std::vector<Stage> stages);
/// The attack that moves the signed assertion behind a forged one (XSW3).
std::vector<Edit> forged_assertion_first();

Result<Message> try_build(const std::string& dialect_name, const Recipe& recipe = {},
                          const Login& who = login());
Message build(const std::string& dialect_name, const Recipe& recipe = {}, const Login& who = login());

/// The NameIDs, or what `identity` selects, that the IdP's own key vouches for.
std::vector<std::string> vouched(std::string_view bytes, const std::string& identity = "saml:NameID");
std::vector<std::string> vouched(const Message& message);

xml::Document parsed(std::string_view bytes);
/// The value of an XPath expression in the message.
std::string value(std::string_view bytes, std::string_view xpath);

}  // namespace idproctor::mock_idp
