#include "tests/scim_client/sync/trial.hpp"

#include <stdexcept>

#include "foundation/http/runtime.hpp"

namespace idproctor::scim {

namespace {

DirectoryPlan plan_of(std::int64_t users, std::int64_t groups) {
  return {"a seed", "r1", users, groups};
}

}  // namespace

Names shipped_names() {
  auto names = load_names(std::string(IDPROCTOR_SOURCE_DIR) + "/fixtures/directory.yaml");
  if (!names) throw std::runtime_error(describe(names.error()));
  return std::move(*names);
}

Trial::Trial(std::int64_t users, std::int64_t groups, const std::string& dialect)
    : send(target.send()),
      directory(shipped_names(), plan_of(users, groups), ExternalId::guid),
      dialect_(provider(dialect)),
      address_(std::string(kBase), "secret") {
  policy.first = Milliseconds{1};
  policy.longest = Milliseconds{4};
  options.concurrency = 4;
  options.clean = [](std::string text) { return text; };
  options.users_done = options.groups_done = [](std::int64_t) {};
}

void Trial::push() {
  journal.reset();
  Journal::Header header;
  header.target = kBase;
  header.provider = dialect_.id;
  header.plan = directory.plan();
  auto opened = Journal::open(folder_.path("journal.sqlite"), std::move(header));
  if (!opened) throw std::runtime_error(describe(opened.error()));
  journal = std::make_unique<Journal>(std::move(*opened));
  traffic = std::make_unique<Traffic>(clock_, 0, policy);
  http::Runtime runtime;
  DirectoryPush push(dialect_, address_, send, *traffic, directory, *journal, options);
  runtime.run_until_done(push.run());
  stopped = traffic->stopped;
}

Result<Comparison::Held> Trial::compare() {
  http::Runtime runtime;
  Comparison comparison(dialect_, address_, send, *traffic, directory, *journal, options.clean,
                        [](std::int64_t) {});
  Result<Comparison::Held> held = invalid("the task did not end");
  const auto task = [&]() -> Task<> { held = co_await comparison.run(); };
  runtime.run_until_done(task());
  return held;
}

std::vector<std::string> Trial::failures() {
  std::vector<std::string> reasons;
  journal->for_each_failed_user(1000,
                                [&](std::int64_t, const std::string& reason) { reasons.push_back(reason); });
  return reasons;
}

std::vector<std::string> examples(const Result<Comparison::Held>& held, Findings::Kind kind) {
  if (!held) throw std::runtime_error(describe(held.error()));
  const auto entry = held->findings.entries().find(kind);
  return entry == held->findings.entries().end() ? std::vector<std::string>() : entry->second.examples;
}

}  // namespace idproctor::scim
