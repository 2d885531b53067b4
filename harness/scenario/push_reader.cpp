#include "foundation/core/text.hpp"
#include "harness/scenario/keys.hpp"
#include "harness/scenario/reader.hpp"

namespace idproctor::scenario {

namespace {

Result<scim::JsonEdit> read_json_edit(const YAML::Node& node, const std::string& file) {
  using Kind = scim::JsonEdit::Kind;
  if (auto keys = check_keys(node, file, kJsonEditKeys); !keys) return keys.error();
  static constexpr std::pair<const char*, Kind> verbs[] = {
      {"set", Kind::set}, {"remove", Kind::remove}, {"rename", Kind::rename}, {"insert", Kind::insert}};
  std::vector<scim::JsonEdit> edits;
  for (const auto& [verb, kind] : verbs) {
    if (node[verb]) edits.emplace_back(kind, text_of(node, verb), node["to"] ? to_json(node["to"]) : Json());
  }
  if (edits.size() != 1) return invalid("an edit is one of set, remove, rename, insert", place(file, node));
  const bool removes = edits.front().kind == Kind::remove;
  if (removes == node["to"].IsDefined()) {
    return invalid("'to' belongs to set, rename and insert, and each of them needs it", place(file, node));
  }
  return edits.front();
}

/// The keys `request`, `edit` and `headers`, which every push has.
Result<scim::Deviation> read_deviation(const YAML::Node& node, const std::string& file) {
  scim::Deviation deviation;
  deviation.call = text_of(node, "request");
  deviation.headers = text_map(node["headers"]);
  if (!node["edit"]) return deviation;
  for (const auto& item : node["edit"]) {
    auto edit = read_json_edit(item, file);
    if (!edit) return edit.error();
    deviation.edits.push_back(*edit);
  }
  return deviation;
}

}  // namespace

Result<UserStep> read_user_step(const std::string& operation, const YAML::Node& node,
                                const std::string& file) {
  UserStep step;
  step.operation = operation;
  if (node.IsScalar()) {
    step.user = node.Scalar();
    return step;
  }
  if (auto keys = check_keys(node, file, operation == "update" ? kUpdateKeys : kPushKeys); !keys) {
    return keys.error();
  }
  step.user = text_of(node, "user");
  step.changes = text_map(node["set"]);
  auto deviation = read_deviation(node, file);
  if (!deviation) return deviation.error();
  step.deviation = *deviation;
  return step;
}

Result<GroupStep> read_group(const YAML::Node& node, const std::string& file) {
  if (auto keys = check_keys(node, file, kGroupKeys); !keys) return keys.error();
  GroupStep step;
  for (const char* operation : {"rename", "delete", "create"}) {
    if (!node[operation]) continue;
    step.operation = operation;
    step.name = node[operation].as<std::string>("");
  }
  for (const char* operation : {"add", "remove"}) {
    if (!node[operation]) continue;
    step.users = texts(node[operation]);
    if (step.operation.empty()) step.operation = operation;
  }
  if (node["group"]) step.name = text_of(node, "group");
  step.to = text_of(node, "to");
  if (step.operation.empty() || step.name.empty()) {
    return invalid("a group step is create, rename or delete with a name, or add or remove with 'group'",
                   place(file, node));
  }
  if ((step.operation == "rename") == step.to.empty()) {
    return invalid("'to' belongs to rename, and rename needs it", place(file, node));
  }
  auto deviation = read_deviation(node, file);
  if (!deviation) return deviation.error();
  step.deviation = *deviation;
  return step;
}

Result<SyncStep> read_sync(const YAML::Node& node, const std::string& file) {
  SyncStep step;
  step.kind = node.IsScalar() ? node.Scalar() : "on_demand";
  if (node.IsMap()) {
    if (auto keys = check_keys(node, file, kSyncKeys); !keys) return keys.error();
    step.users = texts(node["on_demand"]);
  }
  if (step.kind == "cycle" || step.kind == "restart" || !step.users.empty()) return step;
  return invalid("'sync' is cycle, restart, or on_demand with users", place(file, node));
}

Result<ScimStep> read_scim(const YAML::Node& node, const std::string& file) {
  if (auto keys = check_keys(node, file, kScimKeys); !keys) return keys.error();
  ScimStep step;
  step.method = text_of(node, "method", step.method);
  step.path = text_of(node, "path");
  step.headers = text_map(node["headers"]);
  if (node["body"]) step.body = to_json(node["body"]);
  step.save = text_map(node["save"]);
  step.abandoned = node["abandoned"] && node["abandoned"].as<bool>();
  step.tenant = text_of(node, "tenant");
  step.token_of = text_of(node, "token_of", step.tenant);
  for (const char* key : {"tenant", "token_of"}) {
    const std::string word = text_of(node, key, "first");
    if (word != "first" && word != "second") {
      return invalid("'" + std::string(key) + "' is first or second", place(file, node[key]));
    }
  }
  if (step.tenant.empty() != step.token_of.empty()) {
    return invalid("'token_of' needs a 'tenant' whose token it replaces", place(file, node));
  }
  return step;
}

Result<ParallelStep> read_parallel(const YAML::Node& node, const std::string& file) {
  ParallelStep parallel;
  for (const auto& item : node) {
    auto step = read_step(item, file);
    if (!step) return step.error();
    if (!is_push(*step)) return invalid("only SCIM requests go side by side", place(file, item));
    parallel.steps.push_back(*step);
  }
  if (parallel.steps.size() < 2) return invalid("one step is not parallel to anything", place(file, node));
  return parallel;
}

bool is_push(const Step& step) {
  return std::holds_alternative<UserStep>(step.action) || std::holds_alternative<GroupStep>(step.action) ||
         std::holds_alternative<ScimStep>(step.action) || std::holds_alternative<SyncStep>(step.action);
}

std::vector<const Step*> pushes_of(const Case& one) {
  std::vector<const Step*> pushes;
  for (const Step& step : one.steps) {
    if (is_push(step)) pushes.push_back(&step);
    const auto* parallel = std::get_if<ParallelStep>(&step.action);
    if (parallel == nullptr) continue;
    for (const Step& beside : parallel->steps) pushes.push_back(&beside);
  }
  return pushes;
}

}  // namespace idproctor::scenario
