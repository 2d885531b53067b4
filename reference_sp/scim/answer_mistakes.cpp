#include "reference_sp/scim/answer_mistakes.hpp"

#include <string>

#include "foundation/core/json.hpp"

namespace idproctor::reference::scim {

namespace {

http::Response own_error(const http::Response& response, const Json& body, const Checks& checks) {
  http::Response error = response;
  Json changed = body;
  if (checks.off("error-status-text")) changed["status"] = response.status;
  if (checks.off("error-type") && body.value("scimType", "") == "invalidSyntax") {
    changed["scimType"] = "badRequest";
  }
  if (checks.off("error-detail")) {
    changed["detail"] =
        "NullPointerException at com.example.scim.UserController.find(UserController.java:42)";
  }
  const bool is_frameworks = response.status == 404;
  if (is_frameworks && checks.off("error-body")) {
    changed = {{"error", std::to_string(response.status)}, {"message", body.value("detail", "")}};
  }
  error.body = dump(changed);
  if (is_frameworks && checks.off("error-page")) {
    error.headers.set("Content-Type", "text/html");
    error.body = "<!DOCTYPE html><title>Error</title><h1>" + std::to_string(response.status) + "</h1>";
  }
  return error;
}

}  // namespace

http::Response misworded(http::Response response, const Checks& checks) {
  if (response.status >= 400) {
    if (const auto body = parse_json(response.body); body && body->is_object()) {
      response = own_error(response, *body, checks);
    }
  } else if (checks.off("answer-media-type") && !response.body.empty()) {
    response.headers.set("Content-Type", "text/html; charset=utf-8");
  }
  if (checks.off("www-authenticate")) response.headers.remove("WWW-Authenticate");
  return response;
}

}  // namespace idproctor::reference::scim
