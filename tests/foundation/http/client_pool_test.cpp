#include <gmock/gmock.h>

#include <condition_variable>

#include "tests/foundation/http/ask.hpp"
#include "tests/foundation/http/raw_server.hpp"

namespace idproctor::http {
namespace {

constexpr auto* ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

class ClientPool : public testing::Test {
 protected:
  int status_of(Request request) {
    auto const answer = ask(runtime, client, std::move(request));
    if (!answer) ADD_FAILURE() << answer.error().message;
    return answer ? answer->status : 0;
  }

  Runtime runtime;
  Client client{runtime, {}};
};

TEST_F(ClientPool, KeepsTheConnection) {
  RawServer server(always(ok));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(status_of(Request("GET", server.url("/" + std::to_string(i)))), 200);
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(ClientPool, DoesNotKeepWhatOneSideCloses) {
  RawServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(status_of(Request("GET", server.url())), 200);
  EXPECT_EQ(server.connections(), 2);

  RawServer patient(always(ok));
  Request request("GET", patient.url());
  request.headers.add("Connection", "close");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(status_of(request), 200);
  EXPECT_EQ(patient.connections(), 2);
}

TEST_F(ClientPool, DoesNotKeepWhatBroughtAServerError) {
  // The server would cut it when the next request is on its way, whatever this answer says.
  RawServer server(
      always("HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n"));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(status_of(Request("GET", server.url())), 501);
  EXPECT_EQ(server.connections(), 2);

  RawServer refusing(always("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
  for (int i = 0; i < 2; ++i) EXPECT_EQ(status_of(Request("GET", refusing.url())), 404);
  EXPECT_EQ(refusing.connections(), 1);
}

TEST_F(ClientPool, NoticesThatTheServerClosedMeanwhile) {
  // A POST is never sent twice, so it would fail if it were tried on the closed connection.
  RawServer server([](Peer& peer) {
    peer.read_request();
    peer.write(ok);
  });
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(status_of(Request("POST", server.url())), 200);
    // The close follows the answer; it is there when the server's side of the connection is gone.
    while (server.open_connections() > 0) std::this_thread::yield();
  }
  EXPECT_EQ(server.connections(), 3);
}

TEST_F(ClientPool, SecondAnswerThatNobodyAskedForIsNotTakenForTheNext) {
  RawServer server([](Peer& peer) {
    while (!peer.read_request().empty())
      peer.write(std::string(ok) + "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n");
  });
  for (int i = 0; i < 3; ++i) EXPECT_EQ(status_of(Request("GET", server.url())), 200);
}

TEST_F(ClientPool, RepeatsASafeRequestOnceOnAFreshConnection) {
  std::atomic<int> requests{0};
  // Answers the first request of a connection and closes on the second without an answer.
  RawServer server([&](Peer& peer) {
    for (int i = 0; i < 2 && !peer.read_request().empty(); ++i) {
      ++requests;
      if (i == 0) peer.write(ok);
    }
  });
  EXPECT_EQ(status_of(Request("GET", server.url())), 200);
  EXPECT_EQ(status_of(Request("DELETE", server.url())), 200);
  EXPECT_EQ(requests, 3);
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(ClientPool, NeverRepeatsAPost) {
  std::atomic<int> requests{0};
  RawServer server([&](Peer& peer) {
    for (int i = 0; i < 2 && !peer.read_request().empty(); ++i) {
      ++requests;
      if (i == 0) peer.write(ok);
    }
  });
  EXPECT_EQ(status_of(Request("GET", server.url())), 200);
  auto const error = error_of(ask(runtime, client, Request("POST", server.url())));
  EXPECT_EQ(error.kind, Error::Kind::incomplete);
  EXPECT_EQ(requests, 2);
}

TEST_F(ClientPool, NeverRepeatsWhatWasHalfAnsweredOrFreshlyRefused) {
  std::atomic<int> requests{0};
  RawServer half([&](Peer& peer) {
    for (int i = 0; i < 2 && !peer.read_request().empty(); ++i) {
      ++requests;
      peer.write(i == 0 ? ok : "HTTP/1.1 2");
    }
  });
  EXPECT_EQ(status_of(Request("GET", half.url())), 200);
  EXPECT_EQ(error_of(ask(runtime, client, Request("GET", half.url()))).kind, Error::Kind::incomplete);
  EXPECT_EQ(requests, 2);

  requests = 0;
  RawServer fresh([&](Peer& peer) {
    if (!peer.read_request().empty()) ++requests;
  });
  EXPECT_EQ(error_of(ask(runtime, client, Request("GET", fresh.url()))).kind, Error::Kind::incomplete);
  EXPECT_EQ(requests, 1);
}

/// Answers only when that many requests are there at once.
class Meeting {
 public:
  explicit Meeting(int size) : size_(size) {}
  void arrive() {
    std::unique_lock lock(mutex_);
    auto const round = arrived_++ / size_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return arrived_ >= (round + 1) * size_; });
  }

 private:
  int size_, arrived_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
};

TEST(ClientPoolLimit, APostTakesAFresherConnectionThanAGet) {
  RawServer server(always(ok));
  Runtime runtime;
  ClientOptions options;
  options.reused_for_post_within = Milliseconds{0};
  Client client(runtime, options);
  for (int i = 0; i < 2; ++i) ASSERT_TRUE(ask(runtime, client, Request("GET", server.url())));
  EXPECT_EQ(server.connections(), 1);
  ASSERT_TRUE(ask(runtime, client, Request("POST", server.url())));
  EXPECT_EQ(server.connections(), 2);
}

TEST(ClientPoolLimit, KeepsNoMoreIdleConnectionsThanAsked) {
  Meeting meeting(3);
  RawServer server([&](Peer& peer) {
    while (!peer.read_request().empty()) {
      meeting.arrive();
      peer.write(ok);
    }
  });
  Runtime runtime;
  ClientOptions options;
  options.connections_per_origin = 1;
  Client client(runtime, options);
  int answered = 0;
  auto const send = [](Client& by, std::string url, int& count) -> Task<> {
    Request request("GET", std::move(url));
    auto const answer = co_await by.send(std::move(request));
    if (answer && answer->status == 200) ++count;
  };
  for (int round = 0; round < 2; ++round) {
    std::vector<Task<>> tasks;
    for (int i = 0; i < 3; ++i) tasks.push_back(send(client, server.url(), answered));
    runtime.run_until_done(all(std::move(tasks)));
  }
  EXPECT_EQ(answered, 6);
  EXPECT_EQ(server.connections(), 5);
}

}  // namespace
}  // namespace idproctor::http
