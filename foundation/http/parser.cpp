#include "foundation/http/parser.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <optional>

#include "foundation/core/text.hpp"

namespace idproctor::http {

namespace bh = boost::beast::http;
using boost::beast::error_code;
using View = boost::beast::string_view;

namespace {

std::string text(View view) {
  return std::string(view.data(), view.size());
}

/// Beast's state machine, with our own messages at its end: Beast's containers put fields of one name
/// together, and a provider's order is part of its handwriting.
template <bool is_request>
class Machine final : public bh::basic_parser<is_request> {
 public:
  explicit Machine(std::size_t body_limit) {
    this->eager(true);
    this->header_limit(static_cast<std::uint32_t>(longest_header));
    this->body_limit(body_limit);
  }

  /// Takes what it understands from the front of `pending`.
  error_code eat(std::string& pending) {
    std::size_t used = 0;
    error_code error;
    while (!this->is_done() && used < pending.size() && !error)
      used += this->put(boost::asio::buffer(pending.data() + used, pending.size() - used), error);
    pending.erase(0, used);
    if (error == bh::error::need_more) error = {};
    // Only a part of a header section or of a chunk's header waits; Beast does not limit the latter.
    if (!error && !this->is_done() && pending.size() > longest_header) error = bh::error::header_limit;
    return error;
  }

  static constexpr std::size_t longest_header = is_request ? request_header_limit : response_header_limit;
  std::string method, target, body;
  int status = 0, version = 0;
  Headers headers;
  bool has_start_line = false, has_header = false;

 private:
  void on_request_impl(bh::verb, View verb, View path, int http_version, error_code&) override {
    method = text(verb);
    target = text(path);
    version = http_version;
    has_start_line = true;
  }
  void on_response_impl(int code, View, int http_version, error_code&) override {
    status = code;
    version = http_version;
    has_start_line = true;
  }
  void on_field_impl(bh::field, View name, View value, error_code&) override {
    // Trailer fields come after the body and are no headers (RFC 9110 6.5.1).
    if (!has_header) headers.add(text(name), text(value));
  }
  void on_header_impl(error_code&) override { has_header = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(View bytes, error_code&) override {
    body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_chunk_header_impl(std::uint64_t, View, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, View bytes, error_code&) override {
    body.append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_finish_impl(error_code&) override {}
};

bool is_interim(int status) {
  // 101 ends the use of HTTP on the connection; it is the last that comes.
  return status / 100 == 1 && status != 101;
}

}  // namespace

std::string grouped(std::size_t number) {
  auto digits = std::to_string(number);
  for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3)
    digits.insert(static_cast<std::size_t>(i), ",");
  return digits;
}

struct ResponseParser::Impl {
  bool to_head;
  std::size_t body_limit;
  std::optional<Machine<false>> machine;
  std::string opening, pending;
  bool interim_came = false;

  void begin() {
    machine.emplace(body_limit);
    machine->skip(to_head);
  }
  bool looks_like_http() const {
    constexpr std::string_view name = "HTTP/";
    auto const size = std::min(opening.size(), name.size());
    return std::string_view(opening).substr(0, size) == name.substr(0, size);
  }
  Error not_http() const {
    return {Error::Kind::protocol,
            "what came is not HTTP, it begins with \"" + printable(opening, 200) + "\"",
            {}};
  }
  Error explain(error_code error) const {
    if (error == bh::error::body_limit)
      return {Error::Kind::too_large,
              "the body is larger than the limit of " + grouped(body_limit) + " bytes",
              {}};
    if (error == bh::error::header_limit)
      return {Error::Kind::too_large,
              "the header section is larger than the limit of " + grouped(response_header_limit) + " bytes",
              {}};
    if (!machine->has_start_line && !interim_came) return not_http();
    auto const place = machine->has_header       ? "the body"
                       : machine->has_start_line ? "the header section"
                                                 : "the status line";
    return {Error::Kind::protocol,
            std::string(place) + " of the answer breaks HTTP/1.1 (" + error.message() + ")",
            {}};
  }
};

ResponseParser::ResponseParser(bool to_head, std::size_t body_limit)
    : impl_(new Impl{to_head, body_limit, {}, {}, {}}) {
  impl_->begin();
}
ResponseParser::~ResponseParser() = default;

Result<> ResponseParser::put(std::string_view bytes) {
  auto& self = *impl_;
  if (self.opening.size() < 60) self.opening += bytes.substr(0, 60 - self.opening.size());
  self.pending += bytes;
  for (;;) {
    if (auto const error = self.machine->eat(self.pending)) return self.explain(error);
    if (!self.machine->is_done() || !is_interim(self.machine->status)) return {};
    self.interim_came = true;
    self.begin();
  }
}

Result<> ResponseParser::finish() {
  auto& self = *impl_;
  if (!started()) return Error{Error::Kind::incomplete, "the connection was closed without an answer", {}};
  if (!self.looks_like_http()) return self.not_http();
  error_code error = bh::error::partial_message;
  if (self.machine->got_some()) self.machine->put_eof(error);
  if (!error) return {};
  return Error{Error::Kind::incomplete,
               "the connection was closed in the middle of the answer (" + progress() + ")",
               {}};
}

bool ResponseParser::done() const {
  return impl_->machine->is_done();
}
bool ResponseParser::started() const {
  return !impl_->opening.empty();
}
bool ResponseParser::reusable() const {
  return done() && impl_->pending.empty() && impl_->machine->status != 101 && impl_->machine->keep_alive();
}

std::string ResponseParser::progress() const {
  auto const& machine = *impl_->machine;
  if (!started()) return "nothing received";
  if (!machine.has_header) {
    // Beast may hold the status line back until the header section is complete.
    if (machine.has_start_line || impl_->pending.find("\r\n") != std::string::npos)
      return "status line received, header section incomplete";
    return impl_->interim_came && impl_->pending.empty() ? "only an interim answer received"
                                                         : "a part of the status line received";
  }
  auto out = "status line received, " + grouped(machine.body.size()) + " bytes of body";
  if (auto const announced = machine.content_length()) out += " of " + grouped(*announced) + " announced";
  return out;
}

Response ResponseParser::take() {
  Response response;
  response.status = impl_->machine->status;
  response.headers = std::move(impl_->machine->headers);
  response.body = std::move(impl_->machine->body);
  return response;
}

struct RequestParser::Impl {
  explicit Impl(std::size_t body_limit) : machine(body_limit) {}
  Machine<true> machine;
  std::string pending;
  int refusal = 0;
};

RequestParser::RequestParser(std::size_t body_limit) : impl_(std::make_unique<Impl>(body_limit)) {}
RequestParser::~RequestParser() = default;

bool RequestParser::put(std::string_view bytes) {
  auto& self = *impl_;
  self.pending += bytes;
  auto const error = self.machine.eat(self.pending);
  if (error) {
    self.refusal = error == bh::error::body_limit ? 413 : error == bh::error::header_limit ? 431 : 400;
  } else if (self.machine.has_header && self.machine.version >= 11 &&
             self.machine.headers.all("Host").size() != 1) {
    self.refusal = 400;  // RFC 9112 3.2
  }
  return self.refusal == 0;
}

int RequestParser::refusal() const {
  return impl_->refusal;
}
bool RequestParser::done() const {
  return impl_->machine.is_done();
}
bool RequestParser::awaits_continue() const {
  auto const& machine = impl_->machine;
  return machine.has_header && !machine.is_done() && machine.version >= 11 &&
         equals_ignoring_case(machine.headers.get("Expect"), "100-continue");
}
bool RequestParser::keep_alive() const {
  return impl_->machine.version >= 11 && impl_->machine.keep_alive();
}

Request RequestParser::take() {
  Request request(std::move(impl_->machine.method), std::move(impl_->machine.target));
  request.headers = std::move(impl_->machine.headers);
  request.body = std::move(impl_->machine.body);
  return request;
}

std::string RequestParser::leftover() {
  return std::move(impl_->pending);
}

}  // namespace idproctor::http
