// The body of PATCH on a user and on a group (RFC 7644 3.5.2), with all that its paths and values lead to.
#include "foundation/core/clock.hpp"
#include "foundation/core/json.hpp"
#include "reference_sp/scim/service.hpp"
#include "tests/fuzz/input.hpp"

using namespace idproctor;

namespace {

constexpr const char* token = "fuzz";

http::Response send(reference::ScimService& service, const char* method, const std::string& path,
                    std::string body) {
  http::Request request(method, "/scim/v2" + path);
  request.headers.set("Authorization", std::string("Bearer ") + token);
  request.headers.set("Content-Type", "application/scim+json");
  request.body = std::move(body);
  return service.handle(request);
}

Json created(reference::ScimService& service, const char* path, const char* body) {
  return parse_json(send(service, "POST", path, body).body).value();
}

void patch(reference::ScimService& service, const std::string& path, const char* name,
           std::string_view body) {
  const Json before = parse_json(send(service, "GET", path, "").body).value();
  const auto answer = send(service, "PATCH", path, std::string(body));
  fuzz::require(answer.status < 500, "no body brings a 5xx");
  const Json after = parse_json(send(service, "GET", path, "").body).value();
  fuzz::require(after["id"] == before["id"], "the id stays");
  fuzz::require(after[name].is_string() && !after[name].empty(), "the name is there");
  fuzz::require(answer.status < 300 || after == before, "what is refused changes nothing");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ManualClock clock{parse_time("2026-11-22T03:14:15.926Z").value()};
  reference::ScimService service({"http://127.0.0.1:7001/scim/v2", token}, reference::Checks(), clock);
  const Json user =
      created(service, "/Users",
              R"({"userName":"ada","name":{"givenName":"Ada"},"emails":[{"value":"a@x.example","type":"work"},
                  {"value":"a@y.example","type":"home","primary":true}]})");
  const std::string member = user["id"].get<std::string>();
  const Json group = created(service, "/Groups",
                             (R"({"displayName":"Crew","members":[{"value":")" + member + R"("}]})").c_str());
  const std::string_view body = fuzz::text(data, size);
  patch(service, "/Users/" + member, "userName", body);
  patch(service, "/Groups/" + group["id"].get<std::string>(), "displayName", body);
  return 0;
}
