#pragma once

#include <memory>
#include <string>

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "foundation/http/message.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/outside.hpp"

namespace idproctor::reference {

struct IntegrationConfig {
  std::string base_url;                ///< http://127.0.0.1:PORT, no slash at the end
  std::string idp_metadata;            ///< the EntityDescriptor that an admin would paste
  std::string scim_token;              ///< the bearer token that was issued; the administrator's too
  std::string second_scim_token = {};  ///< of a second directory under /scim/second/v2; none when empty
  bool signed_metadata = false;        ///< later metadata must be signed by the first key of `idp_metadata`
  Milliseconds clock_tolerance{180'000};
  bool idp_initiated = true;
  bool just_in_time = true;  ///< unknown users get an account at their first login
  Outside outside = {};      ///< how the mistakes that fetch something do it
};

/// The reference integration as one handler: a SCIM service provider under /scim/v2, which stores the
/// accounts, and a SAML service provider everywhere else. Pure: no sockets. `clock` must outlive it.
class Integration {
 public:
  /// An Error says what is wrong with the identity provider's metadata.
  static Result<Integration> create(IntegrationConfig config, Checks checks, const Clock& clock);
  Integration(Integration&&) noexcept;
  Integration& operator=(Integration&&) noexcept;
  ~Integration();

  http::Response handle(const http::Request& request);

 private:
  struct Impl;
  explicit Integration(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace idproctor::reference
