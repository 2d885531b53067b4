#include "mock_idp/user.hpp"

#include "foundation/core/keys.hpp"
#include "foundation/core/seed.hpp"
#include "foundation/core/yaml.hpp"

namespace idproctor::mock_idp {

namespace {

const KeyTable kPeople{"users", {}, true};
const KeyTable kUserKeys{"user",
                         {{"email", Kind::text, "the address, also the user name", true},
                          {"givenName", Kind::text, "the first name", true},
                          {"familyName", Kind::text, "the last name", true},
                          {"groups", Kind::list, "names of groups"}}};

}  // namespace

std::optional<std::string> user_value(const User& user, std::string_view name) {
  if (name == "id") return user.id;
  if (name == "userName") return user.user_name;
  if (name == "email") return user.email;
  if (name == "givenName") return user.given_name;
  if (name == "familyName") return user.family_name;
  if (name == "displayName") return user.display_name;
  if (name == "groups" && !user.groups.empty()) return user.groups.front();
  return std::nullopt;
}

Result<std::map<std::string, User>> load_users(const std::string& file) {
  auto yaml = load_yaml(file);
  if (!yaml) return yaml.error();
  if (auto keys = check_keys(yaml->root, file, kPeople); !keys) return keys.error();
  std::map<std::string, User> users;
  for (const auto& entry : yaml->root) {
    const YAML::Node values = entry.second;
    if (auto keys = check_keys(values, file, kUserKeys); !keys) return keys.error();
    const auto text = [&](const char* key) { return values[key] ? values[key].as<std::string>("") : ""; };
    User user;
    user.key = entry.first.Scalar();
    user.email = text("email");
    user.user_name = user.email;
    user.given_name = text("givenName");
    user.family_name = text("familyName");
    user.display_name = user.given_name + " " + user.family_name;
    user.id = Seed("user/" + user.key).uuid();
    for (const auto& group : values["groups"]) user.groups.push_back(group.as<std::string>(""));
    if (user.email.find('@') == std::string::npos || user.given_name.empty() || user.family_name.empty()) {
      return invalid("a user needs email, givenName and familyName", place(file, entry.first));
    }
    users.emplace(user.key, std::move(user));
  }
  return users;
}

User fresh(const User& user, std::string_view tag) {
  User copy = user;
  const std::size_t at = user.email.find('@');
  copy.email = user.email.substr(0, at) + "." + std::string(tag) + user.email.substr(at);
  copy.user_name = copy.email;
  copy.id = Seed("user/" + copy.email).uuid();
  return copy;
}

}  // namespace idproctor::mock_idp
