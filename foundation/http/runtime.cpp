#include "foundation/http/runtime.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <csignal>
#include <stdexcept>
#include <utility>

#include "foundation/http/io_context.hpp"
#include "foundation/http/use_result.hpp"

namespace idproctor::http {

namespace net = boost::asio;

namespace {

using Timer = net::steady_timer;

}  // namespace

void Runtime::Impl::work() {
  context.restart();
  context.run();
  if (crash) std::rethrow_exception(std::exchange(crash, nullptr));
}

Runtime::Runtime() : impl_(std::make_unique<Impl>()) {}
Runtime::~Runtime() = default;

void Runtime::spawn(Task<> task) {
  // The completion handler must not throw: it runs inside the coroutine's own frame.
  net::co_spawn(impl_->context, std::move(task), [impl = impl_.get()](std::exception_ptr thrown) {
    if (!thrown || impl->crash) return;
    impl->crash = thrown;
    impl->context.stop();
  });
}

void Runtime::run_until_done(Task<> task) {
  // Shared, since a task that stop() left alone may end during a later call, which is none of its business.
  struct Wait {
    bool ended = false, over = false;
  };
  auto wait = std::make_shared<Wait>();
  impl_->stop_asked = false;
  net::co_spawn(impl_->context, std::move(task), [impl = impl_.get(), wait](std::exception_ptr thrown) {
    wait->ended = true;
    if (thrown && !impl->crash) impl->crash = thrown;
    if (!wait->over || thrown) impl->context.stop();
  });
  struct Mark {
    Wait& wait;
    ~Mark() { wait.over = true; }
  } const mark{*wait};
  impl_->work();
  if (!wait->ended && !impl_->stop_asked) throw std::logic_error("a task waits for what nobody will do");
}

void Runtime::run() {
  auto const for_ever = net::make_work_guard(impl_->context);
  impl_->work();
}

void Runtime::stop() {
  impl_->stop_asked = true;
  impl_->context.stop();
}

void Runtime::on_stop_signal(std::function<void(int)> handler) {
  impl_->signals.emplace(impl_->context, SIGINT, SIGTERM);
  impl_->signals->async_wait([handler = std::move(handler)](boost::system::error_code error, int number) {
    if (!error) handler(number);
  });
}

Task<> sleep_for(Milliseconds duration) {
  auto executor = co_await net::this_coro::executor;
  Timer timer(executor, duration);
  co_await timer.async_wait(use_result);
}

Task<> all(std::vector<Task<>> tasks) {
  struct State {
    std::size_t running = 0;
    std::exception_ptr crash;
    Gate ended;
  };
  if (tasks.empty()) co_return;
  auto executor = co_await net::this_coro::executor;
  auto state = std::make_shared<State>();
  state->running = tasks.size();
  for (auto& task : tasks) {
    net::co_spawn(executor, std::move(task), [state](std::exception_ptr thrown) {
      if (thrown && !state->crash) state->crash = thrown;
      if (--state->running == 0) state->ended.open();
    });
  }
  co_await state->ended.wait();
  if (state->crash) std::rethrow_exception(state->crash);
}

struct Gate::Impl {
  bool is_open = false;
  // Owned by the coroutines that wait: a gate may outlive the runtime, their timers must not.
  std::vector<std::weak_ptr<Timer>> waiting;
};

Gate::Gate() : impl_(std::make_shared<Impl>()) {}
Gate::~Gate() = default;

void Gate::open() {
  impl_->is_open = true;
  for (auto& waiting : std::exchange(impl_->waiting, {})) {
    if (auto const timer = waiting.lock()) timer->cancel();
  }
}

namespace {

/// Coroutines that belong to no gate, so that the Gate may be gone before they begin.
template <class Impl>
Task<bool> wait_until(std::shared_ptr<Impl> impl, Timer::time_point deadline) {
  if (impl->is_open) co_return true;
  auto executor = co_await net::this_coro::executor;
  auto timer = std::make_shared<Timer>(executor, deadline);
  std::erase_if(impl->waiting, [](auto const& waiting) { return waiting.expired(); });
  impl->waiting.push_back(timer);
  co_await timer->async_wait(use_result);
  co_return impl->is_open;
}

template <class Impl>
Task<> wait_for_ever(std::shared_ptr<Impl> impl) {
  co_await wait_until(impl, Timer::time_point::max());
}

}  // namespace

Task<> Gate::wait() {
  return wait_for_ever(impl_);
}

Task<bool> Gate::wait(Milliseconds patience) {
  return wait_until(impl_, Timer::clock_type::now() + patience);
}

}  // namespace idproctor::http
