#include "harness/run/webhook_steps.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "harness/observe/page_text.hpp"
#include "harness/run/answer_match.hpp"
#include "harness/run/verdict.hpp"
#include "harness/run/webhook_sender.hpp"

namespace idproctor::run {

using namespace scenario;

Result<PlayedEvent> WebhookSteps::event_of(const WebhookStep& webhook) {
  if (!webhook.again.empty()) {
    const auto earlier = played_.find(webhook.again);
    if (earlier == played_.end()) return invalid("there was no webhook '" + webhook.again + "'");
    return earlier->second;
  }
  const Target& target = state_.environment.target;
  const Json& user = state_.directory.user_variables(webhook.user);
  Seed ids = state_.seed.fork("webhook ids");
  PlayedEvent event;
  event.type = webhook.type;
  event.id = "event_" + state_.seed.fork("webhook " + std::to_string(++count_)).hex(26);
  latest_ = std::max(state_.environment.clock.now(), latest_ + Milliseconds(1));
  event.created = latest_ - webhook.age;
  event.user = {user.value("email", ""), user.value("userName", ""), user.value("externalId", "")};
  event.user_id = "directory_user_" + ids.fork(webhook.user).hex(26);
  event.first_name = user.value("givenName", "");
  event.last_name = user.value("familyName", "");
  event.is_active = webhook.state == "active";
  if (target.application) {
    event.organization = target.application->organization;
    event.directory = target.application->directory;
    event.connection = target.application->connection;
    event.tenant = target.application->tenant;
    event.product = target.application->product;
  }
  for (const auto& [name, text] : webhook.changes) {
    auto value = state_.directory.filled_in(text);
    if (!value) return value.error();
    event.data[name] = *value;
  }
  return event;
}

void WebhookSteps::answer(const ReceiverStep& receiver) {
  const Json& user = state_.directory.user_variables(receiver.user);
  Subject subject;
  subject.user = {user.value("email", ""), user.value("userName", ""), user.value("externalId", "")};
  WebhookAnswer how;
  how.status = receiver.status;
  how.delay = receiver.delay;
  how.refuse_first = receiver.refuse_first;
  state_.environment.webhooks->answer(subject, how);
}

Task<bool> WebhookSteps::run(const Step& step, const WebhookStep& webhook, Milliseconds timeout) {
  const Environment& environment = state_.environment;
  const WebhookDeviation* deviation = find_webhook_deviation(webhook.deviation);
  auto event = event_of(webhook);
  if (!event || deviation == nullptr) {
    state_.finish(Status::error,
                  event ? "no webhook deviates by '" + webhook.deviation + "'" : describe(event.error()));
    co_return false;
  }
  played_[step.id] = *event;
  WebhookSenderSettings settings;
  settings.url = environment.target.webhooks->endpoint;
  settings.scheme = *observe::webhook_scheme(environment.target.webhooks->scheme);
  settings.secret = environment.target.webhooks->endpoint_secret;
  auto requests = webhook_requests(settings, *event, *deviation, environment.clock.now());
  if (!requests) {
    state_.finish(Status::error, describe(requests.error()));
    co_return false;
  }
  auto answers =
      co_await play_webhooks(*environment.gateway, state_.result.exchanges, std::move(*requests), timeout);
  if (!answers) {
    const bool ours = answers.error().kind == Error::Kind::unreachable;
    state_.finish(ours ? Status::error : Status::fail, describe(answers.error()));
    co_return false;
  }
  for (const http::Response& answer : *answers) {
    const bool good = step.expect.status.empty() || status_matches(step.expect.status, answer.status);
    const std::string expected = step.expect.status.empty() ? "an answer" : join(step.expect.status, " or ");
    const std::string observed = "status " + std::to_string(answer.status);
    state_.result.evidence.push_back({"application", "answer to the webhook", expected, observed,
                                      state_.result.exchanges.back().id, good});
    if (good) continue;
    if (answer.status >= 400) state_.result.message = observe::stated_reason(answer);
    const std::string title = webhook.deviation.empty() ? "a right webhook" : to_lower(deviation->title);
    co_return state_.deviates(expected, observed,
                              "the webhook (" + title + ") was answered with " + observed);
  }
  co_return true;
}

}  // namespace idproctor::run
