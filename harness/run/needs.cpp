#include "harness/run/needs.hpp"

#include <set>

namespace idproctor::run {

using namespace scenario;

std::string missing_need(const Case& one, const Target& target) {
  const std::set<std::string> features = target.features();
  std::vector<std::string> needs = one.needs;
  for (const Step& step : one.steps) {
    const LoginStep* login = std::get_if<LoginStep>(&step.action);
    const bool signs_on = login != nullptr || std::holds_alternative<ReplayStep>(step.action);
    if (signs_on) needs.emplace_back("saml");
    if (login != nullptr && login->start == "sp") needs.emplace_back("sp_initiated");
    if (login != nullptr && login->start == "idp") needs.emplace_back("idp_initiated");
    if (std::holds_alternative<LogoutStep>(step.action)) needs.emplace_back("logout");
    const bool pushes = std::holds_alternative<UserStep>(step.action) ||
                        std::holds_alternative<GroupStep>(step.action) ||
                        std::holds_alternative<ScimStep>(step.action);
    if (pushes) needs.emplace_back("scim");
  }
  for (const std::string& need : needs) {
    if (!features.contains(need)) return need;
  }
  return {};
}

}  // namespace idproctor::run
