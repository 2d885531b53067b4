#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace idproctor::http {

/// Header fields in the order in which they are sent; names compare without case.
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;
  Headers() = default;
  Headers(std::initializer_list<Field> fields) : fields_(fields) {}

  std::string get(std::string_view name) const;  ///< the first one, or empty
  bool has(std::string_view name) const;
  std::vector<std::string> all(std::string_view name) const;
  void set(std::string_view name, std::string value);  ///< replaces all of that name
  void add(std::string name, std::string value);
  void remove(std::string_view name);
  const std::vector<Field>& fields() const { return fields_; }

 private:
  std::vector<Field> fields_;
};

/// For a client, `url` is absolute; for a server's handler it is the request target ("/path?query").
struct Request {
  Request() = default;
  Request(std::string method_, std::string url_) : method(std::move(method_)), url(std::move(url_)) {}

  std::string method = "GET";
  std::string url;
  Headers headers;
  std::string body;
};

struct Response {
  Response() = default;
  Response(int status_, std::string content_type, std::string body_);
  static Response redirect(std::string location, int status = 302);

  int status = 200;
  Headers headers;
  std::string body;
};

std::string_view reason_phrase(int status);

}  // namespace idproctor::http
