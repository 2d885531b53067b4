#pragma once

#include <string>
#include <vector>

#include "foundation/core/yaml.hpp"
#include "harness/scenario/model.hpp"

namespace idproctor::scenario {

/// The parts of the scenario loader; each reads one kind of YAML map. Every Error has file, line and column.

Result<Step> read_step(const YAML::Node& node, const std::string& file);
/// The step whose keys stand right in its case, which has other keys too; all of them are known to be
/// allowed.
Result<Step> read_lone_step(const YAML::Node& node, const std::string& file);
Result<mock_idp::Recipe> read_recipe(const YAML::Node& node, const std::string& file,
                                     mock_idp::MessageKind kind = mock_idp::MessageKind::response);
Result<MetadataStep> read_metadata(const YAML::Node& node, const std::string& file);
Result<LogoutStep> read_logout(const YAML::Node& node, const std::string& file);
Result<UserStep> read_user_step(const std::string& operation, const YAML::Node& node,
                                const std::string& file);
Result<GroupStep> read_group(const YAML::Node& node, const std::string& file);
Result<SyncStep> read_sync(const YAML::Node& node, const std::string& file);
Result<ScimStep> read_scim(const YAML::Node& node, const std::string& file);
Result<ParallelStep> read_parallel(const YAML::Node& node, const std::string& file);
Result<Measure> read_measure(const YAML::Node& node, const std::string& file);
Result<ApplicationView> read_application_view(const YAML::Node& node, const std::string& file);
Result<std::vector<EventView>> read_events(const YAML::Node& node, const std::string& file);
/// `wait_for` is a step and its expectation in one.
Result<WaitForStep> read_wait_for(const YAML::Node& node, const std::string& file);
Result<Expectation> read_awaited(const YAML::Node& node, const std::string& file);
Result<WebhookStep> read_webhook(const YAML::Node& node, const std::string& file);
Result<ReceiverStep> read_receiver(const YAML::Node& node, const std::string& file);
Result<HttpStep> read_http_step(const YAML::Node& node, const std::string& file);
Result<TokenStep> read_token(const YAML::Node& node, const std::string& file);
/// A matcher is a literal, or a map with one of the matchers' names.
Result<Matchers> read_matchers(const YAML::Node& node, const std::string& file);
Result<Expectation> read_expectation(const YAML::Node& node, const std::string& file);

/// The keys of a case that describe its only step, without the case's own.
bool is_step_key(const std::string& key);

/// One text or a list of texts.
std::vector<std::string> texts(const YAML::Node& node);
std::map<std::string, std::string> text_map(const YAML::Node& node);

}  // namespace idproctor::scenario
