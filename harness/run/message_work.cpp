#include "harness/run/message_work.hpp"

#include <functional>
#include <memory>
#include <optional>

#include "harness/run/environment.hpp"
#include "mock_idp/audit.hpp"

namespace idproctor::run {

Task<Result<mock_idp::Message>> make_message(const Environment& environment, mock_idp::Login login,
                                             mock_idp::Recipe recipe, Seed seed) {
  struct Job {
    const mock_idp::Dialect& dialect;
    mock_idp::KeyRing& keys;
    mock_idp::Login login;
    mock_idp::Recipe recipe;
    Seed seed;
    std::optional<Result<mock_idp::Message>> message;
  };
  auto job = std::make_shared<Job>(Job{*environment.provider.saml, environment.keys, std::move(login),
                                       std::move(recipe), std::move(seed), std::nullopt});
  std::function<void()> work = [job] {
    job->message = mock_idp::build_message(job->dialect, job->keys, job->login, job->recipe, job->seed);
  };
  co_await environment.worker->run(std::move(work));
  co_return std::move(*job->message);
}

Task<std::vector<std::string>> vouched_for(const Environment& environment, mock_idp::Message message) {
  struct Job {
    mock_idp::Message message;
    std::vector<crypto::Key> trusted;
    std::string identity_step;
    std::vector<std::string> identities;
  };
  auto job = std::make_shared<Job>(
      Job{std::move(message), environment.keys.trusted(), environment.identity_step(), {}});
  std::function<void()> work = [job] {
    job->identities = mock_idp::signed_identities(job->message.bytes, job->trusted, job->identity_step,
                                                  job->message.plaintexts);
  };
  co_await environment.worker->run(std::move(work));
  co_return std::move(job->identities);
}

}  // namespace idproctor::run
