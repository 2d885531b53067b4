#include "harness/run/token_steps.hpp"

#include "foundation/core/text.hpp"
#include "harness/run/idp_metadata.hpp"

namespace idproctor::run {

using scenario::Target;

Task<bool> TokenSteps::create(const std::string& name, Milliseconds timeout) {
  const Target::Application::Tokens& tokens = *state_.environment.target.application->tokens;
  std::string what = "a further token of the directory";
  Target::Request request = tokens.create;
  std::string no_metadata;
  auto answer = co_await administer(state_.environment, state_.result.exchanges, std::move(what),
                                    std::move(request), std::move(no_metadata), timeout);
  if (!answer) {
    state_.finish(Status::error, describe(answer.error()));
    co_return false;
  }
  const auto body = parse_json(answer->body);
  const Json* token = body ? find(*body, tokens.token_at) : nullptr;
  const Json* id = body ? find(*body, tokens.id_at) : nullptr;
  if (token != nullptr) state_.environment.gateway->hide(*token, state_.result.exchanges);
  const bool is_given = answer->status < 400 && token != nullptr && !token->is_structured() && id != nullptr;
  const std::string status = "status " + std::to_string(answer->status);
  state_.result.evidence.push_back(
      {"wire", "a further token", "a token", status, state_.result.exchanges.back().id, is_given});
  if (!is_given) {
    co_return state_.deviates("a further token", status, "the directory gave no further token: " + status);
  }
  ids_[name] = to_text(*id);
  state_.directory.save(name, to_text(*token));
  co_return true;
}

Task<bool> TokenSteps::revoke(const std::string& name, Milliseconds timeout) {
  const auto known = ids_.find(name);
  if (known == ids_.end()) {
    state_.finish(Status::error, "there was no token '" + name + "'");
    co_return false;
  }
  Target::Request request = state_.environment.target.application->tokens->revoke;
  request.url = replace_all(request.url, "${token.id}", percent_encode(known->second));
  request.body = replace_all(request.body, "${token.id}", known->second);
  ids_.erase(known);
  std::string what = "the token ends";
  std::string no_metadata;
  auto answer = co_await administer(state_.environment, state_.result.exchanges, std::move(what),
                                    std::move(request), std::move(no_metadata), timeout);
  const std::string status = answer ? "status " + std::to_string(answer->status) : describe(answer.error());
  if (answer && answer->status < 400) co_return true;
  state_.finish(Status::error, "the token could not be revoked: " + status);
  co_return false;
}

Task<bool> TokenSteps::run(const scenario::TokenStep& token, Milliseconds timeout) {
  if (token.operation == "create") co_return co_await create(token.name, timeout);
  co_return co_await revoke(token.name, timeout);
}

Task<> TokenSteps::restore() {
  while (!ids_.empty()) {
    const std::string name = ids_.begin()->first;
    co_await revoke(name, state_.environment.target.timeout);
  }
}

}  // namespace idproctor::run
