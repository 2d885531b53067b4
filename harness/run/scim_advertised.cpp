#include "harness/run/scim_advertised.hpp"

#include "scim_client/client.hpp"

namespace idproctor::run {

namespace {

/// Limits beyond these are not asked for: a case does not send that much.
constexpr std::size_t kMostOperations = 100'000, kLargestPayload = 16 << 20;

bool says_true(const Json& config, const std::string& pointer) {
  const Json* value = find(config, pointer);
  return value != nullptr && *value == Json(true);
}

}  // namespace

ScimAdvertised parse_scim_advertised(const Json& service_provider_config) {
  ScimAdvertised advertised;
  for (const char* name : {"etag", "filter", "sort"}) {
    if (says_true(service_provider_config, "/" + std::string(name) + "/supported")) {
      advertised.features.insert("scim_" + std::string(name));
    }
  }
  // Who says nothing of it is asked: PATCH is what most clients send.
  const Json* patch = find(service_provider_config, "/patch/supported");
  if (patch != nullptr && *patch == Json(false)) advertised.features.erase("scim_patch");
  if (says_true(service_provider_config, "/pagination/cursor")) advertised.features.insert("scim_cursor");
  const std::pair<const char*, const char*> limits[] = {{"max_operations", "/bulk/maxOperations"},
                                                        {"max_payload_size", "/bulk/maxPayloadSize"}};
  for (const auto& [name, pointer] : limits) {
    const Json* value = find(service_provider_config, pointer);
    if (value != nullptr && value->is_number_unsigned() && *value > 0) {
      advertised.limits[name] = value->get<std::size_t>();
    }
  }
  if (says_true(service_provider_config, "/bulk/supported") && advertised.limits.size() == 2) {
    advertised.features.insert("scim_bulk");
    const bool within_reach = advertised.limits["max_operations"] <= kMostOperations &&
                              advertised.limits["max_payload_size"] <= kLargestPayload;
    if (within_reach) advertised.features.insert("scim_bulk_limits");
  }
  return advertised;
}

Task<ScimAdvertised> read_scim_advertised(Gateway& gateway, const scim::Dialect& dialect,
                                          const scenario::Target& target, Log& log) {
  const Milliseconds timeout = target.timeout;
  scim::Send send = [&gateway, &log, timeout](http::Request request) -> Task<Result<http::Response>> {
    return gateway.send(log, "ServiceProviderConfig", std::move(request), timeout);
  };
  scim::Client client(dialect, scim::Target(target.scim->base_url, target.scim->token), std::move(send));
  scim::RawRequest request("GET", "/ServiceProviderConfig");
  auto outcome = co_await client.request(std::move(request));
  if (!outcome || !outcome->succeeded) co_return ScimAdvertised();
  const auto config = parse_json(outcome->exchanges.back().response.body);
  co_return config ? parse_scim_advertised(*config) : ScimAdvertised();
}

}  // namespace idproctor::run
