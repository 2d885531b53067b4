#pragma once

#include <string>

#include "foundation/http/message.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/scim/directory.hpp"
#include "reference_sp/scim/request.hpp"

namespace idproctor::reference::scim {

/// The endpoints of RFC 7644 section 3.2 below one base URL, for requests that are allowed in.
class Endpoints {
 public:
  Endpoints(std::string base_url, const Checks& checks, Directory& directory)
      : base_url_(std::move(base_url)), checks_(checks), directory_(directory) {}

  /// `method` is the request's, but GET for HEAD.
  http::Response handle(const std::string& method, const Target& target, const http::Request& request);

 private:
  http::Response bulk(const std::string& method, const http::Request& request);
  http::Response me(const std::string& method, const Target& target, const http::Request& request);
  http::Response discovery(const std::string& method, const Target& target) const;
  http::Response collection(const ResourceType& type, const std::string& method, const Target& target,
                            const http::Request& request);
  http::Response single(const ResourceType& type, const std::string& method, const Target& target,
                        const http::Request& request);
  http::Response list(const ResourceTypes& types, const Target& target) const;
  /// RFC 7644 section 3.4.3.
  http::Response search(const ResourceTypes& types, const std::string& method, const Target& target,
                        const http::Request& request);
  http::Response create(const ResourceType& type, const Target& target, const http::Request& request);
  http::Response patch(const ResourceType& type, const Target& target, const http::Request& request,
                       Directory& directory);
  /// The target of a write as its answer sees it: with the parameters that say what is shown.
  Target projected_write(Target target) const;
  http::Response answer(int status, const Outcome<const Resource*>& resource, const Target& target,
                        const Directory& directory) const;

  std::string base_url_;
  const Checks& checks_;
  Directory& directory_;
};

}  // namespace idproctor::reference::scim
