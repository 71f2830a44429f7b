#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/rng.h"
#include "tests/store/store_folder.h"

namespace evenhand {
namespace {

std::string body_of(const std::string& key) { return key + std::string(3000, 'x'); }

class SqliteThreads : public StoreFolder {};

TEST_F(SqliteThreads, D12_ReadTheirOwnWrites) {
  auto store = open();
  std::atomic<int> wrong = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 16; ++t) {
      threads.emplace_back([&store, &wrong, t] {
        for (int i = 0; i < 40; ++i) {
          const std::string key = std::to_string(t) + "/" + std::to_string(i);
          const auto id = store->begin(start_of(key));
          const bool ended = id && store->end(*id, reply_of(body_of(key)));
          const auto reply = store->find({{key}});
          if (!ended || !reply || !*reply || (*reply)->raw_body != body_of(key)) ++wrong;
          if (!id || *store->body_of(*id) != body_of(key)) ++wrong;
        }
      });
    }
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(store->spend()->all.attempts, 640);
}

TEST_F(SqliteThreads, D12_AcceptOneReplyPerRequest) {
  auto store = open();
  std::atomic<int> failed = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 16; ++t) {
      threads.emplace_back([&store, &failed] {
        const auto id = store->begin(start_of("k"));
        if (!id || !store->end(*id, reply_of("one of many"))) ++failed;
      });
    }
  }
  EXPECT_EQ(failed, 0);
  EXPECT_EQ((*store->find({{"k"}}))->raw_body, "one of many");
  EXPECT_EQ(store->spend()->all.unfinished, 0);
}

TEST_F(SqliteThreads, AreAllAnsweredWhenTheStoreCloses) {
  auto store = open();
  std::atomic<int> answered = 0;
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 16; ++t) {
      threads.emplace_back([&store, &answered, t] {
        while (store->begin(start_of(std::to_string(t)))) {
        }
        ++answered;
      });
    }
    while (store->spend()->all.attempts < 50) std::this_thread::yield();
    EXPECT_TRUE(store->close());
  }
  EXPECT_EQ(answered, 16);
}

class SqliteCrash : public StoreFolder {
 protected:
  /// Writes with 16 threads until it is killed; says each key, after end() has returned, in 16
  /// bytes: a pipe takes so few whole or not at all.
  [[noreturn]] void write_until_killed(int round, int pipe) {
    auto store = try_open();
    if (!store) ::_exit(1);
    std::vector<std::thread> threads;
    for (int t = 0; t < 16; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0;; ++i) {
          std::string key =
              std::to_string(round) + "/" + std::to_string(t) + "/" + std::to_string(i);
          key.resize(16, ' ');
          const auto id = (*store)->begin(start_of(key));
          if (!id || !(*store)->end(*id, reply_of(body_of(key)))) ::_exit(1);
          if (::write(pipe, key.data(), key.size()) != 16) ::_exit(1);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    ::_exit(1);
  }

  /// The keys that a child has said before it was killed after so many of them.
  std::set<std::string> keys_of_killed_child(int round, std::uint64_t replies) {
    int ends[2];
    if (::pipe(ends) != 0) return {};
    const pid_t child = ::fork();
    if (child == 0) write_until_killed(round, ends[1]);
    ::close(ends[1]);
    std::set<std::string> keys;
    std::string key(16, '\0');
    while (::read(ends[0], key.data(), key.size()) == 16) {
      keys.insert(key);
      if (keys.size() == replies) ::kill(child, SIGKILL);
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status));
    return keys;
  }
};

TEST_F(SqliteCrash, D02_LosesNoReplyThatWasAcknowledged) {
  Rng rng(20261125);
  std::set<std::string> acknowledged;
  for (int round = 0; round < 20; ++round) {
    acknowledged.merge(keys_of_killed_child(round, 1 + rng.below(400)));

    auto store = open();
    for (const std::string& key : acknowledged) {
      const auto reply = store->find({{key}});
      ASSERT_TRUE(reply && *reply) << key;
      ASSERT_EQ((*reply)->raw_body, body_of(key));
    }
    EXPECT_EQ(integrity(), "ok");
    const auto spend = store->spend();
    ASSERT_TRUE(spend);
    EXPECT_LE(spend->all.unfinished, 16 * (round + 1)) << "only what was in flight may be open";
  }
}

}  // namespace
}  // namespace evenhand
