#pragma once

#include <string>
#include <vector>

#include "foundation/http/message.hpp"

namespace idproctor::run {

/// Takes secrets out of everything that is kept: as they are, percent-encoded, and inside base64 at any of
/// its three alignments. Authorization, Cookie and Set-Cookie lose their values whatever they are.
class Redactor {
 public:
  explicit Redactor(const std::vector<std::string>& secrets);

  std::string text(std::string text) const;
  http::Request request(http::Request request) const;
  http::Response response(http::Response response) const;

 private:
  std::vector<std::string> forms_;  ///< all the shapes in which a secret may show
};

}  // namespace idproctor::run
