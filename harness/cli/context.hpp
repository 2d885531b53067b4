#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "foundation/core/clock.hpp"
#include "harness/scenario/catalogue.hpp"
#include "harness/scenario/target.hpp"
#include "mock_idp/key_ring.hpp"
#include "reference_sp/checks.hpp"

namespace CLI {
class App;
}

namespace idproctor::cli {

/// Where scenarios and fixtures lie: IDPROCTOR_HOME, else the tree that this program was built from.
std::string home();

/// Options that several commands share.
struct KeyOptions {
  std::string keys, state = ".idproctor";
};
void add_key_options(CLI::App& command, KeyOptions& options);

/// --keys, else IDPROCTOR_KEYS (base64 of PEM), else the state folder.
Result<mock_idp::KeyRing> open_keys(const KeyOptions& options, Time now);

/// "--without" names; an unknown one is an Error that lists them all.
Result<reference::Checks> parse_without(const std::vector<std::string>& names);

/// "127.0.0.1:8080".
struct Address {
  std::string host = "127.0.0.1";
  unsigned short port = 0;
};
Result<Address> parse_address(const std::string& text);

/// A word that no run has had before, of lower-case letters and digits.
std::string fresh_word(std::size_t length);

/// Prints "idproctor: MESSAGE" for people on standard error and returns the code.
int complain(const Error& error, int code);

}  // namespace idproctor::cli
