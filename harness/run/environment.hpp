#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "foundation/core/seed.hpp"
#include "foundation/http/worker.hpp"
#include "harness/observe/sp_request.hpp"
#include "harness/observe/whoami.hpp"
#include "harness/run/browser.hpp"
#include "harness/run/canary.hpp"
#include "harness/run/effect.hpp"
#include "harness/run/embedded.hpp"
#include "harness/run/event_source.hpp"
#include "harness/run/metadata_site.hpp"
#include "harness/run/providers.hpp"
#include "harness/run/scim_advertised.hpp"
#include "harness/run/sp_metadata.hpp"
#include "harness/run/webhook_receiver.hpp"
#include "harness/scenario/catalogue.hpp"
#include "harness/scenario/target.hpp"

namespace idproctor::run {

class Chain;

/// Everything that the cases of one provider share: the target, the IdP's keys and dialects, the way to the
/// target. Lives as long as the run.
struct Environment {
  const scenario::Catalogue& catalogue;
  const Clock& clock;
  mock_idp::KeyRing& keys;
  std::string run_id;
  Seed seed;
  Provider provider;
  scenario::Target target;
  SpMetadata sp;                                ///< empty where the target has no SAML
  ScimAdvertised scim;                          ///< empty where the target has no SCIM
  std::unique_ptr<Embedded> embedded;           ///< null with a target file
  std::unique_ptr<Canary> canary;               ///< hears of what a target on this machine fetches
  std::unique_ptr<MetadataSite> metadata_site;  ///< null where the target file has no way to name it
  std::unique_ptr<http::Client> client;
  std::unique_ptr<Gateway> gateway;
  std::unique_ptr<EffectOracle> effects;
  std::unique_ptr<observe::Application> application;  ///< null where the target file describes none
  std::unique_ptr<WebhookReceiver> webhooks;          ///< null where nobody listens
  std::unique_ptr<EventSource> events;                ///< null where events come neither way
  /// Every AuthnRequest of the run, from all lanes; they live on one thread.
  std::shared_ptr<std::vector<observe::SeenRequest>> requests;
  std::shared_ptr<Chain> chain;  ///< null where no case asks a second identity provider
  /// "connection" and "directory" of a fresh target: their states before anybody used them.
  std::map<std::string, std::string> states_at_start;
  std::string anonymous_whoami;  ///< status and media type of whoami's answer to nobody
  /// Makes the messages of logins and reads whom they sign for; last, since it works with what stands above.
  std::unique_ptr<http::Worker> worker = std::make_unique<http::Worker>();

  /// The IdP's entity ID as this target knows it.
  std::string idp_entity_id() const;
  std::string sso_url() const;
  std::string slo_url() const;
  /// XPath step of the element that the target reads as the user.
  std::string identity_step() const;
  /// What cases may need: the target's features, and those that its metadata and its ServiceProviderConfig
  /// declare.
  std::set<std::string> features() const;
  /// The Name of an attribute that whoami shows, for round trips; empty where the target declares none.
  std::string shown_attribute() const;
  /// What whoami is read with.
  observe::Who read(const http::Response& response) const;
};

/// What makes an Environment.
struct EnvironmentOptions {
  const scenario::Target* target = nullptr;                  ///< null: the embedded reference integration
  reference::Checks checks;                                  ///< of the embedded one
  std::vector<std::string> idp_keys = Embedded::idp_keys();  ///< that the embedded one trusts besides "idp"
  bool application = false;  ///< the embedded one connects its application, which costs every write a webhook
  mock_idp::KeyRing* reference_keys =
      nullptr;           ///< keeps the embedded one's own key; null: the IdP's ring does
  bool chained = false;  ///< a second identity provider stands behind the first, where the dialect has one
};

/// Starts the reference where no target is given, and loads the dialects. Sends nothing.
Result<std::unique_ptr<Environment>> make_environment(const scenario::Catalogue& catalogue,
                                                      http::Runtime& runtime, const Clock& clock,
                                                      mock_idp::KeyRing& keys, const std::string& run_id,
                                                      const Seed& seed, const std::string& provider_id,
                                                      EnvironmentOptions options);

/// Reads the SP's metadata and its ServiceProviderConfig, and sees to it that nobody is logged in without a
/// session. An Error is about the target, or the way to it.
Task<Result<>> prepare(Environment& environment, Log& log);

}  // namespace idproctor::run
