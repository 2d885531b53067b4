#include "harness/run/application_question.hpp"

#include "foundation/http/runtime.hpp"

namespace idproctor::run {

Task<Result<std::string>> ask(Gateway& gateway, const observe::Application& application, Log& log,
                              std::string what, observe::Question& question, Milliseconds timeout) {
  auto exchange = std::make_shared<std::string>();
  bool is_first = true;
  for (auto request = question.next(); request; request = question.next()) {
    const Milliseconds gap = application.gap(*request);
    if (!is_first && gap > Milliseconds{0}) co_await http::sleep_for(gap);
    is_first = false;
    std::string why = what;
    auto answer =
        co_await gateway.send_when_admitted(log, std::move(why), std::move(*request), timeout, exchange);
    if (!answer) co_return answer.error();
    if (auto read = question.read(*answer); !read) co_return read.error();
  }
  co_return *exchange;
}

Task<Result<LinkState>> ask_state(Gateway& gateway, const observe::Application& application, Log& log,
                                  std::string link, std::string what, Milliseconds timeout) {
  const auto question = link == "connection" ? application.ask_connection() : application.ask_directory();
  auto asked = co_await ask(gateway, application, log, std::move(what), *question, timeout);
  if (!asked) co_return asked.error();
  co_return LinkState{question->state(), *asked};
}

}  // namespace idproctor::run
