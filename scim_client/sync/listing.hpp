#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "scim_client/client.hpp"

namespace idproctor::scim {

/// Reads all resources of a type page by page (RFC 7644 3.4.2.4, RFC 9865), as far as the target lets it. A
/// page is held at a time.
class Listing {
 public:
  /// `path` is "/Users" or "/Groups"; pages go by cursor where the target has only those. `client` must
  /// outlive it.
  Listing(Client& client, std::string path, int page_size, bool by_cursor);

  /// The resources of the next page, an array; nothing after the last one. Errors say what was asked, what
  /// was expected and what came: an answer that is no ListResponse, a list that does not end.
  Task<Result<std::optional<Json>>> next();

 private:
  Result<Json> read(const http::Response& answer);
  Result<> move_on(const Json& page, std::int64_t received);
  std::string address() const;

  Client& client_;
  std::string path_, cursor_;
  int page_size_;
  bool by_cursor_, done_ = false;
  std::int64_t listed_ = 0, most_ = 0;
};

/// Whether ServiceProviderConfig declares cursors and no pages by index. A target without such an answer is
/// asked by index.
Task<bool> pages_by_cursor_alone(Client& client);

/// A GET below the base URL whose answer must be JSON: an object, in which no key stands twice. Errors as
/// above.
Task<Result<Json>> read_object(Client& client, std::string path);

}  // namespace idproctor::scim
