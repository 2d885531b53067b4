#pragma once

#include <thread>

#include "foundation/http/runtime.hpp"

namespace idproctor::http {

/// Lets `runtime` work on a thread of its own while this lives. What was given to the runtime belongs to that
/// thread then; the runtime must outlive this. An exception that leaves one of its tasks ends the program, as
/// one that leaves main() would.
class RuntimeThread {
 public:
  explicit RuntimeThread(Runtime& runtime);
  ~RuntimeThread();
  RuntimeThread(const RuntimeThread&) = delete;
  RuntimeThread& operator=(const RuntimeThread&) = delete;

 private:
  Runtime& runtime_;
  std::thread thread_;
};

}  // namespace idproctor::http
