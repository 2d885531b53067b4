#include "reference_sp/scim/bulk.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "foundation/core/text.hpp"
#include "reference_sp/scim/attribute_value.hpp"
#include "reference_sp/scim/bulk_reference.hpp"
#include "reference_sp/scim/request.hpp"
#include "reference_sp/scim/resource_type.hpp"
#include "reference_sp/scim/urn.hpp"

namespace idproctor::reference::scim {

namespace {

struct BulkOperation {
  enum class State { waiting, running, done };
  State state = State::waiting;
  std::string method, bulk_id, path, version;
  Json data;
  std::set<std::string> references;  ///< bulkIds
  std::set<std::string> postponed;   ///< of these, those that are given to it at the end
  std::string location, id;          ///< of what it created
  http::Response response;

  bool failed() const { return response.status >= 300; }
};

std::string text_at(const Json& operation, const char* name) {
  const Json* found = member(operation, name);
  return found && found->is_string() ? found->get<std::string>() : std::string();
}

Outcome<BulkOperation> read_operation(const Json& json) {
  if (!json.is_object()) return bad_request("invalidSyntax", "An operation must be an object.");
  BulkOperation operation;
  operation.method = text_at(json, "method");
  std::ranges::transform(operation.method, operation.method.begin(),
                         [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  operation.bulk_id = text_at(json, "bulkId");
  operation.path = text_at(json, "path");
  if (!operation.path.starts_with('/')) operation.path.insert(0, "/");
  operation.version = text_at(json, "version");
  if (const Json* data = member(json, "data")) operation.data = *data;
  operation.references = bulk_references(operation.data, operation.path);
  return operation;
}

// An operation that could not be a request to a resource.
Outcome<> check_operation(const BulkOperation& operation) {
  const bool creates = operation.method == "POST";
  if (!creates && operation.method != "PUT" && operation.method != "PATCH" && operation.method != "DELETE") {
    return bad_request("invalidSyntax", "The method must be POST, PUT, PATCH or DELETE, not " +
                                            in_quotes(operation.method) + ".");
  }
  if (creates && operation.bulk_id.empty()) return bad_request("invalidValue", "POST needs a bulkId.");
  const auto target = parse_target(operation.path, "");
  const bool is_resource = target && target->path.size() == (creates ? 1 : 2) &&
                           std::ranges::any_of(resource_types(), [&](const ResourceType* type) {
                             return type->endpoint == target->path[0];
                           });
  if (!is_resource || target->path.back() == ".search") {
    return bad_request("invalidPath",
                       in_quotes(operation.path) + " is no path for " + operation.method + ".");
  }
  return {};
}

class BulkJob {
 public:
  BulkJob(std::string base_url, const Checks& checks, const Perform& perform)
      : base_url_(std::move(base_url)), checks_(checks), perform_(perform) {}

  Outcome<> read(const Json& body) {
    const Json* list = member(body, "Operations");
    if (!list || !list->is_array()) return bad_request("invalidSyntax", "Operations must be a list.");
    if (list->size() > most_bulk_operations && checks_.on("bulk-max-operations")) {
      return ScimError{
          413, "",
          "The number of operations exceeds maxOperations (" + std::to_string(most_bulk_operations) + ")."};
    }
    if (auto limit = read_limit(body); !limit) return limit;
    for (const Json& json : *list) {
      auto operation = read_operation(json);
      if (!operation) return operation.error();
      operations_.push_back(std::move(*operation));
    }
    for (std::size_t i = 0; i < operations_.size(); ++i) {
      const BulkOperation& operation = operations_[i];
      if (operation.method != "POST" || operation.bulk_id.empty()) continue;
      if (!creators_.emplace(operation.bulk_id, i).second) {
        return bad_request("invalidValue",
                           "Two operations have the bulkId " + in_quotes(operation.bulk_id) + ".");
      }
    }
    return {};
  }

  Json run() {
    for (std::size_t i = 0; i < operations_.size() && !is_enough(); ++i) carry_out(i);
    if (checks_.on("bulk-circular") && checks_.on("bulk-id")) {
      for (BulkOperation& operation : operations_) give_postponed(operation);
    }
    Json answer;
    answer["schemas"] = Json::array({bulk_response_urn});
    answer["Operations"] = Json::array();
    for (const BulkOperation& operation : operations_) {
      if (operation.state == BulkOperation::State::done) answer["Operations"].push_back(result_of(operation));
    }
    return answer;
  }

 private:
  Outcome<> read_limit(const Json& body) {
    const Json* limit = member(body, "failOnErrors");
    if (limit && !limit->is_null()) {
      if (!limit->is_number_unsigned()) {
        return bad_request("invalidValue", "failOnErrors must be a whole number, and none below 0.");
      }
      if (checks_.on("bulk-fail-on-errors"))
        most_errors_ = std::max<std::uint64_t>(limit->get<std::uint64_t>(), 1);
    }
    if (checks_.off("bulk-continues")) most_errors_ = 1;
    return {};
  }

  bool is_enough() const { return errors_ >= most_errors_; }

  void carry_out(std::size_t index) {
    BulkOperation& operation = operations_[index];
    if (operation.state != BulkOperation::State::waiting) return;
    operation.state = BulkOperation::State::running;
    auto ready = check_operation(operation);
    if (ready) ready = prepare(operation, index);
    if (is_enough()) {
      operation.state = BulkOperation::State::waiting;
      return;
    }
    operation.response = ready ? send(operation, operation.postponed) : error_response(ready.error());
    operation.state = BulkOperation::State::done;
    if (operation.failed()) {
      ++errors_;
    } else if (operation.method == "POST") {
      operation.location = operation.response.headers.get("Location");
      operation.id = operation.location.substr(operation.location.rfind('/') + 1);
    }
  }

  // Sees to it that everything that the operation refers to is there. Errors: 400, 409.
  Outcome<> prepare(BulkOperation& operation, std::size_t index) {
    if (checks_.off("bulk-id")) {
      operation.postponed = operation.references;
      return {};
    }
    for (const std::string& bulk_id : operation.references) {
      const auto creator = creators_.find(bulk_id);
      if (creator == creators_.end()) {
        return bad_request("invalidValue", "No operation creates bulkId " + in_quotes(bulk_id) + ".");
      }
      const BulkOperation& created = operations_[creator->second];
      if (checks_.on("bulk-forward") || creator->second < index) carry_out(creator->second);
      if (created.state == BulkOperation::State::running) {
        operation.postponed.insert(bulk_id);
      } else if (created.id.empty()) {
        return ScimError{409, "", "What bulkId " + in_quotes(bulk_id) + " means was not created."};
      }
    }
    return {};
  }

  http::Response send(const BulkOperation& operation, const std::set<std::string>& without) {
    const FindId find = [&](const std::string& bulk_id) -> std::optional<std::string> {
      const auto creator = creators_.find(bulk_id);
      if (creator == creators_.end() || operations_[creator->second].id.empty()) return std::nullopt;
      return operations_[creator->second].id;
    };
    Json data = operation.data;
    forget_references(data, without);
    const bool repeats_creation = operation.method == "POST" && !operation.id.empty();
    http::Request request;
    request.method = repeats_creation ? "PUT" : operation.method;
    request.headers.set("Content-Type", std::string(media_type));
    if (!operation.version.empty()) request.headers.set("If-Match", operation.version);
    if (request.method != "DELETE") request.body = dump(with_ids(std::move(data), find));
    const std::string path = operation.path + (repeats_creation ? "/" + operation.id : "");
    return perform_(with_ids(path, find), request);
  }

  // The references of an operation that ran before what it refers to was there.
  void give_postponed(BulkOperation& operation) {
    if (operation.state != BulkOperation::State::done || operation.failed() || operation.postponed.empty())
      return;
    const bool all_there = std::ranges::all_of(operation.postponed, [&](const std::string& bulk_id) {
      const auto creator = creators_.find(bulk_id);
      return creator != creators_.end() && !operations_[creator->second].id.empty();
    });
    operation.version.clear();
    http::Response again =
        all_there ? send(operation, {})
                  : error_response({409, "", "What it refers to in a circle could not be created."});
    if (again.status < 300) {
      operation.response.headers.set("ETag", again.headers.get("ETag"));
      return;
    }
    // It would be there without what it refers to, which nobody asked for.
    if (!operation.id.empty()) {
      (void)perform_(operation.path + "/" + operation.id, http::Request("DELETE", ""));
      operation.location.clear();
    }
    operation.response = std::move(again);
  }

  Json result_of(const BulkOperation& operation) const {
    Json result;
    result["method"] = operation.method;
    if (!operation.bulk_id.empty()) result["bulkId"] = operation.bulk_id;
    if (const std::string tag = operation.response.headers.get("ETag"); !tag.empty()) result["version"] = tag;
    const bool creates = operation.method == "POST";
    if (checks_.on("bulk-location") && (!creates || !operation.location.empty())) {
      result["location"] = creates ? operation.location : base_url_ + operation.path;
    }
    const bool tells = checks_.on("bulk-status");
    result["status"] = std::to_string(tells || !operation.failed() ? operation.response.status : 200);
    if (operation.failed() && tells) {
      auto body = parse_json(operation.response.body);
      result["response"] = body ? std::move(*body) : Json::object();
    }
    return result;
  }

  std::string base_url_;
  const Checks& checks_;
  const Perform& perform_;
  std::vector<BulkOperation> operations_;
  std::map<std::string, std::size_t> creators_;  ///< bulkId -> operation
  std::uint64_t most_errors_ = std::numeric_limits<std::uint64_t>::max(), errors_ = 0;
};

}  // namespace

Outcome<Json> run_bulk(const Json& body, const std::string& base_url, const Checks& checks,
                       const Perform& perform) {
  if (!body.is_object()) return bad_request("invalidSyntax", "The body must be a JSON object.");
  BulkJob job(base_url, checks, perform);
  if (auto read = job.read(body); !read) return read.error();
  return job.run();
}

}  // namespace idproctor::reference::scim
