#include "foundation/http/message.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"

namespace idproctor::http {

std::string Headers::get(std::string_view name) const {
  for (auto const& [field, value] : fields_) {
    if (equals_ignoring_case(field, name)) return value;
  }
  return {};
}

bool Headers::has(std::string_view name) const {
  return std::any_of(fields_.begin(), fields_.end(),
                     [&](const Field& field) { return equals_ignoring_case(field.first, name); });
}

std::vector<std::string> Headers::all(std::string_view name) const {
  std::vector<std::string> values;
  for (auto const& [field, value] : fields_) {
    if (equals_ignoring_case(field, name)) values.push_back(value);
  }
  return values;
}

void Headers::set(std::string_view name, std::string value) {
  auto const same = [&](const Field& field) { return equals_ignoring_case(field.first, name); };
  auto const first = std::find_if(fields_.begin(), fields_.end(), same);
  if (first == fields_.end()) {
    fields_.emplace_back(std::string(name), std::move(value));
    return;
  }
  // `name` may be a view of a field that is removed here.
  *first = Field(std::string(name), std::move(value));
  name = first->first;
  fields_.erase(std::remove_if(first + 1, fields_.end(), same), fields_.end());
}

void Headers::add(std::string name, std::string value) {
  fields_.emplace_back(std::move(name), std::move(value));
}

void Headers::remove(std::string_view name) {
  auto const wanted = std::string(name);
  std::erase_if(fields_, [&](const Field& field) { return equals_ignoring_case(field.first, wanted); });
}

Response::Response(int status_, std::string content_type, std::string body_)
    : status(status_), body(std::move(body_)) {
  if (!content_type.empty()) headers.add("Content-Type", std::move(content_type));
}

Response Response::redirect(std::string location, int status) {
  Response response;
  response.status = status;
  response.headers.add("Location", std::move(location));
  return response;
}

std::string_view reason_phrase(int status) {
  struct Reason {
    int status;
    std::string_view phrase;
  };
  // The HTTP status code registry, as RFC 9110 15, 6585, 4918 and 7725 fill it.
  static constexpr Reason reasons[] = {
      {100, "Continue"},
      {101, "Switching Protocols"},
      {103, "Early Hints"},
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {203, "Non-Authoritative Information"},
      {204, "No Content"},
      {205, "Reset Content"},
      {206, "Partial Content"},
      {207, "Multi-Status"},
      {300, "Multiple Choices"},
      {301, "Moved Permanently"},
      {302, "Found"},
      {303, "See Other"},
      {304, "Not Modified"},
      {307, "Temporary Redirect"},
      {308, "Permanent Redirect"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {402, "Payment Required"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {406, "Not Acceptable"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {411, "Length Required"},
      {412, "Precondition Failed"},
      {413, "Content Too Large"},
      {414, "URI Too Long"},
      {415, "Unsupported Media Type"},
      {416, "Range Not Satisfiable"},
      {417, "Expectation Failed"},
      {421, "Misdirected Request"},
      {422, "Unprocessable Content"},
      {423, "Locked"},
      {426, "Upgrade Required"},
      {428, "Precondition Required"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {451, "Unavailable For Legal Reasons"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {502, "Bad Gateway"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"},
      {505, "HTTP Version Not Supported"},
      {507, "Insufficient Storage"},
      {511, "Network Authentication Required"},
  };
  for (auto const& reason : reasons) {
    if (reason.status == status) return reason.phrase;
  }
  return "Unknown";
}

}  // namespace idproctor::http
