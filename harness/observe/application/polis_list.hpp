#pragma once

#include <string>
#include <vector>

#include "foundation/core/json.hpp"
#include "harness/observe/application/polis.hpp"

namespace idproctor::observe {

/// GET with the API's key, for this tenant and product.
http::Request polis_request(const PolisSettings& settings, const std::string& path,
                            std::vector<std::pair<std::string, std::string>> query = {});

/// One of Polis's lists, page by page: {"data": [...]}, the newest first, with a pageToken where the database
/// is DynamoDB. How long a page may be is a setting of the server, so only an empty one is the end.
class PolisList {
 public:
  PolisList(const PolisSettings& settings, std::string path);

  http::Request request() const;
  /// The page's items. Errors: no such answer.
  Result<std::vector<Json>> read(const http::Response& response);
  bool is_over() const { return is_over_; }

 private:
  PolisSettings settings_;
  std::string path_, token_;
  std::size_t offset_ = 0;
  std::string first_;  ///< of the page before: DynamoDB's lists begin anew where the token is not told
  bool is_over_ = false;
};

}  // namespace idproctor::observe
