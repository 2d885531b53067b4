#include <sys/stat.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cctype>
#include <filesystem>
#include <iostream>

#include "foundation/core/text.hpp"
#include "foundation/http/client.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/context.hpp"
#include "harness/cli/exit_codes.hpp"
#include "harness/cli/sync_report.hpp"
#include "harness/run/providers.hpp"
#include "harness/run/redactor.hpp"
#include "harness/run/version.hpp"
#include "scim_client/sync/comparison.hpp"
#include "scim_client/sync/directory_push.hpp"
#include "scim_client/sync/progress.hpp"

namespace idproctor::cli {

namespace {

constexpr Milliseconds kOnTerminal{200}, kInLog{5'000};  // between two lines of progress
constexpr int kBarWidth = 30;

struct SyncOptions {
  std::string target, provider = "generic", state = ".idproctor", seed, run_id;
  std::int64_t users = 0, groups = 0;
  int concurrency = 16;
  double rps = 0;
  bool restart = false;
};

/// One journal for each target and provider: sync-okta-app.example_scim_v2.sqlite.
std::string journal_file(const SyncOptions& options, const std::string& base_url) {
  std::string name = base_url.substr(base_url.find("://") + 3);
  name = name.substr(0, name.find('?'));
  while (name.ends_with('/')) name.pop_back();
  for (char& c : name) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-';
    if (!plain) c = '_';
  }
  return options.state + "/sync-" + options.provider + "-" + name.substr(0, 150) + ".sqlite";
}

Result<scim::Journal> open_journal(const SyncOptions& options, const std::string& file,
                                   const std::string& base_url) {
  std::error_code error;
  const bool is_new = std::filesystem::create_directories(options.state, error);
  if (error) return invalid("cannot make the folder: " + error.message(), options.state);
  if (is_new) ::chmod(options.state.c_str(), 0700);
  if (options.restart) {
    for (const char* end : {"", "-wal", "-shm", "-journal"}) std::filesystem::remove(file + end, error);
  }
  scim::Journal::Header header;
  header.target = base_url;
  header.provider = options.provider;
  header.plan = {options.seed, options.run_id, options.users, options.groups};
  // An existing journal's own seed and run id are what a command line that names none means.
  if (!std::filesystem::exists(file)) {
    if (header.plan.seed.empty()) header.plan.seed = fresh_word(8);
    if (header.plan.run_id.empty()) header.plan.run_id = fresh_word(6);
  }
  auto journal = scim::Journal::open(file, std::move(header));
  if (!journal) {
    Error told = journal.error();
    told.message += "; --restart forgets it and begins anew";
    return told;
  }
  return journal;
}

/// Shows how far the sync is, on standard error: a bar that moves where that is a terminal, else lines.
class Display {
 public:
  explicit Display(const Clock& clock) : clock_(clock), moves_(::isatty(STDERR_FILENO) == 1) {}

  void begin(std::string what, std::int64_t total) {
    end();
    progress_.emplace(std::move(what), total);
  }
  void advance(std::int64_t by) {
    if (progress_) progress_->advance(by);
  }
  void draw(Time paused_until) {
    if (!progress_) return;
    const Time now = clock_.now();
    std::string line = progress_->line(now, moves_ ? kBarWidth : 0);
    if (paused_until > now) {
      const auto left = std::chrono::ceil<std::chrono::seconds>(paused_until - now);
      line += "  (the target asks to wait, " + scim::in_words(left) + ")";
    }
    if (moves_) {
      std::cerr << "\r" << line << "\033[K" << std::flush;
    } else {
      std::cerr << line << std::endl;
    }
    drawn_ = true;
  }
  void end() {
    if (moves_ && drawn_) std::cerr << "\r\033[K" << std::flush;
    progress_.reset();
    drawn_ = false;
  }
  Milliseconds interval() const { return moves_ ? kOnTerminal : kInLog; }

 private:
  const Clock& clock_;
  bool moves_, drawn_ = false;
  std::optional<scim::Progress> progress_;
};

/// One sync from its first request to its comparison.
class Sync {
 public:
  Sync(http::Runtime& runtime, const Clock& clock, const scenario::Target& target,
       const run::Provider& provider, const SyncOptions& options, const scim::SyntheticDirectory& directory,
       scim::Journal& journal)
      : runtime_(runtime),
        clock_(clock),
        target_(target),
        dialect_(*provider.scim),
        options_(options),
        directory_(directory),
        journal_(journal),
        redactor_(target.secrets),
        client_(runtime, client_options()),
        address_(target.scim->base_url, target.scim->token),
        send_([this](http::Request request) { return send(std::move(request)); }),
        traffic_(clock, slower(options.rps, target.max_rps), scim::RetryPolicy()),
        display_(clock) {}

  SyncOutcome run() {
    outcome_.users_before = journal_.counts().users;
    const Time began = clock_.now();
    int signal = 0;
    runtime_.on_stop_signal([&](int number) {
      signal = number;
      runtime_.stop();
    });
    runtime_.spawn(draw_for_ever());
    runtime_.run_until_done(push_and_compare());
    display_.end();
    journal_.commit();
    if (signal != 0) {
      outcome_.signal = signal;
      outcome_.stopped = "by a signal";
      outcome_.held.reset();
    } else {
      outcome_.stopped = redactor_.text(traffic_.stopped);
    }
    if (outcome_.duration.count() == 0) outcome_.duration = clock_.now() - began;
    outcome_.unreachable = traffic_.unreachable;
    outcome_.counts = journal_.counts();
    outcome_.requests = traffic_.requests;
    outcome_.repeated = traffic_.repeated;
    outcome_.pauses = traffic_.pace.pauses();
    return std::move(outcome_);
  }

 private:
  static double slower(double one, double other) {
    if (one <= 0 || other <= 0) return std::max(one, other);
    return std::min(one, other);
  }

  http::ClientOptions client_options() const {
    http::ClientOptions options;
    options.timeout = target_.timeout;
    options.ca_file = target_.ca_file;
    options.connections_per_origin = static_cast<std::size_t>(options_.concurrency);
    return options;
  }

  Task<Result<http::Response>> send(http::Request request) {
    for (const auto& [name, value] : target_.headers.fields()) {
      if (!request.headers.has(name)) request.headers.add(name, value);
    }
    return client_.send(std::move(request));
  }

  Task<> draw_for_ever() {
    for (;;) {
      const Milliseconds interval = display_.interval();
      co_await http::sleep_for(interval);
      display_.draw(traffic_.pace.paused_until());
    }
  }

  Task<> push_and_compare() {
    const Time began = clock_.now();
    scim::PushOptions options;
    options.concurrency = options_.concurrency;
    options.app = target_.name;
    options.clean = [this](std::string text) { return redactor_.text(std::move(text)); };
    options.users_done = [this](std::int64_t count) {
      display_.advance(count);
      if (++users_done_ == options_.users && options_.groups > 0) display_.begin("groups", options_.groups);
    };
    options.groups_done = [this](std::int64_t count) { display_.advance(count); };
    display_.begin("users", options_.users);
    scim::DirectoryPush push(dialect_, address_, send_, traffic_, directory_, journal_, std::move(options));
    co_await push.run();
    outcome_.duration = clock_.now() - began;
    if (!traffic_.stopped.empty()) co_return;
    co_await compare();
    const bool lags = *outcome_.held && !(**outcome_.held).findings.empty() && target_.settle.count() > 0;
    if (!lags) co_return;
    // A target may take a while to show what it took.
    const Milliseconds settle = target_.settle;
    co_await http::sleep_for(settle);
    co_await compare();
  }

  Task<> compare() {
    display_.begin("users and groups read back", options_.users + options_.groups);
    scim::Comparison comparison(
        dialect_, address_, send_, traffic_, directory_, journal_,
        [this](std::string text) { return redactor_.text(std::move(text)); },
        [this](std::int64_t count) { display_.advance(count); });
    outcome_.held = co_await comparison.run();
  }

  http::Runtime& runtime_;
  const Clock& clock_;
  const scenario::Target& target_;
  const scim::Dialect& dialect_;
  const SyncOptions& options_;
  const scim::SyntheticDirectory& directory_;
  scim::Journal& journal_;
  run::Redactor redactor_;
  http::Client client_;
  scim::Target address_;
  scim::Send send_;
  scim::Traffic traffic_;
  Display display_;
  std::int64_t users_done_ = 0;
  SyncOutcome outcome_;
};

int sync_command(const SyncOptions& options) {
  const auto target = scenario::load_target(options.target);
  if (!target) return complain(target.error(), kUsage);
  if (!target->scim)
    return complain(invalid("the target has no scim, so there is nowhere to push to", options.target),
                    kUsage);
  const auto provider = run::load_provider(home(), options.provider);
  if (!provider) return complain(provider.error(), kUsage);
  if (options.groups > 0 && !scim::pushes_groups(*provider->scim)) {
    return complain(invalid(provider->scim->title + " pushes no groups; leave --groups out"), kUsage);
  }
  auto names = scim::load_names(home() + "/fixtures/directory.yaml");
  if (!names) return complain(names.error(), kUsage);
  const std::string file = journal_file(options, target->scim->base_url);
  auto journal = open_journal(options, file, target->scim->base_url);
  if (!journal) return complain(journal.error(), kUsage);
  const scim::DirectoryPlan& plan = journal->header().plan;
  const scim::SyntheticDirectory directory(std::move(*names), plan, provider->scim->external_id);

  std::cout << "idproctor " << run::kVersion << " pushes " << plan.users << " users and " << plan.groups
            << " groups to " << target->name << ", as " << provider->scim->title << " does\nrun "
            << plan.run_id << ", seed " << plan.seed << ", journal " << file
            << (journal->is_resumed() ? " (goes on)" : "") << std::endl;
  const SystemClock clock;
  http::Runtime runtime;
  Sync sync(runtime, clock, *target, *provider, options, directory, *journal);
  try {
    const SyncOutcome outcome = sync.run();
    write_sync_report(std::cout, outcome, directory, *journal);
    return sync_exit_code(outcome);
  } catch (const sqlite::Failure& failure) {
    return complain(invalid(std::string("the journal cannot be used any more: ") + failure.what()), kUsage);
  }
}

}  // namespace

void add_sync_command(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand(
      "sync", "Pushes a synthetic directory as a provider would, and compares what the target then holds");
  auto options = std::make_shared<SyncOptions>();
  command->add_option("--target", options->target, "Target file with a scim part")
      ->type_name("FILE")
      ->required();
  command->add_option("--users", options->users, "How many people")
      ->type_name("N")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{10'000'000}))
      ->required();
  command->add_option("--groups", options->groups, "How many groups they are spread over")
      ->type_name("M")
      ->check(CLI::Range(std::int64_t{0}, std::int64_t{1'000'000}))
      ->capture_default_str();
  command->add_option("--provider", options->provider, "Whose SCIM client pushes")
      ->type_name("ID")
      ->capture_default_str();
  command->add_option("--concurrency", options->concurrency, "Users that are pushed side by side")
      ->type_name("N")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command
      ->add_option("--rps", options->rps,
                   "Most requests per second; the target file's http.max_rps holds as well")
      ->type_name("N")
      ->check(CLI::Range(0.01, 1'000'000.0));
  command->add_option("--seed", options->seed, "Decides names and memberships; a fresh one when absent")
      ->type_name("N");
  command
      ->add_option("--run-id", options->run_id, "Marks all names of this directory; a fresh one when absent")
      ->type_name("ID")
      ->check([](const std::string& word) {
        // It stands in addresses, and in names that targets compare without case.
        const bool fits = !word.empty() && word.size() <= 20 &&
                          word.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string::npos;
        return fits ? std::string() : "at most 20 lower-case letters and digits, please";
      });
  command->add_option("--state", options->state, "Folder of the journal, by which a stopped sync goes on")
      ->type_name("DIR")
      ->capture_default_str();
  command->add_flag("--restart", options->restart, "Forgets the journal and begins with a new directory");
  command->callback([options, &exit_code] { exit_code = sync_command(*options); });
}

}  // namespace idproctor::cli
