#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "harness/observe/application/event.hpp"
#include "harness/run/effect.hpp"
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
  /// What a search for the group by that key must find, as SCIM and the application show it.
  const Json& group_variables(const std::string& key) { return group(key).variables; }
  /// The same groups' names, as an assertion tells them.
  std::vector<std::string> group_names(const std::vector<std::string>& keys);
  /// Whom earlier steps provisioned, and the groups that are there with their members' keys.
  std::vector<std::string> provisioned() const;
  std::map<std::string, std::vector<std::string>> pushed_groups() const;
  /// userName, email, externalId and, once it is known, the server's id.
  const Json& user_variables(const std::string& key) { return person(key).variables; }
  /// Address and user name before updates changed them, and no id, which stays; empty where none did.
  observe::UserKeys former_keys(const std::string& key) { return person(key).former; }
  /// Where only SCIM makes accounts, makes this person's now unless an earlier step did. An Error says why
  /// not.
  Task<Result<>> ensure_account(Log& log, std::string key, Milliseconds timeout);

  /// One SCIM operation of the provider, and whether its effect shows in what the target holds afterwards.
  struct Outcome {
    bool sends = true;  ///< false: this provider never sends such a request
    bool succeeded = false;
    std::string reason;          ///< of a failure: what the provider's admin sees, or what is not there
    std::string layer = "wire";  ///< which layer failed, or the last one that was looked at
    std::string rung = "status";
    std::string expected, observed;
    std::string unseen;  ///< JSON pointer of what the resource does not show after a success
    std::string exchange;
    std::string written;            ///< the exchange that wrote, where `exchange` is the one that read back
    http::Response last;            ///< the operation's last answer
    Json sent;                      ///< the body of its last POST or PUT; null where there was none
    Json resource;                  ///< the resource as it was read back, null when it was not
    std::vector<std::string> lost;  ///< what was sent and is not in it: JSON pointers
  };
  Task<Result<Outcome>> run(Log& log, scenario::UserStep step, Milliseconds timeout);
  Task<Result<Outcome>> run(Log& log, scenario::GroupStep step, Milliseconds timeout);
  /// A request as the scenario wrote it; ${alice.id}, saved names and ${repeat(number,text)} are filled in,
  /// where max_operations and max_payload_size of bulk are numbers too. `takes_429`: that answer is one that
  /// was asked for, and not to be waited out.
  Task<Result<Outcome>> run(Log& log, scenario::ScimStep step, Milliseconds timeout, bool takes_429);
  /// From now on ${name} is that value, as what a SCIM step saves.
  void save(const std::string& name, std::string value) { saved_[name] = std::move(value); }
  /// The same ${names} in any text.
  Result<std::string> filled_in(const std::string& text);
  Result<> fill_in(Json& json);
  /// The texts in header, body and state with the same ${names} filled in.
  Result<scenario::Expectation> filled_in(scenario::Expectation expect);

 private:
  struct Person {
    mock_idp::User user;
    Json variables;  ///< what the dialect's templates know as `user`
    observe::UserKeys former;
    bool provisioned = false;
  };
  /// What is new about somebody, in what SCIM and the assertions say; the texts with their ${names} filled
  /// in.
  Result<Json> change(Person& one, std::map<std::string, std::string>& changes);
  struct Group {
    Json variables;
    std::vector<std::string> members;  ///< keys of people
  };
  /// How a client's requests go on, with what the caller wants to know of them.
  struct Way {
    Way(Log& log_, Milliseconds timeout_) : log(log_), timeout(timeout_) {}
    Log& log;
    Milliseconds timeout;
    bool abandoned = false;
    bool takes_429 = false;
    std::shared_ptr<std::string> exchange = std::make_shared<std::string>();  ///< the last one's id
  };

  Person& person(const std::string& key);
  bool is_provisioned(const std::string& key) const;
  Group& group(const std::string& name);
  Json reference_to(const std::string& key);
  scim::Client client(const Way& way) const;
  scim::Client client(const Way& way, scim::Target target) const;
  scim::Target address_of(const scenario::ScimStep& step) const;
  /// What to look for after a user's or a group's write.
  Effect effect_on(const scenario::UserStep& step, const Person& one) const;
  Effect effect_on(const scenario::GroupStep& step, const Group& one) const;
  Task<Result<Outcome>> operate(Way way, std::string operation, Json variables, Json& memory,
                                std::string root, scim::Deviation deviation);
  Task<Result<Outcome>> read_back(Way way, Outcome outcome, Effect effect);
  /// True where searches by name must work: the target advertises filters, or this provider asks for them.
  bool is_searched(const char* matching_operation) const;
  Result<scim::Deviation> filled_in(scim::Deviation deviation);

  const Environment& environment_;
  Seed seed_;
  std::map<std::string, Person> people_;
  std::map<std::string, Group> groups_;
  std::map<std::string, std::string> saved_;
};

}  // namespace idproctor::run
