#include "reference_sp/records.hpp"

#include "reference_sp/ids.hpp"

namespace idproctor::reference {

Records& no_records() {
  static Records nothing;
  return nothing;
}

std::string lasting_secret(Records& records, const std::string& name, std::string_view prefix,
                           const std::string& given) {
  if (!given.empty()) return given;
  std::string secret;
  records.all("secret", [&](const std::string& id, const Json& kept) {
    if (id == name) secret = kept.get<std::string>();
  });
  if (!secret.empty()) return secret;
  secret = make_secret(prefix);
  records.put("secret", name, Json(secret));
  return secret;
}

}  // namespace idproctor::reference
