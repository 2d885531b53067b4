#include "foundation/http/worker.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

#include "foundation/http/runtime.hpp"

namespace idproctor::http {
namespace {

using testing::ElementsAre;

Task<> hand_over(Worker& worker, std::function<void()> work) {
  co_await worker.run(std::move(work));
}

Task<> count(Worker& worker, std::vector<int>& done, int number) {
  std::function<void()> work = [&done, number] { done.push_back(number); };
  co_await worker.run(std::move(work));
}

Task<> note_thread(Worker& worker, std::thread::id& before, std::thread::id& within, std::thread::id& after) {
  before = std::this_thread::get_id();
  std::function<void()> work = [&within] { within = std::this_thread::get_id(); };
  co_await worker.run(std::move(work));
  after = std::this_thread::get_id();
}

Task<> stop(Runtime& runtime) {
  runtime.stop();
  co_return;
}

TEST(Worker, WorksElsewhereAndComesBack) {
  Runtime runtime;
  Worker worker;
  std::thread::id before, within, after;
  runtime.run_until_done(note_thread(worker, before, within, after));
  EXPECT_EQ(before, std::this_thread::get_id());
  EXPECT_EQ(after, before);
  EXPECT_NE(within, before);
  EXPECT_NE(within, std::thread::id());
}

TEST(Worker, KeepsTheOrder) {
  Runtime runtime;
  Worker worker;
  std::vector<int> done;
  std::vector<Task<>> tasks;
  for (int number = 0; number < 4; ++number) tasks.push_back(count(worker, done, number));
  runtime.run_until_done(all(std::move(tasks)));
  EXPECT_THAT(done, ElementsAre(0, 1, 2, 3));
}

TEST(Worker, ThrowsWhereItIsAwaited) {
  Runtime runtime;
  Worker worker;
  EXPECT_THROW(runtime.run_until_done(hand_over(worker, [] { throw std::runtime_error("made badly"); })),
               std::runtime_error);
  std::vector<int> done;
  runtime.run_until_done(count(worker, done, 1));
  EXPECT_THAT(done, ElementsAre(1));
}

TEST(Worker, WaitsForWhatItDoesWhenItsCallerIsGone) {
  Runtime runtime;
  std::atomic<bool> began = false, may_end = false, ended = false;
  std::optional<Worker> worker(std::in_place);
  runtime.spawn(hand_over(*worker, [&] {
    began = true;
    began.notify_one();
    may_end.wait(false);
    ended = true;
  }));
  runtime.spawn(stop(runtime));
  runtime.run();
  began.wait(false);
  may_end = true;
  may_end.notify_one();
  worker.reset();
  EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace idproctor::http
