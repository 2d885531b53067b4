#pragma once

#include <map>
#include <string>

#include "harness/run/environment.hpp"
#include "harness/scenario/model.hpp"
#include "scim_client/client.hpp"

namespace idproctor::run {

/// The people and groups of one case: fresh ones under the run's id, with what the target's SCIM answers
/// told.
class Directory {
 public:
  Directory(const Environment& environment, Seed seed);

  /// The person by that key, the same one for the whole case; of `users.existing` where the target wants
  /// that.
  const mock_idp::User& user(const std::string& key);
  /// Where only SCIM makes accounts, makes this person's now unless an earlier step did. An Error says why
  /// not.
  Task<Result<>> ensure_account(Log& log, std::string key, Milliseconds timeout);

  /// One SCIM operation of the provider, and whether its effect shows in what the target holds afterwards.
  struct Outcome {
    bool sent = true;  ///< false: this provider never sends such a request
    bool succeeded = false;
    std::string reason;          ///< of a failure: what the provider's admin sees, or what is not there
    std::string layer = "wire";  ///< which layer failed, or the last one that was looked at
    std::string expected, observed;
    std::string exchange;
    http::Response last;  ///< the operation's last answer
    Json resource;        ///< the resource as it was read back, null when it was not
  };
  Task<Result<Outcome>> run(Log& log, scenario::UserStep step, Milliseconds timeout);
  Task<Result<Outcome>> run(Log& log, scenario::GroupStep step, Milliseconds timeout);
  /// A request as the scenario wrote it; ${alice.id}, saved names and ${repeat(number,text)} are filled in,
  /// where max_operations and max_payload_size of bulk are numbers too.
  Task<Result<Outcome>> run(Log& log, scenario::ScimStep step, Milliseconds timeout);

 private:
  struct Person {
    mock_idp::User user;
    Json variables;  ///< what the dialect's templates know as `user`
    bool provisioned = false;
  };
  struct Group {
    Json variables;
    std::vector<std::string> members;  ///< keys of people
  };
  /// What must show in a resource after a write.
  using Effect = scenario::Matchers;

  Person& person(const std::string& key);
  bool is_provisioned(const std::string& key) const;
  Group& group(const std::string& name);
  Json reference_to(const std::string& key);
  scim::Client client(Log& log, Milliseconds timeout) const;
  scim::Client client(Log& log, Milliseconds timeout, scim::Target target) const;
  scim::Target address_of(const scenario::ScimStep& step) const;
  Task<Result<Outcome>> operate(Log& log, std::string operation, Json variables, Json& memory,
                                std::string root, Milliseconds timeout);
  Task<Result<Outcome>> read_back(Log& log, Outcome outcome, std::string path, Effect effect,
                                  Milliseconds timeout);
  Result<std::string> filled_in(const std::string& text);

  const Environment& environment_;
  Seed seed_;
  std::map<std::string, Person> people_;
  std::map<std::string, Group> groups_;
  std::map<std::string, std::string> saved_;
};

}  // namespace idproctor::run
