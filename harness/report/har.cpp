#include "harness/report/har.hpp"

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "harness/report/foreign_text.hpp"
#include "harness/report/output_file.hpp"

namespace idproctor::report {

namespace {

Json named_values(const std::vector<std::pair<std::string, std::string>>& pairs) {
  Json list = Json::array();
  for (const auto& [name, value] : pairs) {
    // Without an initializer list, which builds an array for each pair first: a run has thousands of these.
    Json& field = list.emplace_back(Json::object());
    field.emplace("name", cut(name, kBodyLimit));
    field.emplace("value", cut(value, kBodyLimit));
  }
  return list;
}

/// The front of a body as text or base64, and what there is to remark about it.
struct Body {
  std::string text;
  bool base64 = false;
  std::string comment;
};

Body shown(const std::string& bytes) {
  const std::string_view front = cut(bytes, kBodyLimit);
  Body body;
  body.base64 = !is_utf8(front);
  body.text = body.base64 ? base64_encode(front) : std::string(front);
  if (front.size() < bytes.size()) {
    body.comment =
        "cut: the first " + std::to_string(front.size()) + " of " + std::to_string(bytes.size()) + " bytes";
  }
  return body;
}

Json request_json(const http::Request& request) {
  Json json{{"method", request.method},
            {"url", cut(request.url, kBodyLimit)},
            {"httpVersion", "HTTP/1.1"},
            {"cookies", Json::array()},
            {"headers", named_values(request.headers.fields())},
            {"queryString", named_values(http::query_of(request.url))},
            {"headersSize", -1},
            {"bodySize", request.body.size()}};
  if (request.body.empty()) return json;
  Body body = shown(request.body);
  if (body.base64)
    body.comment += std::string(body.comment.empty() ? "" : "; ") + "base64: the bytes are not valid UTF-8";
  Json post{
      {"mimeType", request.headers.get("Content-Type")}, {"params", Json::array()}, {"text", body.text}};
  if (!body.comment.empty()) post["comment"] = body.comment;
  json["postData"] = std::move(post);
  return json;
}

Json response_json(const std::optional<http::Response>& answer, const std::string& error) {
  const http::Response response = answer.value_or(http::Response());
  const Body body = shown(response.body);
  Json content{{"size", response.body.size()},
               {"mimeType", response.headers.get("Content-Type")},
               {"text", body.text}};
  if (body.base64) content["encoding"] = "base64";
  if (!body.comment.empty()) content["comment"] = body.comment;
  Json json{{"status", answer ? response.status : 0},
            {"statusText", answer ? http::reason_phrase(response.status) : ""},
            {"httpVersion", answer ? "HTTP/1.1" : ""},
            {"cookies", Json::array()},
            {"headers", named_values(response.headers.fields())},
            {"content", std::move(content)},
            {"redirectURL", cut(response.headers.get("Location"), kBodyLimit)},
            {"headersSize", -1},
            {"bodySize", response.body.size()}};
  if (!error.empty()) json["_error"] = many_lines(error);
  return json;
}

class Har : public Reporter {
 public:
  explicit Har(std::filesystem::path path) : path_(std::move(path)), file_(path_.string() + ".part") {}

  void begin(const run::RunInfo& info) override {
    const Json creator{{"name", "idproctor"}, {"version", info.version}};
    file_.write("{\"log\":{\"version\":\"1.2\",\"creator\":" + dump(creator) + ",\"entries\":[");
  }
  void case_finished(const run::CaseResult& result) override {
    for (const run::Exchange& exchange : result.exchanges) {
      file_.write(first_ ? "\n" : ",\n");
      file_.write(dump(har_entry(exchange, result.key)));
      first_ = false;
    }
    file_.flush();
  }
  void end(const run::RunResult& result) override {
    const Json comment = "idproctor run " + result.info.id + " against " + result.info.target;
    file_.write("\n],\"comment\":" + dump(comment) + "}}\n");
    file_.close_and_rename(path_);
  }

 private:
  std::filesystem::path path_;
  OutputFile file_;
  bool first_ = true;
};

}  // namespace

Json har_entry(const run::Exchange& exchange, const std::string& case_key) {
  // Only the whole duration is known; HAR wants it split in three.
  const long long duration = exchange.duration.count();
  return {{"startedDateTime", format_time(exchange.started)},
          {"time", duration},
          {"request", request_json(exchange.request)},
          {"response", response_json(exchange.response, exchange.error)},
          {"cache", Json::object()},
          {"timings", {{"send", 0}, {"wait", duration}, {"receive", 0}}},
          {"comment", case_key + ": " + exchange.what},
          {"_idproctor", {{"case", case_key}, {"exchange", exchange.id}, {"what", exchange.what}}}};
}

std::unique_ptr<Reporter> make_har(std::filesystem::path path) {
  return std::make_unique<Har>(std::move(path));
}

}  // namespace idproctor::report
