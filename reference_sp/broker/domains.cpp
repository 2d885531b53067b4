#include "reference_sp/broker/domains.hpp"

#include "foundation/core/text.hpp"

namespace idproctor::reference::broker {

namespace {

constexpr std::string_view domain_kind = "domain";

}  // namespace

Domains::Domains(Context context) : context_(context) {
  context_.records.all(domain_kind, [&](const std::string&, const Json& kept) {
    verified_[{kept["organization"].get<std::string>(), kept["domain"].get<std::string>()}] =
        kept["verified"].get<bool>();
  });
}

void Domains::set(const std::string& organization_id, const std::string& domain, bool verified) {
  const std::string name = to_lower(domain);
  verified_[{organization_id, name}] = verified;
  context_.records.put(domain_kind, organization_id + " " + name,
                       {{"organization", organization_id}, {"domain", name}, {"verified", verified}});
}

bool Domains::keeps_out(const std::string& organization_id, const std::string& email) const {
  const std::string domain = to_lower(email.substr(email.rfind('@') + 1));
  const auto claimed = verified_.find({organization_id, domain});
  return claimed != verified_.end() && !claimed->second && context_.checks.on("domain-verified");
}

}  // namespace idproctor::reference::broker
