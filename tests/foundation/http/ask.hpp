#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <string>
#include <utility>

#include "foundation/http/client.hpp"

namespace idproctor {

/// So that a failed expectation reads well.
inline void PrintTo(Error::Kind kind, std::ostream* out) {
  *out << "kind " << static_cast<int>(kind);
}

namespace http {

/// Sends one request and works until its outcome is there.
inline Result<Response> ask(Runtime& runtime, Client& client, Request request,
                            Milliseconds timeout = Milliseconds(20'000)) {
  std::optional<Result<Response>> outcome;
  auto const send = [](Client& by, Request what, Milliseconds within,
                       std::optional<Result<Response>>& into) -> Task<> {
    into.emplace(co_await by.send(std::move(what), within));
  };
  runtime.run_until_done(send(client, std::move(request), timeout, outcome));
  return std::move(*outcome);
}

/// A GET by a client of its own.
inline Result<Response> get(const std::string& url, Milliseconds timeout = Milliseconds(20'000),
                            ClientOptions options = {}) {
  Runtime runtime;
  Client client(runtime, std::move(options));
  return ask(runtime, client, Request("GET", url), timeout);
}

/// The error that must have come of it.
inline Error error_of(const Result<Response>& outcome) {
  if (outcome) {
    ADD_FAILURE() << "an answer came: " << outcome->status << " " << outcome->body.substr(0, 200);
    return {};
  }
  return outcome.error();
}

}  // namespace http
}  // namespace idproctor
