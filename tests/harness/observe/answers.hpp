#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "harness/observe/application/application.hpp"

namespace idproctor::observe {

using Answers = std::function<http::Response(const http::Request&)>;

inline UserQuery query_for(const char* email, bool with_groups = false) {
  UserQuery query;
  query.keys = UserKeys(email, "", "");
  query.with_groups = with_groups;
  return query;
}

/// What was asked, and the error that ended it, if any.
struct Asked {
  std::vector<std::string> urls;
  std::vector<http::Headers> headers;
  std::string error;
};

/// Puts the question to `answers` until it is answered; more than 20 requests are a failure.
inline Asked ask(Question& question, const Answers& answers) {
  Asked asked;
  while (const auto request = question.next()) {
    if (asked.urls.size() == 20) {
      ADD_FAILURE() << "the question does not end: " << request->url;
      return asked;
    }
    asked.urls.push_back(request->url);
    asked.headers.push_back(request->headers);
    const auto read = question.read(answers(*request));
    if (!read) {
      asked.error = read.error().message;
      return asked;
    }
  }
  return asked;
}

inline Answers always(int status, const std::string& body) {
  return [=](const http::Request&) { return http::Response(status, "application/json", body); };
}

/// One answer after the other; the last one again and again.
inline Answers in_order(std::vector<std::string> bodies) {
  return [bodies = std::move(bodies), next = std::size_t{0}](const http::Request&) mutable {
    return http::Response(200, "application/json", bodies[std::min(next++, bodies.size() - 1)]);
  };
}

}  // namespace idproctor::observe
