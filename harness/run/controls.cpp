#include "harness/run/controls.hpp"

#include "harness/run/directory.hpp"

namespace idproctor::run {

namespace {

/// Without a say in it, an encrypted assertion travels in a signed Response: every service provider reads
/// that which reads encrypted assertions at all.
std::vector<mock_idp::Stage> honest_stages(const ControlConditions& conditions) {
  using mock_idp::SignTarget;
  if (!conditions.encrypted && !conditions.signature) return {mock_idp::SignStage{}};
  std::vector<mock_idp::Stage> stages;
  const auto add_signature = [&](SignTarget of, const char* element) {
    if (conditions.signature.value_or(of) != of) return;
    mock_idp::SignStage sign;
    sign.elements = {element};
    stages.emplace_back(std::move(sign));
  };
  add_signature(SignTarget::assertion, "assertion");
  if (conditions.encrypted) {
    mock_idp::EncryptStage encryption;
    encryption.elements = {"assertion"};
    stages.emplace_back(std::move(encryption));
  }
  add_signature(SignTarget::response, "response");
  return stages;
}

}  // namespace

std::string describe(const ControlConditions& conditions) {
  std::string text = "an honest login";
  if (conditions.encrypted) text += " with an encrypted assertion";
  if (conditions.signature == mock_idp::SignTarget::assertion) text += " whose assertion alone is signed";
  if (conditions.signature == mock_idp::SignTarget::response) text += " whose Response alone is signed";
  return text;
}

Task<Result<LoginOutcome>> honest_login(const Environment& environment, Log& log, std::string user,
                                        ControlConditions conditions, std::string tag, Milliseconds timeout) {
  Directory directory(environment, environment.seed.fork(tag));
  auto account = co_await directory.ensure_account(log, user, timeout);
  if (!account) co_return account.error();
  scenario::LoginStep step;
  step.user = user;
  step.start = std::move(conditions.start);
  step.recipe.stages = honest_stages(conditions);
  Browser browser(*environment.gateway, environment.clock);
  const mock_idp::User person = directory.user(user), victim = directory.user("victim");
  Seed seed = environment.seed.fork(tag + "/message");
  co_return co_await log_in(environment, log, browser, step, person, victim, seed, timeout);
}

Task<Controls::Control> Controls::after(Log& log, ControlConditions conditions, Milliseconds timeout) {
  std::string tag =
      seed_.fork("control " + conditions.start + " " + describe(conditions) + " " + std::to_string(++count_))
          .hex(16);
  std::string user = "alice";
  const std::size_t place = log.size();
  auto outcome =
      co_await honest_login(environment_, log, std::move(user), conditions, std::move(tag), timeout);
  for (std::size_t i = place; i < log.size(); ++i) log[i].what = "control: " + log[i].what;
  Control control;
  if (!outcome) {
    control.reason = describe(outcome.error());
  } else {
    control.succeeded = outcome->observed == Observed::accepted;
    control.exchange = outcome->exchange;
    control.reason = outcome->reason;
    control.stated = outcome->stated;
  }
  if (control.exchange.empty() && log.size() > place) control.exchange = log.back().id;
  fresh_[conditions] = control;
  co_return control;
}

Task<Controls::Control> Controls::before(Log& log, ControlConditions conditions, Milliseconds timeout) {
  const auto found = fresh_.find(conditions);
  if (found != fresh_.end() && found->second.succeeded) co_return found->second;
  co_return co_await after(log, std::move(conditions), timeout);
}

void Controls::saw_success(const ControlConditions& conditions, const std::string& exchange) {
  fresh_[conditions] = Control{true, exchange, {}, {}};
}

}  // namespace idproctor::run
