#include "foundation/http/runtime.hpp"

#include <gmock/gmock.h>

#include <csignal>
#include <optional>
#include <stdexcept>
#include <string>

namespace idproctor::http {
namespace {

using testing::ElementsAre;

Task<> note(std::vector<std::string>& log, std::string text, Milliseconds after) {
  co_await sleep_for(after);
  log.push_back(std::move(text));
}

Task<> fail(std::string text) {
  co_await sleep_for(Milliseconds(1));
  throw std::runtime_error(text);
}

Task<> wait_and_note(Gate& gate, std::vector<std::string>& log, std::string text) {
  co_await gate.wait();
  log.push_back(std::move(text));
}

Task<> wait_for_ever() {
  Gate gate;
  co_await gate.wait();
}

std::string thrown_by(const std::function<void()>& action) {
  try {
    action();
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "nothing";
}

TEST(Runtime, WorksUntilTheTaskIsDone) {
  Runtime runtime;
  std::vector<std::string> log;
  runtime.spawn(wait_for_ever());
  runtime.run_until_done(note(log, "a", Milliseconds(1)));
  runtime.run_until_done(note(log, "b", Milliseconds(0)));
  EXPECT_THAT(log, ElementsAre("a", "b"));
}

TEST(Runtime, ThrowsWhatTheTaskThrew) {
  Runtime runtime;
  EXPECT_EQ(thrown_by([&] { runtime.run_until_done(fail("mine")); }), "mine");
  std::vector<std::string> log;
  runtime.run_until_done(note(log, "still works", Milliseconds(0)));
  EXPECT_THAT(log, ElementsAre("still works"));
}

TEST(Runtime, ExceptionOfASpawnedTaskEndsTheRun) {
  Runtime runtime;
  runtime.spawn(fail("spawned"));
  EXPECT_EQ(thrown_by([&] { runtime.run(); }), "spawned");
  runtime.spawn(fail("another"));
  EXPECT_EQ(thrown_by([&] { runtime.run_until_done(wait_for_ever()); }), "another");
}

TEST(Runtime, StopEndsBothKindsOfRun) {
  Runtime runtime;
  auto const stop = [](Runtime& which) -> Task<> {
    co_await sleep_for(Milliseconds(1));
    which.stop();
  };
  runtime.spawn(stop(runtime));
  runtime.run();
  runtime.spawn(stop(runtime));
  runtime.run_until_done(wait_for_ever());
}

TEST(Runtime, TaskLeftAloneByStopDoesNotEndALaterRun) {
  Runtime runtime;
  Gate gate;
  std::vector<std::string> log;
  auto const stop = [](Runtime& which) -> Task<> {
    which.stop();
    co_return;
  };
  runtime.spawn(stop(runtime));
  runtime.run_until_done(wait_and_note(gate, log, "left alone"));
  EXPECT_THAT(log, ElementsAre());
  gate.open();
  runtime.run_until_done(note(log, "later", Milliseconds(5)));
  EXPECT_THAT(log, ElementsAre("left alone", "later"));
}

TEST(Runtime, StopSignalIsHandedOverOnce) {
  Runtime runtime;
  std::vector<int> numbers;
  runtime.on_stop_signal([&](int number) {
    numbers.push_back(number);
    runtime.stop();
  });
  std::raise(SIGTERM);
  runtime.run();
  EXPECT_THAT(numbers, ElementsAre(SIGTERM));
}

TEST(Runtime, EndsWithTasksThatWait) {
  // Their frames own what they use; the sanitizers watch.
  auto const text = std::make_shared<std::string>("owned");
  {
    Runtime runtime;
    auto const hold = [](std::shared_ptr<std::string>) -> Task<> { co_await wait_for_ever(); };
    runtime.spawn(hold(text));
    runtime.run_until_done(sleep_for(Milliseconds(1)));
    EXPECT_GT(text.use_count(), 1);
  }
  EXPECT_EQ(text.use_count(), 1);
}

TEST(All, RunsAtOnceAndEndsWithTheLast) {
  Runtime runtime;
  std::vector<std::string> log;
  Gate gate;
  auto const open = [](Gate& which, std::vector<std::string>& into) -> Task<> {
    into.push_back("opened");
    which.open();
    co_return;
  };
  std::vector<Task<>> tasks;
  tasks.push_back(wait_and_note(gate, log, "waited"));
  tasks.push_back(open(gate, log));
  runtime.run_until_done(all(std::move(tasks)));
  EXPECT_THAT(log, ElementsAre("opened", "waited"));
  runtime.run_until_done(all({}));
}

TEST(All, ThrowsAfterTheLastHasEnded) {
  Runtime runtime;
  std::vector<std::string> log;
  std::vector<Task<>> tasks;
  tasks.push_back(fail("first"));
  tasks.push_back(note(log, "finished", Milliseconds(20)));
  EXPECT_EQ(thrown_by([&] { runtime.run_until_done(all(std::move(tasks))); }), "first");
  EXPECT_THAT(log, ElementsAre("finished"));
}

TEST(Gate, OpenGatesHoldNobody) {
  Runtime runtime;
  std::vector<std::string> log;
  Gate gate;
  gate.open();
  gate.open();
  runtime.run_until_done(wait_and_note(gate, log, "through"));
  EXPECT_THAT(log, ElementsAre("through"));
}

TEST(Gate, IsNotWaitedForLongerThanOnePleases) {
  Runtime runtime;
  Gate gate;
  auto const scene = [](Gate& which) -> Task<> {
    EXPECT_FALSE(co_await which.wait(Milliseconds(1)));
    which.open();
    EXPECT_TRUE(co_await which.wait(Milliseconds(0)));
  };
  runtime.run_until_done(scene(gate));

  Gate other;
  auto const open = [](Gate& which) -> Task<> {
    which.open();
    co_return;
  };
  auto const wait = [](Gate& which) -> Task<> { EXPECT_TRUE(co_await which.wait(Milliseconds(60'000))); };
  runtime.spawn(open(other));
  runtime.run_until_done(wait(other));
}

TEST(Gate, LetsAllThatWaitThrough) {
  Runtime runtime;
  std::vector<std::string> log;
  Gate gate;
  for (auto const* name : {"a", "b"}) runtime.spawn(wait_and_note(gate, log, name));
  runtime.run_until_done(sleep_for(Milliseconds(5)));
  EXPECT_THAT(log, ElementsAre());
  gate.open();
  runtime.run_until_done(sleep_for(Milliseconds(5)));
  EXPECT_THAT(log, testing::UnorderedElementsAre("a", "b"));
}

TEST(Gate, MayOutliveTheRuntimeAndTheOtherWayRound) {
  Gate outliving;
  {
    Runtime runtime;
    std::vector<std::string> log;
    runtime.spawn(wait_and_note(outliving, log, "never"));
    runtime.run_until_done(sleep_for(Milliseconds(1)));
  }
  outliving.open();

  Runtime runtime;
  auto gate = std::make_unique<Gate>();
  auto task = gate->wait();
  gate->open();
  gate.reset();
  runtime.run_until_done(std::move(task));
}

}  // namespace
}  // namespace idproctor::http
