#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/core/task.hpp"

namespace idproctor::http {

/// An io_context and the one thread that works for it. Everything that waits, waits here. The program has
/// one; what examines the embedded reference has a second for it (runtime_thread.hpp).
class Runtime {
 public:
  Runtime();
  ~Runtime();
  Runtime(const Runtime&) = delete;
  Runtime& operator=(const Runtime&) = delete;

  /// Starts a coroutine; the task must own what it uses. An exception that leaves it ends run() with it.
  void spawn(Task<> task);
  /// Works until `task` has ended; throws what it threw. After stop() it returns with the task left where it
  /// waits.
  void run_until_done(Task<> task);
  /// Works until stop(), or for ever.
  void run();
  void stop();
  /// Calls `handler` once for SIGINT or SIGTERM, with the signal's number, on this thread;
  /// further ones are ignored while this Runtime lives, since timeout(1) and the like send two, and the first
  /// is being answered with what there is.
  void on_stop_signal(std::function<void(int)> handler);

  struct Impl;
  Impl& impl() { return *impl_; }  ///< for foundation/http alone

 private:
  std::unique_ptr<Impl> impl_;
};

/// Ends after that time; on whatever runtime the coroutine runs.
Task<> sleep_for(Milliseconds duration);

/// Runs all of them at once and ends when the last has ended; then throws what the first to fail threw.
Task<> all(std::vector<Task<>> tasks);

/// Lets coroutines wait for one another: wait() ends when open() was called, and with `patience` when that is
/// over; then true where it is open.
class Gate {
 public:
  Gate();
  ~Gate();
  void open();
  Task<> wait();
  Task<bool> wait(Milliseconds patience);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace idproctor::http
