#include "tests/scim_client/fake_target.hpp"

#include <map>
#include <stdexcept>

#include "foundation/core/file.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/runtime.hpp"
#include "tests/support/temporary_folder.hpp"

namespace idproctor::scim {

const std::string kNobody =
    R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"Resources":[]})";

std::string found(const std::string& id) {
  return R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":1,"Resources":[{"id":")" +
         id + R"("}]})";
}

FakeTarget& FakeTarget::answers(int status, std::string body) {
  return answers(http::Response(status, "application/scim+json", std::move(body)));
}

FakeTarget& FakeTarget::answers(http::Response response) {
  answers_.emplace_back(std::move(response));
  return *this;
}

FakeTarget& FakeTarget::does_not_answer(Error error) {
  answers_.emplace_back(std::move(error));
  return *this;
}

Send FakeTarget::send() {
  return [this](http::Request request) -> Task<Result<http::Response>> {
    requests_.push_back(std::move(request));
    if (answers_.empty())
      co_return Error{Error::Kind::unreachable, "the test scripted no further answer", {}};
    auto answer = std::move(answers_.front());
    answers_.pop_front();
    co_return answer;
  };
}

std::vector<std::string> FakeTarget::sent() const {
  std::vector<std::string> lines;
  for (const http::Request& request : requests_) {
    std::string line = request.method + " " + replace_all(request.url, kBase, "");
    if (!request.body.empty()) line += "\n" + request.body;
    lines.push_back(std::move(line));
  }
  return lines;
}

Dialect provider(const std::string& file) {
  static std::map<std::string, Dialect> loaded;
  if (const auto known = loaded.find(file); known != loaded.end()) return known->second;
  auto dialect = load_dialect(std::string(IDPROCTOR_SOURCE_DIR) + "/fixtures/providers/" + file);
  if (!dialect) throw std::runtime_error(describe(dialect.error()));
  return loaded.emplace(file, std::move(*dialect)).first->second;
}

Result<Dialect> dialect_from(const std::string& yaml) {
  const TemporaryFolder folder;
  const std::string file = folder.path("test.yaml");
  if (auto written = write_file(file, yaml); !written) throw std::runtime_error(describe(written.error()));
  auto dialect = load_dialect(file);
  if (dialect) return dialect;
  Error error = dialect.error();
  error.where = replace_all(error.where, folder.path().string() + "/", "");
  return error;
}

Result<Outcome> run(Client& client, std::string operation, Json variables, Deviation deviation) {
  http::Runtime runtime;
  Result<Outcome> outcome = invalid("the task did not end");
  const auto task = [&]() -> Task<> {
    outcome = co_await client.run(std::move(operation), std::move(variables), std::move(deviation));
  };
  runtime.run_until_done(task());
  return outcome;
}

Result<Outcome> request(Client& client, RawRequest raw) {
  http::Runtime runtime;
  Result<Outcome> outcome = invalid("the task did not end");
  const auto task = [&]() -> Task<> { outcome = co_await client.request(std::move(raw)); };
  runtime.run_until_done(task());
  return outcome;
}

Outcome run(const std::string& file, FakeTarget& target, std::string operation, Json variables) {
  Client client(provider(file), Target(std::string(kBase), "secret"), target.send());
  auto outcome = run(client, std::move(operation), std::move(variables));
  if (!outcome) throw std::runtime_error(describe(outcome.error()));
  return std::move(*outcome);
}

Json test_user() {
  return {{"user",
           {{"userName", "test.user@okta.local"},
            {"email", "test.user@okta.local"},
            {"givenName", "Test"},
            {"familyName", "User"},
            {"displayName", "Test User"},
            {"active", true}}}};
}

Json test_group() {
  return {{"group",
           {{"displayName", "Test SCIMv2"},
            {"id", "g1"},
            {"members", {{{"id", "u1"}, {"userName", "test.user@okta.local"}}}},
            {"added", {{{"id", "u1"}, {"userName", "test.user@okta.local"}}}},
            {"removed", {{{"id", "u2"}, {"userName", "other@okta.local"}}}}}}};
}

Json operator|(Json variables, const Json& more) {
  return merge(std::move(variables), more);
}

}  // namespace idproctor::scim
