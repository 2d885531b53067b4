#pragma once

#include <string>

#include "harness/observe/application/application.hpp"
#include "harness/run/gateway.hpp"

namespace idproctor::run {

/// Sends what the question asks, one request after the other, no faster than the application wants it, until
/// it knows its answer. The result is the last exchange's id. Errors: no answer, or one that tells nothing.
Task<Result<std::string>> ask(Gateway& gateway, const observe::Application& application, Log& log,
                              std::string what, observe::Question& question, Milliseconds timeout);

struct LinkState {
  std::string state;     ///< as observe::StateQuestion has it
  std::string exchange;  ///< that said so
};
/// How far `link`, "connection" or "directory", has come. The application must have such a question.
Task<Result<LinkState>> ask_state(Gateway& gateway, const observe::Application& application, Log& log,
                                  std::string link, std::string what, Milliseconds timeout);

}  // namespace idproctor::run
