#include "foundation/http/runtime_thread.hpp"

#include <boost/asio/post.hpp>

#include "foundation/http/io_context.hpp"

namespace idproctor::http {

RuntimeThread::RuntimeThread(Runtime& runtime) : runtime_(runtime), thread_([&runtime] { runtime.run(); }) {}

RuntimeThread::~RuntimeThread() {
  // As work of its own: run() would forget a stop() that comes before it.
  boost::asio::post(runtime_.impl().context, [this] { runtime_.stop(); });
  thread_.join();
}

}  // namespace idproctor::http
