#pragma once

#include <string>

#include "harness/run/environment.hpp"
#include "harness/scenario/model.hpp"

namespace idproctor::run {

/// A request of the target's own administration, with what it says of the IdP filled in.
Task<Result<http::Response>> administer(const Environment& environment, Log& log, std::string what,
                                        scenario::Target::Request request, std::string metadata,
                                        Milliseconds timeout);

/// Hands the target the IdP's metadata as the step wants it.
Task<Result<http::Response>> publish_metadata(const Environment& environment, Log& log,
                                              const scenario::MetadataStep& step, Seed seed,
                                              Milliseconds timeout);

}  // namespace idproctor::run
