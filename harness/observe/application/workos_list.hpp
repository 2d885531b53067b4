#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "harness/observe/application/workos.hpp"

namespace idproctor::observe {

/// One of WorkOS's lists, page by page (docs/reference/pagination): {"data": [...], "list_metadata":
/// {"after": ...}}.
class WorkosList {
 public:
  using Filters = std::vector<std::pair<std::string, std::string>>;
  /// `after`: where to begin; empty for the beginning.
  WorkosList(const WorkosSettings& settings, std::string path, Filters filters, std::string after = {});

  http::Request request() const;
  /// The page's items. Errors: no such answer, or a list that comes back to where it was.
  Result<std::vector<Json>> read(const http::Response& response);
  bool is_over() const { return is_over_; }

 private:
  std::string base_url_, api_key_, path_, after_;
  Filters filters_;
  std::set<std::string> seen_;  ///< cursors
  bool is_over_ = false;
};

/// GET with the API's key.
http::Request workos_request(const WorkosSettings& settings, const std::string& path,
                             const WorkosList::Filters& query);

}  // namespace idproctor::observe
