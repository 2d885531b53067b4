#include "harness/run/case_runner.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "harness/observe/matcher.hpp"
#include "harness/observe/page_text.hpp"
#include "harness/run/verdict.hpp"

namespace idproctor::run {

namespace {

using namespace scenario;

/// One case while it runs.
class CaseRun {
 public:
  CaseRun(const Environment& environment, Controls& controls, const Case& one)
      : environment_(environment),
        controls_(controls),
        case_(one),
        result_(describe_case(environment, one)),
        directory_(environment, environment.seed.fork(one.id)),
        seed_(environment.seed.fork(one.id + "/messages")) {}

  Task<CaseResult> run() {
    const Time started = environment_.clock.now();
    if (auto missing = missing_need(); !missing.empty()) {
      finish(Status::skip, "the target does not declare " + missing);
    } else {
      co_await run_steps();
    }
    result_.duration = environment_.clock.now() - started;
    co_return std::move(result_);
  }

 private:
  std::string missing_need() const {
    const std::set<std::string> features = environment_.target.features();
    std::vector<std::string> needs = case_.needs;
    for (const Step& step : case_.steps) {
      const LoginStep* login = std::get_if<LoginStep>(&step.action);
      const bool signs_on = login != nullptr || std::holds_alternative<ReplayStep>(step.action);
      if (signs_on) needs.push_back("saml");
      if (login != nullptr && login->start == "sp") needs.push_back("sp_initiated");
      if (login != nullptr && login->start == "idp") needs.push_back("idp_initiated");
      if (std::holds_alternative<LogoutStep>(step.action)) needs.push_back("logout");
      const bool pushes = std::holds_alternative<UserStep>(step.action) ||
                          std::holds_alternative<GroupStep>(step.action) ||
                          std::holds_alternative<ScimStep>(step.action);
      if (pushes) needs.push_back("scim");
    }
    for (const std::string& need : needs) {
      if (!features.contains(need)) return need;
    }
    return {};
  }

  Task<> run_steps() {
    if (!co_await first_control()) co_return;
    for (const Step& step : case_.steps) {
      const Milliseconds timeout = step.within.value_or(environment_.target.timeout);
      const bool goes_on = co_await run_step(step, timeout);
      if (!goes_on) break;
    }
    co_await last_control();
    if (!finished_) finish(Status::pass, result_.reason);
  }

  /// Where the first login deviates, or must be refused, an honest one comes before it.
  Task<bool> first_control() {
    for (const Step& step : case_.steps) {
      const LoginStep* login = std::get_if<LoginStep>(&step.action);
      if (login == nullptr) continue;
      start_ = start_of(*login, environment_.target);
      if (!login->deviates && step.expect.verdict == "accepted") co_return true;
      const Controls::Control control =
          co_await controls_.before(result_.exchanges, start_, environment_.target.timeout);
      note_control(control);
      if (!control.succeeded) {
        result_.message = control.stated;
        finish(Status::inconclusive, "an honest login fails, so nothing can be concluded: " + control.reason);
      }
      co_return control.succeeded;
    }
    co_return true;
  }

  void note_control(const Controls::Control& control) {
    result_.control.status = control.succeeded ? "pass" : "fail";
    result_.control.exchange = control.exchange;
  }

  /// After a refusal an honest login shows that the target is well.
  Task<> last_control() {
    if (!refused_ || start_.empty()) co_return;
    const Controls::Control control =
        co_await controls_.after(result_.exchanges, start_, environment_.target.timeout);
    if (control.succeeded) co_return;
    note_control(control);
    result_.observed = name(Observed::broken);
    result_.evidence.push_back({"wire", "control after", "accepted", "rejected", control.exchange});
    finished_ = false;
    finish(Status::fail, "after this case an honest login fails: " + control.reason);
  }

  Task<bool> run_step(const Step& step, Milliseconds timeout) {
    if (const auto* login = std::get_if<LoginStep>(&step.action))
      co_return co_await run_login(step, *login, timeout);
    if (const auto* again = std::get_if<ReplayStep>(&step.action)) {
      LoginOutcome earlier = logins_.at(again->of);
      auto outcome =
          co_await replay(environment_, result_.exchanges, browser(step.browser), earlier, timeout);
      co_return judge_login(step, outcome);
    }
    if (const auto* session = std::get_if<SessionStep>(&step.action)) {
      co_return co_await run_session(step, session->of, timeout);
    }
    if (const auto* logout = std::get_if<LogoutStep>(&step.action))
      co_return co_await run_logout(logout->of, timeout);
    if (const auto* user = std::get_if<UserStep>(&step.action)) {
      auto outcome = co_await directory_.run(result_.exchanges, *user, timeout);
      co_return judge_push(step, outcome);
    }
    if (const auto* group = std::get_if<GroupStep>(&step.action)) {
      auto outcome = co_await directory_.run(result_.exchanges, *group, timeout);
      co_return judge_push(step, outcome);
    }
    auto outcome = co_await directory_.run(result_.exchanges, std::get<ScimStep>(step.action), timeout);
    co_return judge_push(step, outcome);
  }

  Task<bool> run_login(const Step& step, const LoginStep& login, Milliseconds timeout) {
    if (!co_await has_account(login.user, timeout)) co_return false;
    if (mentions_victim(login.recipe) && !co_await victim_can_log_in(timeout)) co_return false;
    const mock_idp::User user = directory_.user(login.user), victim = directory_.user("victim");
    Browser& jar = browser(step.browser);
    Seed seed = seed_.fork(step.id);
    auto outcome = co_await log_in(environment_, result_.exchanges, jar, login, user, victim, seed, timeout);
    if (outcome) {
      logins_[step.id] = *outcome;
      browsers_of_[step.id] = step.browser;
    }
    if (outcome && outcome->observed == Observed::accepted && !login.deviates) {
      controls_.saw_success(start_of(login, environment_.target), outcome->exchange);
    }
    co_return judge_login(step, outcome);
  }

  Task<bool> has_account(std::string user, Milliseconds timeout) {
    auto account = co_await directory_.ensure_account(result_.exchanges, std::move(user), timeout);
    if (!account) finish(Status::inconclusive, describe(account.error()));
    co_return account.has_value();
  }

  static bool mentions_victim(const mock_idp::Recipe& recipe) {
    const auto in_edits = [](const mock_idp::Stage& stage) {
      const auto* edits = std::get_if<mock_idp::EditStage>(&stage);
      return edits != nullptr && std::ranges::any_of(edits->edits, [](const mock_idp::Edit& edit) {
               return (edit.value + edit.subject).find("${victim}") != std::string::npos;
             });
    };
    return std::ranges::any_of(recipe.stages, in_edits) ||
           std::ranges::any_of(recipe.messages,
                               [](const auto& entry) { return mentions_victim(entry.second); });
  }

  /// The victim must have an account, or a refusal would mean nothing.
  Task<bool> victim_can_log_in(Milliseconds timeout) {
    LoginStep honest;
    honest.user = "victim";
    honest.start = start_;
    const mock_idp::User victim = directory_.user("victim");
    if (!co_await has_account("victim", timeout)) co_return false;
    Browser jar(*environment_.gateway, environment_.clock);
    Seed seed = seed_.fork("victim");
    const std::size_t place = result_.exchanges.size();
    auto outcome =
        co_await log_in(environment_, result_.exchanges, jar, honest, victim, victim, seed, timeout);
    for (std::size_t i = place; i < result_.exchanges.size(); ++i) {
      result_.exchanges[i].what = "the victim's own login: " + result_.exchanges[i].what;
    }
    if (outcome && outcome->observed == Observed::accepted) co_return true;
    finish(Status::inconclusive,
           "the victim cannot log in honestly: " + (outcome ? outcome->reason : describe(outcome.error())));
    co_return false;
  }

  Task<bool> run_session(const Step& step, const std::string& of, Milliseconds timeout) {
    const LoginOutcome& earlier = logins_.at(of);
    auto outcome = co_await look(environment_, result_.exchanges, browser(browsers_of_.at(of)),
                                 earlier.message, timeout);
    if (!outcome) {
      finish(Status::error, describe(outcome.error()));
      co_return false;
    }
    const std::string observed = outcome->observed == Observed::rejected   ? "ended"
                                 : outcome->observed == Observed::accepted ? "alive"
                                                                           : name(outcome->observed);
    result_.expected = step.expect.verdict;
    result_.observed = observed;
    result_.reason = "the session of step '" + of + "': " + outcome->reason;
    result_.evidence.push_back({"wire", outcome->rung, step.expect.verdict, observed, outcome->exchange});
    if (observed == step.expect.verdict) co_return true;
    finish(weigh(outcome->observed == Observed::unknown ? Judgement::undecided : Judgement::deviation,
                 result_.level, true),
           result_.reason);
    co_return false;
  }

  Task<bool> run_logout(const std::string& of, Milliseconds timeout) {
    auto visit = co_await browser(browsers_of_.at(of))
                     .get(result_.exchanges, "logout", environment_.target.session->logout_url, {}, timeout);
    if (!visit) finish(Status::error, describe(visit.error()));
    co_return visit.has_value();
  }

  bool judge_login(const Step& step, const Result<LoginOutcome>& outcome) {
    if (!outcome) {
      finish(Status::error, describe(outcome.error()));
      return false;
    }
    if (outcome->observed != Observed::accepted) controls_.disturb();
    refused_ = refused_ || outcome->observed == Observed::rejected || outcome->observed == Observed::broken;
    result_.expected = step.expect.verdict;
    result_.observed = name(outcome->observed);
    result_.reason = outcome->reason;
    result_.message = outcome->observed == Observed::accepted ? "" : outcome->stated;
    result_.evidence.push_back(
        {"wire", outcome->rung, step.expect.verdict, name(outcome->observed), outcome->exchange});
    const Judgement judgement = compare(step.expect.verdict, outcome->observed);
    if (judgement == Judgement::as_expected) return true;
    finish(weigh(judgement, result_.level, true), outcome->reason);
    return false;
  }

  bool judge_push(const Step& step, const Result<Directory::Outcome>& outcome) {
    if (!outcome) {
      finish(outcome.error().kind == Error::Kind::unreachable || outcome.error().kind == Error::Kind::invalid
                 ? Status::error
                 : Status::fail,
             describe(outcome.error()));
      return false;
    }
    if (!outcome->sent) {
      finish(Status::skip, environment_.provider.scim->title + " never sends this: " +
                               (outcome->reason.empty() ? step_name(step) : outcome->reason));
      return false;
    }
    const Expectation& expect = step.expect;
    std::string expected = expect.status.empty() ? "success" : join(expect.status, " or ");
    std::string observed = outcome->succeeded ? "success" : outcome->observed;
    std::string reason = outcome->reason;
    bool good = outcome->succeeded;
    if (!expect.status.empty()) {
      good = status_matches(expect.status, outcome->last.status);
      observed = "status " + std::to_string(outcome->last.status);
      reason = step_name(step) + " was answered with " + observed;
    } else if (!outcome->expected.empty() && !good) {
      expected = outcome->expected;
    }
    if (good) good = answer_matches(step, *outcome, expected, observed, reason);
    result_.expected = expected;
    result_.observed = observed;
    result_.evidence.push_back({outcome->layer, outcome->layer == "state" ? "SCIM GET" : "status", expected,
                                observed, outcome->exchange});
    if (good) return true;
    result_.message = observe::stated_reason(outcome->last);
    const bool raw = std::holds_alternative<ScimStep>(step.action);
    finish(weigh(Judgement::deviation, result_.level, !raw), reason);
    return false;
  }

  static bool answer_matches(const Step& step, const Directory::Outcome& outcome, std::string& expected,
                             std::string& observed, std::string& reason) {
    const auto differs = [&](const std::string& where, const observe::Mismatch& mismatch) {
      expected = where + mismatch.pointer + ": " + mismatch.expected;
      observed = mismatch.observed;
      reason = where + mismatch.pointer + " is " + mismatch.observed + ", and " + mismatch.expected +
               " was expected";
      return false;
    };
    for (const auto& [name, matcher] : step.expect.header) {
      const std::string value = outcome.last.headers.get(name);
      const Json json = value.empty() ? Json() : Json(value);
      if (!observe::matches(matcher, value.empty() ? nullptr : &json)) {
        return differs("header ",
                       {name, observe::describe_matcher(matcher), value.empty() ? "absent" : value});
      }
    }
    const auto body = parse_json(outcome.last.body);
    if (auto mismatch = observe::first_mismatch(step.expect.body, body ? *body : Json()))
      return differs("body ", *mismatch);
    if (auto mismatch = observe::first_mismatch(step.expect.state, outcome.resource))
      return differs("state ", *mismatch);
    return true;
  }

  static std::string step_name(const Step& step) {
    if (const auto* user = std::get_if<UserStep>(&step.action)) return user->operation + " " + user->user;
    if (const auto* group = std::get_if<GroupStep>(&step.action)) return "group " + group->operation;
    if (const auto* scim = std::get_if<ScimStep>(&step.action)) return scim->method + " " + scim->path;
    return step.id;
  }

  Browser& browser(const std::string& name) {
    const auto found = browsers_.find(name);
    if (found != browsers_.end()) return found->second;
    return browsers_.emplace(name, Browser(*environment_.gateway, environment_.clock)).first->second;
  }

  void finish(Status status, const std::string& reason) {
    if (finished_) return;
    finished_ = true;
    result_.status = status;
    result_.reason = environment_.gateway->redactor().text(reason);
    result_.message = environment_.gateway->redactor().text(result_.message);
    if (status == Status::pass || status == Status::skip) result_.fix.clear();
  }

  const Environment& environment_;
  Controls& controls_;
  const Case& case_;
  CaseResult result_;
  Directory directory_;
  Seed seed_;
  std::string start_;
  bool refused_ = false, finished_ = false;
  std::map<std::string, LoginOutcome> logins_;
  std::map<std::string, std::string> browsers_of_;  ///< which jar a login step used
  std::map<std::string, Browser> browsers_;
};

}  // namespace

CaseResult describe_case(const Environment& environment, const Case& one) {
  CaseResult result;
  result.id = one.id;
  result.key = one.id + "@" + environment.provider.id;
  result.saml_provider = environment.provider.saml->id;
  result.scim_provider = environment.provider.scim->id;
  result.title = one.title;
  result.level = strictest_level(environment.catalogue.clauses, one.clauses);
  result.clauses = one.clauses;
  const std::string home = environment.catalogue.home + "/";
  result.file = one.file.starts_with(home) ? one.file.substr(home.size()) : one.file;
  result.line = one.line;
  result.fix = one.fix;
  if (const auto symptom = environment.catalogue.symptoms.find(one.symptom);
      result.fix.empty() && symptom != environment.catalogue.symptoms.end()) {
    result.fix = symptom->second.fix;
  }
  return result;
}

Task<CaseResult> run_case(const Environment& environment, Controls& controls, const Case& one) {
  CaseRun run(environment, controls, one);
  co_return co_await run.run();
}

}  // namespace idproctor::run
