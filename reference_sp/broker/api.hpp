#pragma once

#include <memory>
#include <string>
#include <vector>

#include "foundation/http/form.hpp"
#include "foundation/http/message.hpp"
#include "reference_sp/broker/connections.hpp"
#include "reference_sp/broker/event_log.hpp"
#include "reference_sp/broker/synced_directory.hpp"

namespace idproctor::reference::broker {

using Directories = std::vector<std::unique_ptr<SyncedDirectory>>;

/// The reading half of the broker's API: /connections, /directories, /directory_users, /directory_groups and
/// /events. Errors: 404 for what is not there or is another organization's, 422 for parameters that make no
/// sense.
class Api {
 public:
  Api(const Connections& connections, const Directories& directories, const EventLog& events)
      : connections_(connections), directories_(directories), events_(events) {}

  static bool handles(const std::string& path);
  /// `organization_id` is whose data the key opens; empty: everybody's.
  http::Response handle(const http::Request& request, const std::string& organization_id) const;

 private:
  http::Response single(const std::string& collection, const std::string& id,
                        const std::string& organization_id) const;
  http::Response list(const std::string& collection, const http::Parameters& query,
                      const std::string& organization_id) const;
  http::Response members(const std::string& collection, const http::Parameters& query,
                         const std::string& organization_id) const;
  http::Response events(const http::Parameters& query, const std::string& organization_id) const;

  const Connections& connections_;
  const Directories& directories_;
  const EventLog& events_;
};

}  // namespace idproctor::reference::broker
