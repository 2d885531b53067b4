#pragma once

#include <optional>
#include <string>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/xml/key.hpp"

namespace idproctor::observe {

/// One AuthnRequest as the browser brought it: by URL, or by form.
struct SeenRequest {
  std::string url, form;
  Time at{};
};

/// What AuthnRequests are compared with.
struct RequestContext {
  std::vector<SeenRequest> seen;  ///< the newest last
  std::string sso_url, sp_entity_id;
  std::string sp_metadata;  ///< as it came, or empty
  std::vector<crypto::Key> sp_keys;
};

/// What one passive check says of the target.
struct Inspection {
  enum class Kind { holds, fails, not_asked };
  Kind kind = Kind::holds;
  std::string reason;  ///< one sentence
};

/// All that were seen are judged; the first that fails is the result. A name that is none of
/// scenario::authn_request_inspections() throws std::logic_error: the loader knows them.
Inspection inspect_authn_requests(const std::string& check, const RequestContext& context);

}  // namespace idproctor::observe
