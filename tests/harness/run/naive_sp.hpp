#pragma once

#include <functional>
#include <string>

#include "harness/scenario/target.hpp"
#include "tests/foundation/http/raw_server.hpp"

namespace idproctor::run {

/// A service provider that believes every message, and misbehaves where a test wants it to: the opposite of
/// the reference integration.
class NaiveSp {
 public:
  /// Called for a response that carries the text "other-sp.example" (the altered ones); true when it has
  /// answered by itself, or left the client without an answer.
  using Misbehaviour = std::function<bool(http::Peer& peer, NaiveSp& self)>;
  explicit NaiveSp(Misbehaviour misbehaviour = {});

  scenario::Target target() const;

  std::atomic<bool> locked{false};  ///< refuses every login from now on
  std::atomic<bool> whoami_is_html{false};
  bool has_other_idp = false;                   ///< its login page asks an identity provider that is not ours
  std::atomic<std::size_t> longest_name{1000};  ///< cuts user names
  std::string bait = "other-sp.example";        ///< what makes a response an altered one

 private:
  void serve(http::Peer& peer);
  std::string answer(const std::string& request);

  Misbehaviour misbehaviour_;
  http::RawServer server_;
};

std::string http_answer(const std::string& status, const std::string& headers, const std::string& body);

}  // namespace idproctor::run
