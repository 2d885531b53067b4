#pragma once

#include <string>
#include <vector>

#include "foundation/http/message.hpp"

namespace idproctor::run {

/// More than this is of no use in a report; the whole answer was judged.
inline constexpr std::size_t kLongestKeptBody = 256 << 10;

/// Takes secrets out of everything that is kept: as they are, percent-encoded, and inside base64 at any of
/// its three alignments. Authorization, Cookie, Set-Cookie and the `code` of a query or form lose their
/// values whatever they are.
class Redactor {
 public:
  explicit Redactor(const std::vector<std::string>& secrets);
  /// One that became known only now: what was kept before does not have it.
  void hide(const std::string& secret);

  std::string text(std::string text) const;
  /// Of the body no more than about `longest_body` bytes are looked at and kept, and then how many are
  /// missing.
  http::Request request(const http::Request& request, std::size_t longest_body = kLongestKeptBody) const;
  http::Response response(const http::Response& response, std::size_t longest_body = kLongestKeptBody) const;

 private:
  std::string body(const std::string& body, std::size_t longest) const;

  std::vector<std::string> forms_;  ///< all the shapes in which a secret may show
};

}  // namespace idproctor::run
