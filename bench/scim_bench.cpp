// Requests of the SCIM client on 16 connections at once, against a reference SCIM service: in this process,
// where one thread does both sides' work, or at IDPROCTOR_BENCH_SCIM_URL (bench/scim.sh starts one there).
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "bench/names.hpp"
#include "foundation/http/client.hpp"
#include "foundation/http/server.hpp"
#include "reference_sp/scim/service.hpp"
#include "scim_client/client.hpp"

namespace idproctor::bench {

namespace {

constexpr int kConnections = 16;
constexpr int kRequestsEach = 25;  ///< of one batch
constexpr int kUsers = 100;
constexpr const char* kPath = "/scim/v2";

const char* environment(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}

std::string user_json(const std::string& name) {
  return R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":")" + name +
         R"(","name":{"givenName":"Alice","familyName":"Anderson"},"emails":[{"value":")" + name +
         R"(","type":"work","primary":true}],"active":true})";
}

/// A service provider with an empty store at each start(), or the one that runs elsewhere.
class Target {
 public:
  explicit Target(http::Runtime& runtime)
      : token_(environment("IDPROCTOR_SCIM_TOKEN", "bench")),
        url_(environment("IDPROCTOR_BENCH_SCIM_URL", "")) {
    if (!url_.empty()) return;
    auto server = http::Server::listen(
        runtime, {}, [this](const http::Request& request) { return service_->handle(request); });
    if (!server) throw std::runtime_error(describe(server.error()));
    server_ = std::make_unique<http::Server>(std::move(*server));
    url_ = server_->url() + kPath;
    start();
  }

  void start() {
    if (!server_) return;
    service_ = std::make_unique<reference::ScimService>(reference::ScimConfig{url_, token_},
                                                        reference::Checks(), clock_);
  }
  scim::Target address() const { return scim::Target(url_, token_); }

 private:
  SystemClock clock_;
  std::string token_, url_;
  std::unique_ptr<reference::ScimService> service_;
  std::unique_ptr<http::Server> server_;  // ends before what it serves
};

using MakeRequest = std::function<scim::RawRequest()>;

Task<> one_after_another(scim::Client& client, MakeRequest make, int& failures) {
  for (int i = 0; i < kRequestsEach; ++i) {
    scim::RawRequest request = make();
    const auto outcome = co_await client.request(std::move(request));
    if (!outcome || !outcome->succeeded) ++failures;
  }
}

/// One batch on all connections at once.
int batch(http::Runtime& runtime, scim::Client& client, const MakeRequest& make) {
  int failures = 0;
  std::vector<Task<>> tasks;
  for (int i = 0; i < kConnections; ++i) tasks.push_back(one_after_another(client, make, failures));
  runtime.run_until_done(http::all(std::move(tasks)));
  return failures;
}

class Client {
 public:
  explicit Client(http::Runtime& runtime, scim::Target target)
      : http_(runtime, {}), client_(dialect(), std::move(target), [this](http::Request request) {
          return http_.send(std::move(request));
        }) {}
  scim::Client& scim() { return client_; }

 private:
  static scim::Dialect dialect() {
    auto dialect =
        scim::load_dialect(std::string(IDPROCTOR_SOURCE_DIR) + "/fixtures/providers/generic/scim.yaml");
    if (!dialect) throw std::runtime_error(describe(dialect.error()));
    return std::move(*dialect);
  }
  http::Client http_;
  scim::Client client_;
};

scim::RawRequest post_user() {
  // Unique for as long as the process that is asked remembers.
  static const long long start = std::chrono::system_clock::now().time_since_epoch().count();
  static int number = 0;
  scim::RawRequest request("POST", "/Users");
  request.body = user_json("user" + std::to_string(start) + "." + std::to_string(++number) + "@example.com");
  return request;
}

void get_users(benchmark::State& state) {
  http::Runtime runtime;
  Target target(runtime);
  Client client(runtime, target.address());
  int failures = 0;
  int number = 0;
  const MakeRequest seed_user = [&] {
    scim::RawRequest request("POST", "/Users");
    request.body = user_json("alice" + std::to_string(++number) + "@example.com");
    return request;
  };
  // One batch of 400 would do; the first hundred names are what is asked for.
  const auto seeding = [&]() -> Task<> {
    for (int i = 0; i < kUsers; ++i) {
      scim::RawRequest request = seed_user();
      // 409 where an earlier run against the same process has made it.
      (void)co_await client.scim().request(std::move(request));
    }
  };
  runtime.run_until_done(seeding());
  const MakeRequest make = [] {
    return scim::RawRequest("GET", R"(/Users?filter=userName eq "alice50@example.com")");
  };
  for (auto _ : state) failures += batch(runtime, client.scim(), make);
  if (failures > 0) state.SkipWithError("some requests failed");
  state.SetItemsProcessed(state.iterations() * kConnections * kRequestsEach);
}

void post_users(benchmark::State& state) {
  http::Runtime runtime;
  Target target(runtime);
  Client client(runtime, target.address());
  int failures = 0;
  for (auto _ : state) {
    state.PauseTiming();
    target.start();
    state.ResumeTiming();
    failures += batch(runtime, client.scim(), post_user);
  }
  if (failures > 0) state.SkipWithError("some requests failed");
  state.SetItemsProcessed(state.iterations() * kConnections * kRequestsEach);
}

}  // namespace

void register_scim() {
  for (auto* benchmark : {benchmark::RegisterBenchmark("scim/get_users_filter", get_users),
                          benchmark::RegisterBenchmark("scim/post_users", post_users)}) {
    benchmark->UseRealTime()->Unit(benchmark::kMillisecond);
  }
}

}  // namespace idproctor::bench
