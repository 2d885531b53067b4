#include "scim_client/other_attributes.hpp"

#include <algorithm>
#include <array>

#include "foundation/core/text.hpp"

namespace idproctor::scim {

namespace {

constexpr std::array<std::string_view, 7> kWrittenByEveryDialect = {
    "userName", "email", "givenName", "familyName", "displayName", "externalId", "active"};

/// RFC 7644 3.10: "title", "name.middleName", "urn:…:User:department", "urn:…:User:manager.value".
std::vector<std::string> keys_of(const std::string& path) {
  std::vector<std::string> keys;
  std::string attribute = path;
  if (path.starts_with("urn:")) {
    const std::size_t colon = path.rfind(':');
    keys.push_back(path.substr(0, colon));
    attribute = path.substr(colon + 1);
  }
  for (std::string& key : split(attribute, '.')) keys.push_back(std::move(key));
  return keys;
}

void put(Json& object, const std::vector<std::string>& keys, const Json& value) {
  Json nested = value;
  for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
    Json outer = Json::object();
    outer[*key] = std::move(nested);
    nested = std::move(outer);
  }
  object = merge(std::move(object), nested);
}

}  // namespace

void fill_other_attributes(Json& variables, const AttributePaths& paths) {
  const auto user = variables.find("user");
  if (user == variables.end() || !user->is_object()) return;
  Json other = user->contains("other") ? user->at("other") : Json::object();
  if (!other.is_object()) return;
  for (const char* list : {"changes", "added"}) {
    const auto changed = user->find(list);
    if (changed == user->end() || !changed->is_object()) continue;
    for (const auto& [name, value] : changed->items()) {
      if (std::ranges::find(kWrittenByEveryDialect, name) != kWrittenByEveryDialect.end()) continue;
      const auto known = std::ranges::find(paths, name, &AttributePaths::value_type::first);
      const std::string path = known == paths.end() ? name : known->second;
      if (path.find('[') == std::string::npos) put(other, keys_of(path), value);
    }
  }
  if (!other.empty()) (*user)["other"] = std::move(other);
}

}  // namespace idproctor::scim
