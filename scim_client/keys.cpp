#include "scim_client/keys.hpp"

namespace idproctor::scim {

const KeyTable& dialect_keys() {
  static const KeyTable table{
      "dialect",
      {
          {"dialect", Kind::text, "PROVIDER or PROVIDER-VARIANT", true},
          {"title", Kind::text, "what a person would call it", true},
          {"as_of", Kind::text, "YYYY-MM in which the facts were looked up", true},
          {"not_for_address", Kind::text,
           "to a target with this text in its address the provider writes otherwise"},
          {"sources", Kind::map, "name: URL, or repository and path, with the date", true},
          {"measured", Kind::list,
           "names of sources that show requests: captures, logs, the client's own code"},
          {"unmeasured", Kind::list,
           "which of headers, encoding, external_id, attributes, on_demand, reasons, bodies have no source; "
           "bodies: "
           "sources name the requests, their bodies are the RFC's"},
          {"encoding", Kind::text, "a space in a query: percent (%20) or plus (+)", true},
          {"external_id", Kind::text, "okta (00u and 17 letters or digits), guid, hex24, hex64, or text",
           true},
          {"headers", Kind::map, "in the order in which they are sent; Content-Type only with a body", true},
          {"attributes", Kind::map, "our attribute name: the path that the provider uses, in its order",
           true},
          {"on_demand", Kind::number,
           "how many people an administrator may pick at a time; any number when absent"},
          {"reasons", Kind::map, "what the provider's administrator reads when a call fails", false,
           "reasons"},
          {"operations", Kind::map, "each a list of calls; an empty list sends nothing", true, "operations"},
      }};
  return table;
}

const KeyTable& operation_names() {
  static const KeyTable table{
      "operations",
      {
          {"test", Kind::list, "the administrator presses Test connection", true},
          {"match", Kind::list, "is there already such a user?", true},
          {"match_group", Kind::list, "is there already such a group?"},
          {"create", Kind::list, "the user is assigned", true},
          {"update", Kind::list, "attributes of the user changed: user.changes, user.added", true},
          {"deactivate", Kind::list, "the user is unassigned or disabled", true},
          {"reactivate", Kind::list, "the user is assigned again", true},
          {"delete", Kind::list, "the user is deleted for good at the provider", true},
          {"group_create", Kind::list, "the group is pushed", true},
          {"group_rename", Kind::list, "group.displayName is new", true},
          {"group_add", Kind::list, "group.added joined group.members", true},
          {"group_remove", Kind::list, "group.removed left group.members", true},
          {"group_delete", Kind::list, "the group is deleted or no longer pushed", true},
          {"import", Kind::list, "the provider reads all users"},
      }};
  return table;
}

const KeyTable& call_keys() {
  static const KeyTable table{
      "call",
      {
          {"GET", Kind::text, "path and query below the base URL"},
          {"POST", Kind::text, "path and query below the base URL"},
          {"PUT", Kind::text, "path and query below the base URL"},
          {"PATCH", Kind::text, "path and query below the base URL"},
          {"DELETE", Kind::text, "path and query below the base URL"},
          {"when", Kind::text,
           "found or absent: only after a match with that result; a status: only right after that answer"},
          {"body", Kind::any, "the JSON body with ${placeholders}"},
          {"merge", Kind::text, "answer: the body is merged over the last answer's"},
          {"unless_empty", Kind::text, "JSON pointer into the body: with nothing there, nothing is sent"},
          {"accept", Kind::list, "statuses that are no failure; 2xx without this key"},
          {"answer", Kind::text, "object, list or empty_list: what a 2xx answer's body must be"},
          {"save", Kind::map, "variable: JSON pointer into the answer; a failure where it is missing"},
          {"find", Kind::map, "variable: JSON pointer into a list's first resource; found or absent"},
          {"where", Kind::map,
           "JSON pointer: text; find takes the first resource that has it, as a client without a filter "
           "does"},
          {"decide", Kind::text, "JSON pointer into the answer: found where it is true, else absent"},
          {"pages", Kind::number, "page size: repeated with the next ${page.start} up to totalResults"},
          {"reasons", Kind::map, "this call's own reasons", false, "reasons"},
          {"source", Kind::text, "a name of sources"},
          {"unmeasured", Kind::flag, "no source says so"},
      }};
  return table;
}

const KeyTable& loop_keys() {
  static const KeyTable table{
      "for_each",
      {
          {"for_each", Kind::text, "a list or an object of attributes: one item for each"},
          {"gather", Kind::text, "an object of attributes: one item for all"},
          {"only", Kind::list, "names of attributes"},
          {"except", Kind::list, "names of attributes"},
          {"item", Kind::any, "what stands for each, with ${each.…}", true},
      }};
  return table;
}

const KeyTable& reason_names() {
  static const KeyTable table{
      "reasons",
      {
          {"refused", Kind::text, "a status that the client does not accept"},
          {"empty", Kind::text, "no body where one was needed"},
          {"not_json", Kind::text, "a body that does not parse"},
          {"wrong_shape", Kind::text, "JSON, but not the resource or list that was asked for"},
          {"several", Kind::text, "a match with more than one resource; without this key the first is taken"},
      },
      true};
  return table;
}

const std::vector<KeyTable>& dialect_tables() {
  static const std::vector<KeyTable> tables{dialect_keys(), operation_names(), call_keys(), loop_keys(),
                                            reason_names()};
  return tables;
}

}  // namespace idproctor::scim
