#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "foundation/core/result.hpp"
#include "scim_client/address.hpp"
#include "scim_client/body.hpp"
#include "scim_client/placeholder.hpp"

namespace idproctor::scim {

enum class Branch { always, found, absent };
enum class Answer { any, object, list, empty_list };
/// How a provider's external ids look.
enum class ExternalId { okta, guid, hex24, hex64, text };

using Reasons = std::map<std::string, Text>;  ///< by reason_names() or status

/// One request of an operation, and what the client makes of the answer.
struct Call {
  /// A variable and the JSON pointer of its value in the answer.
  struct Capture {
    std::string root, name;  ///< "user", "id"
    std::string pointer;
  };

  std::string operation;  ///< where it is written: "match", "create"
  std::string method;
  std::string path;  ///< as written, for messages
  Address address;
  std::optional<Body> body;
  bool merge_answer = false;
  std::string unless_empty;  ///< JSON pointer into the body
  Branch when = Branch::always;
  int when_status = 0;  ///< only where the last answer had this status; 0: whatever it had
  Answer answer = Answer::any;
  std::vector<int> accept;  ///< empty: 2xx
  std::vector<Capture> save, find;
  std::vector<std::pair<std::string, Text>> where;  ///< JSON pointer and value of the resource to find
  std::string decide;                               ///< JSON pointer into the answer; empty: does not
  int page_size = 0;                                ///< 0: asked once
  Reasons reasons;
  std::string source;  ///< a name of Dialect::sources, or empty: unmeasured
  int line = 0;

  std::string name() const { return method + " " + path; }
};

/// How one provider's SCIM client writes its requests, loaded from fixtures/providers/NAME/scim*.yaml.
struct Dialect {
  std::string id;  ///< PROVIDER or PROVIDER-VARIANT
  std::string title;
  std::string as_of;  ///< YYYY-MM
  std::string file;
  std::string not_for_address;  ///< to a target with this text in its address the provider writes otherwise
  std::size_t on_demand = 0;    ///< how many people an administrator may pick at a time; 0: no limit is known
  std::map<std::string, std::string> sources;
  /// Those of `sources` that show the requests themselves: captures, logs, and the client's own code.
  std::set<std::string> measured;
  /// The habits without a source, and "bodies" where sources name requests without showing their bodies.
  std::set<std::string> unmeasured;
  Encoding encoding = Encoding::percent;
  ExternalId external_id = ExternalId::text;
  std::vector<std::pair<std::string, Text>> headers;
  AttributePaths attributes;
  Reasons reasons;
  /// Every call as it is sent, with the calls of other operations in place. An empty list sends nothing.
  std::map<std::string, std::vector<std::shared_ptr<const Call>>> operations;
  /// Every call once, where it is written.
  std::vector<std::shared_ptr<const Call>> calls;
};

/// Loads and lints a dialect. Errors have file, line and column; unknown and duplicate keys are errors.
Result<Dialect> load_dialect(const std::string& yaml_file);

}  // namespace idproctor::scim
