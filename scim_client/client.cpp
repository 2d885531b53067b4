#include "scim_client/client.hpp"

#include "scim_client/answer.hpp"
#include "scim_client/content_encoding.hpp"
#include "scim_client/other_attributes.hpp"
#include "scim_client/render.hpp"

namespace idproctor::scim {

namespace {

constexpr int kMaximumPages = 10'000;  // a list that never ends would be an import that never ends

using Calls = std::vector<std::shared_ptr<const Call>>;

/// One operation as it goes on; knows nothing of sockets.
class Progress {
 public:
  Progress(const Dialect& dialect, const Target& target, const Calls& calls, Json variables,
           Deviation deviation)
      : dialect_(dialect),
        target_(target),
        calls_(calls),
        variables_(std::move(variables)),
        deviation_(std::move(deviation)) {
    fill_other_attributes(variables_, dialect_.attributes);
  }

  /// The next request, or nothing when the operation has ended.
  Result<std::optional<http::Request>> next() {
    for (; !failed_ && at_ < calls_.size(); ++at_, page_ = 0) {
      const Call& call = *calls_[at_];
      if (!takes(call)) continue;
      static const Deviation none;
      const bool deviates = !deviation_.empty() && is_deviating_call();
      const Rendering rendering{dialect_, target_, variables_, answer_, 1 + page_ * call.page_size};
      auto request = render(call, rendering, deviates ? deviation_ : none);
      if (!request) return request.error();
      if (!*request) continue;
      if (deviates) deviated_ = true;
      return request;
    }
    if (!failed_ && !deviation_.empty() && !deviated_) {
      return invalid("the deviation reached none of the requests that " + dialect_.id + " sends here");
    }
    outcome_.succeeded = !failed_;
    // What this dialect does not write by itself must be in the next whole user as well.
    const Json* other = find(variables_, "/user/other");
    if (!failed_ && other != nullptr) outcome_.memory["user"]["other"] = *other;
    return std::optional<http::Request>();
  }

  void settle(http::Request request, http::Response response) {
    const Call& call = *calls_[at_];
    const auto decoded = decode_content(response);
    Judgement judgement = judge(call, response, decoded ? std::string() : decoded.error().message,
                                dialect_.reasons, variables_);
    if (judgement.accepted) {
      variables_ = merge(std::move(variables_), judgement.saved);
      outcome_.memory = merge(std::move(outcome_.memory), judgement.saved);
      // What one page had is found, whatever the next ones have.
      const bool decides = !call.find.empty() || !call.decide.empty();
      if (decides && (page_ == 0 || judgement.branch == Branch::found)) branch_ = judgement.branch;
      advance(call, judgement.body);
    } else {
      failed_ = true;
      outcome_.reason = explain(judgement, call, response, dialect_, variables_);
    }
    answer_ = std::move(judgement.body);
    status_ = response.status;
    Exchange exchange;
    exchange.operation = call.operation;
    exchange.request = std::move(request);
    exchange.response = std::move(response);
    exchange.accepted = judgement.accepted;
    exchange.note = std::move(judgement.note);
    outcome_.exchanges.push_back(std::move(exchange));
  }

  Outcome take() { return std::move(outcome_); }

 private:
  bool takes(const Call& call) const {
    if (call.when_status != 0) return call.when_status == status_;
    return call.when == Branch::always || call.when == branch_;
  }

  /// The last call of this branch that the deviation means; a later match would have come before its branch.
  bool is_deviating_call() const {
    const auto meant = [&](const Call& call) {
      if (deviation_.call.empty()) return call.body.has_value();
      return call.method == deviation_.call || call.operation == deviation_.call;
    };
    if (!meant(*calls_[at_])) return false;
    for (std::size_t later = at_ + 1; later < calls_.size(); ++later) {
      if (takes(*calls_[later]) && meant(*calls_[later])) return false;
    }
    return true;
  }

  /// To the next page, where totalResults says that there is one and this one was not empty; else to the next
  /// call.
  void advance(const Call& call, const Json& body) {
    const Json* total = find(body, "/totalResults");
    const Json* resources = find(body, "/Resources");
    const bool more = call.page_size > 0 && ++page_ < kMaximumPages && total && total->is_number_integer() &&
                      *total > page_ * call.page_size && resources && !resources->empty();
    if (more) return;
    ++at_;
    page_ = 0;
  }

  const Dialect& dialect_;
  const Target& target_;
  const Calls& calls_;
  Json variables_;
  Deviation deviation_;
  Json answer_;
  Branch branch_ = Branch::always;
  int status_ = 0;  // of the last answer
  std::size_t at_ = 0;
  int page_ = 0;
  bool failed_ = false, deviated_ = false;
  Outcome outcome_;
};

}  // namespace

Client::Client(Dialect dialect, Target target, Send send)
    : dialect_(std::move(dialect)), target_(std::move(target)), send_(std::move(send)) {}

Task<Result<Outcome>> Client::run(std::string operation, Json variables, Deviation deviation) {
  const auto calls = dialect_.operations.find(operation);
  if (calls == dialect_.operations.end()) {
    co_return Error{Error::Kind::unsupported, dialect_.id + " has no operation '" + operation + "'", {}};
  }
  Progress progress(dialect_, target_, calls->second, std::move(variables), std::move(deviation));
  for (;;) {
    auto request = progress.next();
    if (!request) co_return request.error();
    if (!*request) co_return progress.take();
    http::Request copy = **request;
    auto response = co_await send_(std::move(copy));
    if (!response) co_return response.error();
    progress.settle(std::move(**request), std::move(*response));
  }
}

Task<Result<Outcome>> Client::run(std::string operation, Json variables) {
  return run(std::move(operation), std::move(variables), Deviation());
}

Task<Result<Outcome>> Client::request(RawRequest raw) {
  auto request = render(raw, dialect_, target_);
  if (!request) co_return request.error();
  http::Request copy = *request;
  auto response = co_await send_(std::move(copy));
  if (!response) co_return response.error();
  Exchange exchange;
  exchange.operation = "scim";
  const auto decoded = decode_content(*response);
  if (!decoded) exchange.note = decoded.error().message;
  exchange.accepted = response->status >= 200 && response->status < 300;
  exchange.request = std::move(*request);
  exchange.response = std::move(*response);
  Outcome outcome;
  outcome.succeeded = exchange.accepted;
  if (!exchange.accepted) outcome.reason = "answered " + std::to_string(exchange.response.status);
  outcome.exchanges.push_back(std::move(exchange));
  co_return outcome;
}

}  // namespace idproctor::scim
