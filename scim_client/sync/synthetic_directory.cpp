#include "scim_client/sync/synthetic_directory.hpp"

#include <charconv>

#include "foundation/core/text.hpp"
#include "foundation/core/yaml.hpp"
#include "scim_client/external_id.hpp"

namespace idproctor::scim {

namespace {

const std::string& one_of(const std::vector<std::string>& names, Seed& seed) {
  return names[seed.number() % names.size()];
}

Result<std::vector<std::string>> read_list(const Yaml& yaml, const char* key) {
  const YAML::Node node = yaml.root[key];
  std::vector<std::string> list;
  for (const auto& item : node) {
    if (!item.IsScalar() || item.Scalar().empty()) return invalid("a name is a text", place(yaml.file, item));
    list.push_back(item.Scalar());
  }
  if (list.empty())
    return invalid(std::string(key) + " must be a list of names", place(yaml.file, yaml.root));
  return list;
}

}  // namespace

Result<Names> load_names(const std::string& yaml_file) {
  const auto yaml = load_yaml(yaml_file);
  if (!yaml) return yaml.error();
  Names names;
  names.domain = text_of(yaml->root, "domain");
  if (names.domain.empty()) return invalid("there must be a domain", yaml_file);
  for (const auto& [key, list] :
       {std::pair{"given_names", &names.given}, std::pair{"family_names", &names.family},
        std::pair{"group_names", &names.groups}}) {
    auto read = read_list(*yaml, key);
    if (!read) return read.error();
    *list = std::move(*read);
  }
  return names;
}

SyntheticDirectory::SyntheticDirectory(Names names, DirectoryPlan plan, ExternalId external_id)
    : names_(std::move(names)), plan_(std::move(plan)), form_(external_id), seed_(plan_.seed) {}

std::string SyntheticDirectory::user_name(std::int64_t number) const {
  return "user-" + std::to_string(number) + "-" + plan_.run_id + "@" + names_.domain;
}

std::string SyntheticDirectory::group_name(std::int64_t number) const {
  const auto count = static_cast<std::int64_t>(names_.groups.size());
  const auto name = static_cast<std::size_t>(number % count);
  return names_.groups[name] + " " + std::to_string(number) + "-" + plan_.run_id;
}

Json SyntheticDirectory::user(std::int64_t number) const {
  Seed seed = seed_.fork("user/" + std::to_string(number));
  const std::string given = one_of(names_.given, seed), family = one_of(names_.family, seed);
  const std::string name = user_name(number);
  return Json{{"userName", name},
              {"email", name},
              {"givenName", given},
              {"familyName", family},
              {"displayName", given + " " + family},
              // The run decides this one too: a target may want external ids to be unique for ever.
              {"externalId", external_id(number)},
              {"password", seed.hex(12) + "aA1!"},
              {"active", true},
              {"changes", Json::object()}};
}

std::string SyntheticDirectory::external_id(std::int64_t number) const {
  Seed seed = seed_.fork("external id/" + plan_.run_id + "/" + std::to_string(number));
  return make_external_id(form_, seed);
}

Json SyntheticDirectory::group(std::int64_t number) const {
  Seed seed = seed_.fork("group/" + plan_.run_id + "/" + std::to_string(number));
  return Json{{"displayName", group_name(number)}, {"externalId", seed.uuid()}};
}

std::optional<std::int64_t> SyntheticDirectory::user_number(std::string_view user_name) const {
  const std::string name = to_lower(user_name);
  std::int64_t number = 0;
  if (!name.starts_with("user-")) return std::nullopt;
  const auto [end, error] = std::from_chars(name.data() + 5, name.data() + name.size(), number);
  // Written anew, so that neither "user-007-..." nor another run's name is taken for ours.
  if (error != std::errc() || number < 0 || name != to_lower(this->user_name(number))) return std::nullopt;
  return number;
}

bool SyntheticDirectory::is_ours(std::string_view group_name) const {
  return to_lower(group_name).ends_with("-" + plan_.run_id);
}

// Users are dealt out in rounds of one for each group; the seed decides where each round begins.
std::int64_t SyntheticDirectory::shift(std::int64_t round) const {
  Seed seed = seed_.fork("round/" + std::to_string(round));
  return static_cast<std::int64_t>(seed.number() % static_cast<std::uint64_t>(plan_.groups));
}

std::int64_t SyntheticDirectory::group_of(std::int64_t user) const {
  return (user + shift(user / plan_.groups)) % plan_.groups;
}

std::vector<std::int64_t> SyntheticDirectory::members(std::int64_t group) const {
  std::vector<std::int64_t> users;
  for (std::int64_t round = 0; round * plan_.groups < plan_.users; ++round) {
    const std::int64_t place = (group - shift(round) + plan_.groups) % plan_.groups;
    const std::int64_t user = round * plan_.groups + place;
    if (user < plan_.users) users.push_back(user);
  }
  return users;
}

}  // namespace idproctor::scim
