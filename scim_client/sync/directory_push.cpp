#include "scim_client/sync/directory_push.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "foundation/http/runtime.hpp"
#include "scim_client/duplicate_key.hpp"

namespace idproctor::scim {

namespace {

/// No source says how many members a provider adds with one PATCH; a hundred is a customary page.
constexpr std::int64_t kMembersAtOnce = 100;
/// A group is in memory with all of its members, several times over where the target answers with it.
constexpr std::int64_t kMembersSideBySide = 3000;
constexpr std::size_t kLongestId = 1000;     // bytes
constexpr std::size_t kLongestReason = 500;  // bytes

/// A provider that adds members by PATCH adds some at a time; one that writes whole groups writes them once.
bool adds_members_by_patch(const Dialect& dialect) {
  const auto calls = dialect.operations.find("group_add");
  if (calls == dialect.operations.end()) return false;
  return std::ranges::any_of(calls->second, [](const auto& call) { return call->method == "PATCH"; });
}

}  // namespace

bool pushes_groups(const Dialect& dialect) {
  const auto calls = dialect.operations.find("group_create");
  return calls != dialect.operations.end() && !calls->second.empty();
}

struct DirectoryPush::Worker {
  Worker(const Dialect& dialect, const Target& target, const Send& send, Traffic& traffic, const Seed& seed)
      : courier(send, traffic, seed.fork("jitter")),
        guids(seed.fork("guids")),
        client(dialect, target, [this](http::Request request) { return courier.send(std::move(request)); }) {}

  Courier courier;
  Seed guids;
  Client client;
};

DirectoryPush::DirectoryPush(const Dialect& dialect, const Target& target, const Send& send, Traffic& traffic,
                             const SyntheticDirectory& directory, Journal& journal, PushOptions options)
    : dialect_(dialect),
      traffic_(traffic),
      directory_(directory),
      journal_(journal),
      options_(std::move(options)) {
  const Seed seed("workers/" + directory.plan().seed);
  for (int i = 0; i < options_.concurrency; ++i) {
    const Seed own = seed.fork(std::to_string(i));
    workers_.push_back(std::make_unique<Worker>(dialect, target, send, traffic, own));
  }
}

DirectoryPush::~DirectoryPush() = default;

Task<> DirectoryPush::run() {
  std::vector<Task<>> users, groups;
  for (const auto& worker : workers_) users.push_back(push_users(*worker));
  co_await http::all(std::move(users));
  journal_.commit();
  // Members are named by the ids that the target gave.
  const std::int64_t members = directory_.plan().users / std::max<std::int64_t>(1, directory_.plan().groups);
  const auto side_by_side = static_cast<std::size_t>(
      std::max<std::int64_t>(1, kMembersSideBySide / std::max<std::int64_t>(1, members)));
  for (std::size_t i = 0; i < std::min(side_by_side, workers_.size()); ++i) {
    groups.push_back(push_groups(*workers_[i]));
  }
  co_await http::all(std::move(groups));
  journal_.commit();
}

Task<> DirectoryPush::push_users(Worker& worker) {
  while (traffic_.stopped.empty() && next_user_ < directory_.plan().users) {
    const std::int64_t number = next_user_++;
    const auto row = journal_.user(number);
    if (!row || !row->is_pushed()) co_await push_user(worker, number);
    options_.users_done(1);
  }
}

Task<> DirectoryPush::push_groups(Worker& worker) {
  while (traffic_.stopped.empty() && next_group_ < directory_.plan().groups) {
    const std::int64_t number = next_group_++;
    co_await push_group(worker, number);
    options_.groups_done(1);
  }
}

Task<> DirectoryPush::push_user(Worker& worker, std::int64_t number) {
  Json variables{{"user", directory_.user(number)}};
  const auto id = co_await operate(worker, "create", std::move(variables), "user");
  if (id) {
    journal_.user_pushed(number, *id);
  } else {
    journal_.user_failed(number, sentence(id.error()));
  }
  settle(id);
}

Json DirectoryPush::reference_to(std::int64_t user) {
  const auto row = journal_.user(user);
  if (!row || !row->is_pushed()) return {};
  return Json{{"id", row->id}, {"userName", directory_.user_name(user)}};
}

/// Those that the target has: a user whose push failed can be in no group.
Json DirectoryPush::members_of(std::int64_t group) {
  Json members = Json::array();
  for (const std::int64_t user : directory_.members(group)) {
    Json reference = reference_to(user);
    if (!reference.is_null()) members.push_back(std::move(reference));
  }
  return members;
}

Task<> DirectoryPush::push_group(Worker& worker, std::int64_t number) {
  const auto row = journal_.group(number);
  const Json members = members_of(number);
  const auto count = static_cast<std::int64_t>(members.size());
  if (row && row->is_pushed() && row->reason.empty() && row->members >= count) co_return;

  const std::int64_t at_once = adds_members_by_patch(dialect_) ? kMembersAtOnce : count;
  std::string id = row ? row->id : "";
  std::int64_t done = row ? std::min(row->members, count) : 0;
  Json group = directory_.group(number);
  group["removed"] = Json::array();
  for (bool first = true; first || done < count; first = false) {
    const bool creates = id.empty();
    const std::int64_t until = creates && at_once < count ? 0 : std::min(done + at_once, count);
    group["members"] = Json::array();
    group["added"] = Json::array();
    for (std::int64_t i = 0; i < until; ++i) {
      group["members"].push_back(members[static_cast<std::size_t>(i)]);
      if (i >= done) group["added"].push_back(members[static_cast<std::size_t>(i)]);
    }
    Json variables{{"group", group}};
    if (!creates) variables["group"]["id"] = id;
    std::string operation = creates ? "group_create" : "group_add";
    const auto told = co_await operate(worker, std::move(operation), std::move(variables), "group");
    settle(told);
    if (!told) {
      journal_.group_failed(number, sentence(told.error()));
      co_return;
    }
    if (creates) id = *told;
    done = until;
    journal_.group_pushed(number, id, done);
    if (!traffic_.stopped.empty()) co_return;
  }
}

/// Carries an operation of the dialect out, anew where nobody knows what became of it and it looks before it
/// makes. Gives the id that the target told; none where the operation asks for none.
Task<Result<std::string>> DirectoryPush::operate(Worker& worker, std::string operation, Json variables,
                                                 std::string root) {
  variables["run"] =
      Json{{"id", directory_.plan().run_id}, {"guid", worker.guids.uuid()}, {"app", options_.app}};
  const bool can_begin_anew = matches_first(dialect_, operation);
  for (int tried = 1;; ++tried) {
    Json copy = variables;
    const auto outcome = co_await worker.client.run(operation, std::move(copy));
    if (outcome && outcome->succeeded) {
      // A provider would not notice; what the target meant, nobody can say.
      for (const Exchange& exchange : outcome->exchanges) {
        const std::string key = exchange.note.empty() ? "" : duplicate_key(exchange.response.body);
        if (!key.empty()) {
          co_return invalid("the key \"" + printable(key, 60) +
                            "\" stands twice in one object of the answer to " + exchange.request.method);
        }
      }
      const Json* id = find(outcome->memory, "/" + root + "/id");
      std::string text = id == nullptr ? "" : to_text(*id);
      if (text.empty() && find(variables, "/" + root + "/id") == nullptr) {
        co_return invalid("the target told no id");
      }
      if (text.size() > kLongestId) {
        co_return invalid("the target's id has " + std::to_string(text.size()) + " bytes");
      }
      co_return text;
    }
    if (!worker.courier.left_open() || !can_begin_anew || tried >= traffic_.policy.tries) {
      if (!outcome) co_return outcome.error();
      const std::string reason = outcome->reason.empty() ? "refused" : outcome->reason;
      co_return invalid(reason);
    }
    ++traffic_.repeated;
    co_await worker.courier.back_off(tried);
  }
}

void DirectoryPush::settle(const Result<std::string>& outcome) {
  failures_in_a_row_ = outcome ? 0 : failures_in_a_row_ + 1;
  if (failures_in_a_row_ < options_.failures_in_a_row || !traffic_.stopped.empty()) return;
  const Error::Kind kind = outcome.error().kind;
  traffic_.unreachable = kind == Error::Kind::unreachable || kind == Error::Kind::timeout;
  traffic_.stopped = std::to_string(failures_in_a_row_) +
                     " pushes failed one after another, the last one because: " + sentence(outcome.error());
}

std::string DirectoryPush::sentence(const Error& error) const {
  return printable(options_.clean(describe(error)), kLongestReason);
}

}  // namespace idproctor::scim
