#include "foundation/http/worker.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <exception>
#include <utility>

#include "foundation/http/runtime.hpp"

namespace idproctor::http {

namespace net = boost::asio;

struct Worker::Impl {
  net::thread_pool thread{1};
};

Worker::Worker() : impl_(std::make_unique<Impl>()) {}

Worker::~Worker() {
  impl_->thread.stop();
  impl_->thread.join();
}

Task<> Worker::run(std::function<void()> work) {
  struct Job {
    std::function<void()> work;
    std::exception_ptr thrown;
    Gate done;
  };
  auto executor = co_await net::this_coro::executor;
  auto job = std::make_shared<Job>();
  job->work = std::move(work);
  net::post(impl_->thread, [job, executor]() mutable {
    try {
      job->work();
    } catch (...) {
      job->thrown = std::current_exception();
    }
    net::post(executor, [job = std::move(job)] { job->done.open(); });
  });
  co_await job->done.wait();
  if (job->thrown) std::rethrow_exception(job->thrown);
}

}  // namespace idproctor::http
