#pragma once

#include "foundation/core/keys.hpp"

namespace idproctor::scenario {

/// Every key of a scenario file and of a target file. The loaders check against these tables, and
/// docs/reference.md and the JSON Schemas are written from them.
extern const KeyTable kSuiteKeys, kCaseKeys, kLoginKeys, kUpstreamKeys, kLogoutKeys, kMetadataKeys,
    kInspectKeys, kSignKeys, kEncryptKeys, kWireKeys, kEditKeys, kBuildKeys, kMessageKeys, kMeasureKeys,
    kStepKeys, kPushKeys, kUpdateKeys, kJsonEditKeys, kGroupKeys, kSyncKeys, kScimKeys, kExpectKeys,
    kApplicationViewKeys, kEventKeys, kWaitForKeys, kWebhookKeys, kReceiverKeys, kHttpStepKeys, kTokenKeys;
extern const KeyTable kTargetKeys, kTargetSamlKeys, kIdpMetadataKeys, kSecondConnectionKeys, kRequestKeys,
    kSessionKeys, kIdentityKeys, kTargetScimKeys, kUsersKeys, kHttpKeys, kApplicationKeys, kQuestionKeys,
    kLoginForKeys, kAdministrationKeys, kTokensKeys, kWebhooksKeys;

std::vector<KeyTable> scenario_tables();
std::vector<KeyTable> target_tables();

}  // namespace idproctor::scenario
