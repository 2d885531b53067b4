#pragma once

#include <functional>
#include <memory>

#include "foundation/core/task.hpp"

namespace idproctor::http {

/// A thread for what computes and waits for nothing, while the Runtime's own goes on with the sockets.
class Worker {
 public:
  Worker();
  /// Waits for what is being done; what has not begun is dropped. Comes before the end of the Runtime whose
  /// coroutines it works for.
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Calls `work` on the other thread, in the order of the calls, and ends when it has returned; throws here
  /// what it threw. `work` must own what it touches: a run that is stopped leaves the coroutine behind.
  Task<> run(std::function<void()> work);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace idproctor::http
