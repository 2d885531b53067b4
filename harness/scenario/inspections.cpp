#include "harness/scenario/inspections.hpp"

namespace idproctor::scenario {

const std::vector<std::string>& authn_request_inspections() {
  static const std::vector<std::string> names{
      "encoding", "shape", "id-unique", "id-unpredictable", "issue-instant",  "destination",
      "issuer",   "acs",   "signature", "passive",          "provider-rules", "relay-state"};
  return names;
}

const std::vector<std::string>& metadata_inspections() {
  static const std::vector<std::string> names{"shape",    "acs-https", "keys",
                                              "validity", "entity-id", "want-assertions-signed"};
  return names;
}

}  // namespace idproctor::scenario
