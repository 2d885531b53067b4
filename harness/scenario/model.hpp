#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/core/json.hpp"
#include "mock_idp/recipe.hpp"
#include "scim_client/deviation.hpp"

namespace idproctor::scenario {

using Matchers = std::vector<std::pair<std::string, Json>>;

/// What the application itself shows of one user or group of the case, or of its way to the customer.
struct ApplicationView {
  std::string user, group;  ///< one of them, or a link
  std::string link;         ///< "connection" or "directory": how far it has come
  bool at_start = false;    ///< of a link: when the run began, and nobody had used it
  bool former = false;  ///< of a user: looked for by the address and user name before an update changed them
  std::string as;       ///< whose view: "stranger", another customer's administrator; empty: our own
  std::string state;    ///< "active", "inactive", "absent"; empty: whatever
  Matchers fields;      ///< a word of the target's application.fields, and a matcher
};

/// Events of one kind about one user or group of the case.
struct EventView {
  std::string type;         ///< "user.created": the words of docs/scenarios.md
  std::string user, group;  ///< one of them, or neither
  std::optional<int> count;
  Matchers data;
};

/// What a step must lead to.
struct Expectation {
  /// For a login: accepted, rejected, safe, either. For a session: alive, ended. Empty otherwise.
  std::string verdict;
  std::vector<std::string> status;  ///< "201" or "4xx"; any of them
  Matchers header, body;            ///< field name or JSON pointer, and a matcher
  Matchers message;                 ///< JSON pointer in what the target sent to the IdP, and a matcher
  Matchers state;                   ///< JSON pointer in the stored resource, and a matcher
  std::optional<ApplicationView> application;
  std::vector<EventView> events;  ///< in this order
  bool no_secrets = false;        ///< nothing in the answer is, or looks like, a secret
  std::optional<Json> attribute;  ///< a matcher for what whoami shows of ${attribute}
  std::string diagnosis;     ///< a row of fixtures/troubleshooting.yaml that the target's words should name
  bool landed_here = false;  ///< the login must lead to no other site
  bool escaped = false;      ///< no page may show kForeignElement as an element
  bool tells_error = false;  ///< a callback with an error is answered with an error
  std::string where;         ///< file:line:column
};

/// A user signs in through the mock IdP.
struct LoginStep {
  std::string user;
  std::string start;  ///< "sp", "idp", or empty: as the target likes it
  std::string relay_state;
  std::string asks;          ///< "force_authn", "authn_context" or empty
  std::string delivered_by;  ///< the browser that posts the message, when it is not the one that asked
  std::optional<std::vector<std::string>>
      groups;  ///< keys of the user's groups at this login; the user's own when absent
  mock_idp::Recipe recipe;
  bool deviates = false;  ///< the recipe is not the empty one
  /// The identity provider asks a second one, whose answer deviates so.
  std::optional<mock_idp::Recipe> upstream;
  bool until_callback = false;     ///< at the application: the browser stops before the callback
  std::string login_for;           ///< at the application: a key of the target's login_for, or empty
  bool at_application = false;     ///< begins at the application's own login page, and its whoami decides
  bool may_not_begin = false;      ///< earlier steps may have spoilt the connection: then nobody is logged in
  bool delivers_upstream = false;  ///< the target gets the second one's answer, which is for the first one
};

/// A login that is asked with growing values of one name in its message, until the target stops accepting.
struct Measure {
  std::string value;           ///< the name: ${time(+value)}, ${repeat(value,text)}
  std::string unit;            ///< "s" for what time() reads, else a word for the report
  long long from = 0, to = 0;  ///< in that unit; `from` is what every target accepts
  long long resolution = 1;
  std::string declared;  ///< "clock_tolerance" or "confirmation_tolerance" of the target file, or empty
};

/// The very bytes of an earlier login's response are posted again.
struct ReplayStep {
  std::string of;
};

/// Is the session of an earlier login still alive?
struct SessionStep {
  std::string of;
};

/// A session ends: the user asks at the application, or the identity provider asks the service provider.
struct LogoutStep {
  std::string of;
  std::string start = "sp";  ///< "sp" or "idp"
  std::string binding;       ///< "POST", "Redirect", or empty: what the target's metadata has
  /// Of the identity provider's own message: its LogoutRequest when it starts, else its LogoutResponse.
  mock_idp::Recipe recipe;
  bool deviates = false;  ///< the recipe is not the correct message
  bool single_logout =
      false;  ///< the logout must go by the identity provider; else the application's own will do
};

/// The target gets other metadata of the IdP. What it makes of it shows in the logins after it; the case's
/// end brings the right metadata back.
struct MetadataStep {
  std::vector<std::string> keys;    ///< names of KeyRing; empty: those that the target holds
  std::optional<std::string> text;  ///< sent instead
  std::string url;       ///< it gets an address that answers so: a word of MetadataSite; empty: a document
  bool removes = false;  ///< it loses what it has
  mock_idp::Recipe recipe;
  bool signs = false;  ///< the recipe says whether it is signed; otherwise the target's wish decides
};

/// A look at what the target itself says: its AuthnRequests, or its metadata.
struct InspectStep {
  std::string subject;  ///< "authn_request" or "metadata"
  std::string check;    ///< a name of harness/observe/sp_request.hpp or sp_metadata_checks.hpp
};

/// The step's browser visits whoami as nobody, and its cookies are put into another browser.
struct PlantStep {
  std::string into;
};

/// Nothing happens for a while.
struct WaitStep {
  Milliseconds duration{};
};

/// What `expect` says shows within the step's time; with `during`, it never does in that while.
struct WaitForStep {
  std::optional<Milliseconds> during;
};

/// An event as a broker sends it, right or wrong, at the application's webhook endpoint.
struct WebhookStep {
  std::string type, user;
  std::string state = "active";
  std::map<std::string, std::string> changes;  ///< SCIM attribute names and new values
  Milliseconds age{};                          ///< by what the event says of itself
  std::string again;                           ///< an earlier step whose event it is
  std::string deviation;                       ///< a name of harness/run/webhook_sender.hpp, or empty
};

/// How our receiver answers the webhooks about one user from now on.
struct ReceiverStep {
  std::string user;
  int refuse_first = 0;  ///< so many get 503
  int status = 200;      ///< the others
  Milliseconds delay{};  ///< before each answer
};

/// A token of the second directory is made or ends.
struct TokenStep {
  std::string operation;  ///< "create" or "revoke"
  std::string name;       ///< what ${name} stands for
};

/// What the application's or the broker's administrator does, by a request of the target file.
struct AdministerStep {
  std::string action;  ///< a name of administrations()
};

/// A request to the application.
struct HttpStep {
  std::string method = "GET", url;
  std::string as;  ///< whose key goes along; empty: nobody's
  std::map<std::string, std::string> headers, form;
  std::optional<Json> body;
};

/// provision, update, deactivate, reactivate, delete: what the provider's SCIM client does for one user.
struct UserStep {
  std::string operation;
  std::string user;
  std::map<std::string, std::string> changes;  ///< update: SCIM attribute names and new values
  scim::Deviation deviation = {};              ///< of the provider's own request
};

/// create, add, remove, rename, delete: what the provider's SCIM client does for one group.
struct GroupStep {
  std::string operation;
  std::string name;                ///< the group's name in the scenario
  std::vector<std::string> users;  ///< add and remove; create may bring some along
  std::string to;                  ///< rename: the new name
  scim::Deviation deviation = {};  ///< of the provider's own request
};

/// The provider goes over everybody and every group of the case again.
struct SyncStep {
  std::string kind;                ///< "cycle": users and groups; "restart": and all memberships; "on_demand"
  std::vector<std::string> users;  ///< on_demand: these alone, with their groups
};

/// A raw SCIM request.
struct ScimStep {
  std::string method = "GET";
  std::string path;  ///< below base_url; may hold ${alice.id} and the like
  std::map<std::string, std::string> headers;
  std::optional<Json> body;
  std::string tenant, token_of;             ///< first or second; empty: the target's `scim`
  std::map<std::string, std::string> save;  ///< variable name -> JSON pointer or header field
  bool abandoned = false;                   ///< the connection is closed before an answer comes
};

struct Step;

/// SCIM requests at the same time, each on a connection of its own.
struct ParallelStep {
  std::vector<Step> steps;
};

using Action = std::variant<LoginStep, ReplayStep, SessionStep, LogoutStep, MetadataStep, InspectStep,
                            PlantStep, WaitStep, WaitForStep, WebhookStep, ReceiverStep, HttpStep, TokenStep,
                            AdministerStep, UserStep, GroupStep, SyncStep, ScimStep, ParallelStep>;

struct Step {
  Action action;
  std::string id;                      ///< for replay, session and logout to refer to
  std::string browser = "main";        ///< a cookie jar by name
  bool names_browser = false;          ///< `browser` stands in the scenario
  std::optional<Milliseconds> within;  ///< deadline of this step
  std::optional<Measure> measure;      ///< of a login that expects "measured"
  Expectation expect;
  /// Of a SCIM step or a login: where it does not hold, the case asks nothing.
  std::optional<Expectation> assume;
  std::string where;  ///< file:line:column
};

/// A request of the SCIM client, the provider's own or a raw one.
bool is_push(const Step& step);

struct Case {
  std::string id;  ///< suite.case or suite.case.row
  std::string suite, title;
  std::vector<std::string> clauses;
  std::string symptom;    ///< a row of fixtures/troubleshooting.yaml
  std::string fix;        ///< what the integration's developer does about a failure
  std::string otherwise;  ///< what does not work where this case fails, for the provider's line of the report
  /// Each entry turns this case red when those checks of the reference are off (all of an entry together).
  std::vector<std::vector<std::string>> red_without;
  std::vector<std::string> needs;
  bool exclusive = false;
  bool slow = false;  ///< asked only with --slow
  std::vector<Step> steps;
  std::string file;
  int line = 0;
};

/// Every request of the SCIM client in a case, those side by side too.
std::vector<const Step*> pushes_of(const Case& one);

/// True when some step of the case is of that kind.
template <class Kind>
bool has_step(const Case& one) {
  for (const Step& step : one.steps) {
    if (std::holds_alternative<Kind>(step.action)) return true;
  }
  return false;
}

}  // namespace idproctor::scenario
