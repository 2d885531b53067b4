#include "scim_client/sync/comparison.hpp"

#include <algorithm>
#include <array>

#include "foundation/core/text.hpp"
#include "scim_client/sync/listing.hpp"

namespace idproctor::scim {

namespace {

constexpr int kUsersPerPage = 200;
/// Groups come with their members, so a page has few of them.
constexpr std::int64_t kMembersPerPage = 1000;
constexpr int kMostGroupsPerPage = 100;
constexpr std::size_t kQuotedValue = 100;  // bytes

/// What was sent of a user and every target can be expected to hold (RFC 7643 4.1).
struct Attribute {
  const char* pointer;
  const char* variable;
};
constexpr std::array<Attribute, 3> kCompared{
    {{"/userName", "userName"}, {"/name/givenName", "givenName"}, {"/name/familyName", "familyName"}}};

std::string string_at(const Json& json, const char* pointer) {
  const Json* value = find(json, pointer);
  return value != nullptr && value->is_string() ? value->get<std::string>() : "";
}

int groups_per_page(const DirectoryPlan& plan) {
  const std::int64_t members = std::max<std::int64_t>(1, plan.users / std::max<std::int64_t>(1, plan.groups));
  return static_cast<int>(std::clamp<std::int64_t>(kMembersPerPage / members, 1, kMostGroupsPerPage));
}

}  // namespace

Comparison::Comparison(const Dialect& dialect, const Target& target, const Send& send, Traffic& traffic,
                       const SyntheticDirectory& directory, Journal& journal,
                       std::function<std::string(std::string)> clean,
                       std::function<void(std::int64_t)> listed)
    : courier_(send, traffic, Seed("comparison/" + directory.plan().seed)),
      client_(dialect, target, [this](http::Request request) { return courier_.send(std::move(request)); }),
      directory_(directory),
      journal_(journal),
      clean_(std::move(clean)),
      listed_(std::move(listed)) {}

Task<Result<Comparison::Held>> Comparison::run() {
  held_ = Held();
  journal_.begin_comparison();
  const bool by_cursor = co_await pages_by_cursor_alone(client_);
  const auto users = co_await read_all("/Users", kUsersPerPage, by_cursor);
  if (!users) co_return users.error();
  if (directory_.plan().groups > 0) {
    const int page_size = groups_per_page(directory_.plan());
    const auto groups = co_await read_all("/Groups", page_size, by_cursor);
    if (!groups) co_return groups.error();
  }
  journal_.commit();
  look_for_missing();
  co_return std::move(held_);
}

Task<Result<>> Comparison::read_all(std::string path, int page_size, bool by_cursor) {
  const bool users = path == "/Users";
  Listing listing(client_, std::move(path), page_size, by_cursor);
  for (;;) {
    auto page = co_await listing.next();
    if (!page) {
      Error error = page.error();
      error.message = clean_(error.message);
      co_return error;
    }
    if (!*page) co_return Result<>();
    for (const Json& resource : **page) {
      if (users) {
        look_at_user(resource);
        continue;
      }
      const auto looked = co_await look_at_group(resource);
      if (!looked) co_return looked.error();
    }
    listed_(static_cast<std::int64_t>((*page)->size()));
  }
}

void Comparison::look_at_user(const Json& user) {
  const std::string name = string_at(user, "/userName"), id = string_at(user, "/id");
  if (name.empty() || id.empty()) {
    add(Findings::Kind::unreadable,
        "a user without " + std::string(name.empty() ? "a userName" : "an id") + ": " + quoted(user));
    return;
  }
  const auto number = directory_.user_number(name);
  if (!number) {
    ++held_.others;
    return;
  }
  ++held_.users;
  const auto row = journal_.user(*number);
  if (!row || *number >= directory_.plan().users) {
    add(Findings::Kind::unexpected, name + " was never pushed");
  } else if (!row->is_pushed()) {
    add(Findings::Kind::unexpected, name + " is there, and its push failed");
  } else if (row->id != id) {
    add(Findings::Kind::twice, name + " has the id " + quoted(user["id"]) + ", and was pushed as \"" +
                                   printable(clean_(row->id), kQuotedValue) + "\"");
  } else if (row->seen) {
    add(Findings::Kind::twice, name + " is listed twice with the same id");
  } else {
    journal_.see_user(*number);
    look_at_values(user, name, *number);
  }
}

void Comparison::look_at_values(const Json& user, const std::string& name, std::int64_t number) {
  const Json sent = directory_.user(number);
  for (const Attribute& attribute : kCompared) {
    const Json* held = find(user, attribute.pointer);
    const Json& wanted = sent[attribute.variable];
    if (held != nullptr && *held == wanted) continue;
    add(Findings::Kind::differs, name + ": " + (attribute.pointer + 1) + " is " +
                                     (held == nullptr ? "missing" : quoted(*held)) + ", not " + dump(wanted));
    return;
  }
  // The default of a missing one is the server's business.
  const Json* active = find(user, "/active");
  if (active != nullptr && *active != true) {
    add(Findings::Kind::differs, name + ": active is " + quoted(*active) + ", not true");
  }
}

Task<Result<>> Comparison::look_at_group(const Json& group) {
  const std::string name = string_at(group, "/displayName"), id = string_at(group, "/id");
  if (name.empty() || id.empty()) {
    add(Findings::Kind::unreadable,
        "a group without " + std::string(name.empty() ? "a displayName" : "an id") + ": " + quoted(group));
    co_return Result<>();
  }
  const auto number = journal_.group_with(id);
  if (!number) {
    if (directory_.is_ours(name)) {
      ++held_.groups;
      add(Findings::Kind::twice,
          "group " + printable(name, kQuotedValue) + " has an id that no push was answered with");
    } else {
      ++held_.others;
    }
    co_return Result<>();
  }
  ++held_.groups;
  const std::string sent = directory_.group_name(*number);
  if (journal_.group(*number)->seen) {
    add(Findings::Kind::twice, "group " + sent + " is listed twice with the same id");
    co_return Result<>();
  }
  journal_.see_group(*number);
  if (name != sent) {
    add(Findings::Kind::differs, "group " + sent + ": displayName is " + quoted(group["displayName"]));
  }
  // A list may come without members (RFC 7644 3.9 lets a server leave out what is long).
  Json alone;
  const Json* members = find(group, "/members");
  if (members == nullptr) {
    const std::string address = "/Groups/" + percent_encode(id);
    auto answer = co_await read_object(client_, address);
    if (!answer) co_return Error{answer.error().kind, clean_(answer.error().message), {}};
    alone = std::move(*answer);
    members = find(alone, "/members");
  }
  if (members == nullptr || members->is_null()) co_return Result<>();
  if (!members->is_array()) {
    add(Findings::Kind::unreadable, "group " + sent + ": members is " + quoted(*members) + ", not an array");
    co_return Result<>();
  }
  for (const Json& member : *members) look_at_member(member, sent, *number);
  co_return Result<>();
}

void Comparison::look_at_member(const Json& member, const std::string& group_name, std::int64_t group) {
  const std::string in_group = " in group " + group_name;
  const auto number = journal_.user_with(string_at(member, "/value"));
  if (!number) {
    add(Findings::Kind::membership, quoted(member) + in_group + " is no user of this run");
    return;
  }
  const std::string name = directory_.user_name(*number);
  if (directory_.group_of(*number) != group) {
    add(Findings::Kind::membership, name + " is" + in_group + " without having been added");
  } else if (journal_.user(*number)->seen_as_member) {
    add(Findings::Kind::membership, name + " is" + in_group + " twice");
  } else {
    journal_.see_member(*number);
  }
}

void Comparison::look_for_missing() {
  journal_.for_each_unseen_user(
      [&](std::int64_t number) { add(Findings::Kind::missing, directory_.user_name(number)); });
  if (directory_.plan().groups == 0) return;
  journal_.for_each_unseen_group(
      [&](std::int64_t number) { add(Findings::Kind::missing, "group " + directory_.group_name(number)); });
  journal_.for_each_unseen_member([&](std::int64_t number) {
    const std::int64_t group = directory_.group_of(number);
    const auto row = journal_.group(group);
    if (!row || !row->is_pushed()) return;  // told as a group that failed
    add(Findings::Kind::membership,
        directory_.user_name(number) + " is missing in group " + directory_.group_name(group));
  });
}

std::string Comparison::quoted(const Json& value) const {
  return printable(clean_(dump(value)), kQuotedValue);
}

void Comparison::add(Findings::Kind kind, std::string example) {
  held_.findings.add(kind, std::move(example));
}

}  // namespace idproctor::scim
