#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/xml/key.hpp"
#include "mock_idp/dialect.hpp"
#include "mock_idp/sp_message.hpp"

namespace idproctor::observe {

/// One AuthnRequest as the browser brought it: by URL, or by form.
class SeenRequest {
 public:
  SeenRequest(std::string url, std::string form, Time at)
      : url_(std::move(url)), form_(std::move(form)), at_(at) {}

  const std::string& url() const { return url_; }
  const std::string& form() const { return form_; }
  Time at() const { return at_; }
  /// What it says, no matter who signed it. Read at the first call: many checks ask for it, and most requests
  /// are never judged.
  const Result<mock_idp::SpMessage>& message() const;
  /// The same with its signature verified by one of these keys.
  Result<mock_idp::SpMessage> read(const std::vector<crypto::Key>& keys) const;

 private:
  std::string url_, form_;
  Time at_;
  mutable std::optional<Result<mock_idp::SpMessage>> message_;
};

/// What AuthnRequests are compared with.
struct RequestContext {
  std::shared_ptr<const std::vector<SeenRequest>> seen;  ///< the newest last
  std::string sso_url, sp_entity_id;
  std::string sp_metadata;  ///< as it came, or empty
  std::vector<crypto::Key> sp_keys;
  const mock_idp::Dialect* provider = nullptr;  ///< whom they are sent to; null: nothing is known of it
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
