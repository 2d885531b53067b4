#pragma once

#include <string>
#include <vector>

#include "harness/run/result.hpp"

namespace idproctor::report {

/// The suite of a case id: its first two words ("saml.audience" of saml.audience.mismatch and of a table's
/// row saml.audience.mismatch.port), or the first where there are only two ("smoke" of smoke.login).
std::string suite_of(const std::string& id);

/// "okta", or "duo+generic" when the halves differ (SAML first).
std::string provider_of(const run::CaseResult& result);

std::string format_duration(Milliseconds duration);  ///< for people: "12 ms", "1.2 s", "2 min 5 s"
std::string seconds(Milliseconds duration);          ///< for machines: "0.012"
std::string format_number(double value);             ///< the shortest form: "180", "0.25"
std::string count(std::size_t number, const std::string& singular, const std::string& plural);  ///< "1 case"

/// A failure, or with --strict a broken `should` or `may` clause.
bool fails(const run::CaseResult& result, bool strict);

/// Deserves a block of its own in a report: anything but pass, known and skip.
bool is_finding(const run::CaseResult& result);

/// Everything but pass and skip, the loudest first: impersonated, broken, altered, other failures, errors,
/// inconclusive, unexpected-pass, warn, known; in the run's order where equally loud.
std::vector<const run::CaseResult*> loudest_first(const std::vector<run::CaseResult>& cases);

/// The evidence that decided: what differs from what was expected; where nothing does, all of it.
std::vector<const run::Evidence*> deciding(const std::vector<run::Evidence>& evidence);

}  // namespace idproctor::report
