#pragma once

#include "foundation/core/json.hpp"
#include "harness/run/result.hpp"

namespace idproctor::report {

/// A case as results.json and events.ndjson write it, without its exchanges (traffic.har has those). Text
/// longer than 16 KB is cut with a note.
Json to_json(const run::CaseResult& result);
/// The reverse. Throws Json::exception when a member is missing or has another type.
run::CaseResult case_from_json(const Json& json);

Json to_json(const run::Measurement& measurement);
run::Measurement measurement_from_json(const Json& json);

Json to_json(const run::SpokenDialect& dialect);
run::SpokenDialect dialect_from_json(const Json& json);

}  // namespace idproctor::report
