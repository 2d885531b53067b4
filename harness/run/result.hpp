#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/http/message.hpp"

namespace idproctor::run {

enum class Status { pass, fail, warn, known, unexpected_pass, inconclusive, skip, error };
/// As results.json writes it: "pass", "unexpected-pass" ...
const char* name(Status status);
const std::vector<Status>& all_statuses();

/// One request and what came of it, after redaction: no secret is in here.
struct Exchange {
  std::string id;    ///< unique in the run, "x17"
  std::string what;  ///< "control login", "the altered response", "SCIM PATCH /Users/..."
  Time started{};
  Milliseconds duration{};
  http::Request request;
  std::optional<http::Response> response;  ///< absent when none came; `error` says why
  std::string error;
};

struct Evidence {
  std::string layer;  ///< "wire", "state" or "application"
  std::string rung;   ///< what decided: "whoami", "redirect target", "SCIM GET" ...
  std::string expected;
  std::string observed;
  std::string exchange;  ///< an Exchange's id, or empty
  bool holds = true;     ///< what was observed is what was expected, or as good
};

struct Control {
  std::string status;  ///< "pass", "fail" or empty where the case needs none
  std::string exchange;
};

/// A number that no specification sets, as the target was found to have it.
struct Measurement {
  std::string id;  ///< the key of the case that found it
  double value = 0;
  std::string unit;  ///< "s", "KiB"; with "or more" where the search ended before the target did
};

struct CaseResult {
  std::string key;  ///< ID@PROVIDER
  std::string id;
  std::string saml_provider, scim_provider;
  std::string title;
  std::string level;                 ///< must, should, may, interop, security
  std::vector<std::string> clauses;  ///< ids in fixtures/clauses/
  Status status = Status::error;
  std::string expected, observed;
  Control control;
  std::vector<Evidence> evidence;
  std::string reason;   ///< one sentence: why this status
  std::string message;  ///< what the target said about it, as it said it (foreign text, unescaped)
  std::string fix;      ///< what to do about it; empty when nothing
  /// What does not work where the case fails, in a few words; empty where it says nothing about a provider's
  /// client.
  std::string otherwise;
  std::string file;
  int line = 0;
  Milliseconds duration{};
  std::vector<Measurement> measurements;
  std::vector<Exchange> exchanges;  ///< in the order in which they happened
};

/// A dialect that a run speaks, and how far it is known.
struct SpokenDialect {
  std::string id, title;
  std::string as_of;  ///< year and month of its newest source
  std::vector<std::string>
      unmeasured;  ///< what has no source: SAML's shapes "windows", "session" ..., SCIM's habits
};

struct RunInfo {
  std::string id;
  std::string seed;
  Time started{};
  Milliseconds duration{};  ///< known at the end
  std::string version;
  int exit_code = 0;  ///< known at the end
  std::string shard;  ///< "1/4", or empty
  bool strict = false;
  std::string target;                        ///< the target's name
  std::size_t planned = 0;                   ///< how many cases will be asked
  bool stopped = false;                      ///< ended by a signal before all cases were asked
  std::vector<SpokenDialect> dialects;       ///< of SAML
  std::vector<SpokenDialect> scim_dialects;  ///< of SCIM
};

struct RunResult {
  RunInfo info;
  std::vector<CaseResult> cases;  ///< without exchanges: those went to the reporters as they happened
  std::vector<Measurement> measurements;
};

std::map<Status, int> totals(const std::vector<CaseResult>& cases);

}  // namespace idproctor::run
