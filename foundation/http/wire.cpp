#include "foundation/http/wire.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"

namespace idproctor::http {

namespace {

/// RFC 9110 5.6.2.
bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

Result<> append_field(std::string& out, std::string_view name, std::string_view value) {
  if (!is_token(name)) return invalid("\"" + printable(name, 100) + "\" is not a header name");
  // A line break in a value would end it and begin whatever follows.
  if (value.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos)
    return invalid("the value of the header " + std::string(name) + " contains a line break or a NUL");
  out.append(name).append(": ").append(value).append("\r\n");
  return {};
}

}  // namespace

Result<std::string> request_bytes(const Request& request, const Url& url) {
  if (!is_token(request.method)) return invalid("\"" + printable(request.method, 100) + "\" is not a method");
  auto out = request.method + " " + url.target() + " HTTP/1.1\r\n";
  if (!request.headers.has("Host")) {
    auto const origin = url.origin();
    if (auto const host = append_field(out, "Host", origin.substr(origin.find("//") + 2)); !host)
      return host.error();
  }
  for (auto const& [name, value] : request.headers.fields()) {
    if (auto const field = append_field(out, name, value); !field) return field.error();
  }
  auto const usual = request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  auto const framed = request.headers.has("Content-Length") || request.headers.has("Transfer-Encoding");
  if (!framed && (usual || !request.body.empty()))
    out += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  out += "\r\n";
  return out.append(request.body);
}

Result<std::string> response_bytes(const Response& response, bool to_head, bool keep_alive) {
  if (response.status < 100 || response.status > 999)
    return invalid(std::to_string(response.status) + " is not a status");
  auto out = "HTTP/1.1 " + std::to_string(response.status) + " ";
  out.append(reason_phrase(response.status)).append("\r\n");
  for (auto const& [name, value] : response.headers.fields()) {
    auto const ours = equals_ignoring_case(name, "Content-Length") ||
                      equals_ignoring_case(name, "Connection") ||
                      equals_ignoring_case(name, "Transfer-Encoding");
    if (ours) continue;
    if (auto const field = append_field(out, name, value); !field) return field.error();
  }
  auto const has_body = response.status / 100 != 1 && response.status != 204 && response.status != 304;
  if (has_body) out += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  if (!keep_alive) out += "Connection: close\r\n";
  out += "\r\n";
  if (has_body && !to_head) out += response.body;
  return out;
}

}  // namespace idproctor::http
