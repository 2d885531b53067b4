#include "harness/cli/sync_report.hpp"

#include <ostream>

#include "foundation/http/parser.hpp"
#include "scim_client/sync/progress.hpp"

namespace idproctor::cli {

namespace {

constexpr std::int64_t kShownFailures = 5;

std::string number(std::int64_t count) {
  return http::grouped(static_cast<std::size_t>(count));
}

std::string several(std::int64_t count, const std::string& singular) {
  return number(count) + " " + singular + (count == 1 ? "" : "s");
}

void write_failures(std::ostream& out, const SyncOutcome& outcome, const scim::SyntheticDirectory& directory,
                    scim::Journal& journal) {
  const scim::Journal::Counts& counts = outcome.counts;
  if (counts.users_failed > 0) {
    out << "failed      " << several(counts.users_failed, "user") << "\n";
    journal.for_each_failed_user(kShownFailures, [&](std::int64_t user, const std::string& reason) {
      out << "            " << directory.user_name(user) << ": " << reason << "\n";
    });
  }
  if (counts.groups_failed > 0) {
    out << "failed      " << several(counts.groups_failed, "group") << "\n";
    journal.for_each_failed_group(kShownFailures, [&](std::int64_t group, const std::string& reason) {
      out << "            " << directory.group_name(group) << ": " << reason << "\n";
    });
  }
}

void write_comparison(std::ostream& out, const SyncOutcome& outcome, bool has_groups) {
  if (!*outcome.held) {
    out << "undecided   what the target holds could not be read: " << describe(outcome.held->error()) << "\n";
    return;
  }
  const scim::Comparison::Held& held = **outcome.held;
  out << "held        " << several(held.users, "user");
  if (has_groups) out << " and " << several(held.groups, "group");
  out << " of this run" << (held.others > 0 ? ", and " + number(held.others) + " others" : "") << "\n";
  for (const auto& [kind, entry] : held.findings.entries()) {
    std::string label(name_of(kind));
    label.resize(12, ' ');
    out << label << number(entry.count) << "\n";
    for (const std::string& example : entry.examples) out << "            " << example << "\n";
    const auto more = entry.count - static_cast<std::int64_t>(entry.examples.size());
    if (more > 0) out << "            and " << number(more) << " more\n";
  }
  if (held.findings.empty()) out << "equal       the target holds what was pushed\n";
}

}  // namespace

void write_sync_report(std::ostream& out, const SyncOutcome& outcome,
                       const scim::SyntheticDirectory& directory, scim::Journal& journal) {
  const bool has_groups = directory.plan().groups > 0;
  const auto seconds = std::chrono::duration<double>(outcome.duration).count();
  const std::int64_t users = outcome.counts.users - outcome.users_before;
  out << "pushed      " << several(outcome.counts.users, "user");
  if (has_groups) out << " and " << several(outcome.counts.groups, "group");
  if (outcome.users_before > 0) out << ", " << number(outcome.users_before) << " of the users earlier";
  out << "\nthis time   " << scim::in_words(std::chrono::round<std::chrono::seconds>(outcome.duration))
      << ", " << several(outcome.requests, "request");
  if (outcome.repeated > 0) out << ", " << number(outcome.repeated) << " of them repeated";
  if (seconds > 0 && users > 0) {
    out << ", " << number(static_cast<std::int64_t>(static_cast<double>(users) / seconds)) << " users/s";
  }
  if (outcome.pauses > 0) out << ", " << several(outcome.pauses, "pause") << " asked for by the target";
  out << "\n";
  write_failures(out, outcome, directory, journal);
  if (!outcome.stopped.empty()) {
    out << "stopped     " << outcome.stopped << "\n            The same command goes on from here.\n";
  }
  if (outcome.held) write_comparison(out, outcome, has_groups);
}

int sync_exit_code(const SyncOutcome& outcome) {
  if (outcome.signal != 0) return 128 + outcome.signal;
  const bool differs = outcome.held && *outcome.held && !(**outcome.held).findings.empty();
  const bool failed = outcome.counts.users_failed + outcome.counts.groups_failed > 0;
  if (differs || (failed && !outcome.unreachable)) return 1;
  const bool undecided = !outcome.held || !*outcome.held || !outcome.stopped.empty() || failed;
  return undecided ? 4 : 0;
}

}  // namespace idproctor::cli
