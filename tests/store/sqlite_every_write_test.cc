// The store, while the disk or the process dies at every single operation that changes a file.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/fakes/faulty_disk.h"
#include "tests/store/store_folder.h"

namespace evenhand {
namespace {

constexpr int kRequests = 6;
constexpr int kPoints = 60;           // that the work has at least
const std::string kBody(9'000, 'x');  // several pages

// Sanitizers look at the code, not at the disk, and take ten times as long: every seventh will do.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kStep = 7;
#else
constexpr int kStep = 1;
#endif

class SqliteEveryWrite : public StoreFolder {
 protected:
  /// In memory where there is such a place: some ten thousand syncs are waited for.
  SqliteEveryWrite() {
    const std::filesystem::path memory = "/dev/shm";
    if (::access(memory.c_str(), W_OK) != 0) return;
    std::filesystem::remove_all(folder);
    folder = memory / folder.filename();
    path = (folder / "store.db").string();
    start_anew();
  }

  std::string key(int i) const { return "k" + std::to_string(i); }

  /// What a run does to its store; each key is said on the pipe once its reply was acknowledged,
  /// and "b" before its request would have left. Returns the number of operations.
  int work(FaultyDisk& disk, int pipe) {
    const auto say = [&](const std::string& what) {
      const std::string line = what + "\n";
      if (::write(pipe, line.data(), line.size()) < 0) ::_exit(3);
    };
    auto store = try_open();
    if (!store) return disk.operations();
    for (int i = 0; i < kRequests; ++i) {
      if (auto found = (*store)->find({{key(i)}}); !found || *found) continue;
      const auto id = (*store)->begin(start_of(key(i)));
      if (!id) continue;
      say("b" + key(i));
      if ((*store)->end(*id, reply_of(kBody + key(i)))) say("e" + key(i));
    }
    static_cast<void>((*store)->close());
    return disk.operations();
  }

  struct Said {
    std::multiset<std::string> begun;
    std::set<std::string> acknowledged;
    bool died = false;
  };

  /// Works in a child process on such a disk.
  Said work_in_child(FaultyDisk::Plan plan) {
    int ends[2];
    if (::pipe(ends) != 0) std::abort();
    const pid_t child = ::fork();
    if (child == 0) {
      FaultyDisk disk(plan);
      work(disk, ends[1]);
      ::_exit(0);
    }
    ::close(ends[1]);
    std::string text;
    char buffer[4096];
    for (ssize_t got = 0; (got = ::read(ends[0], buffer, sizeof buffer)) > 0;) {
      text.append(buffer, static_cast<std::size_t>(got));
    }
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    Said said{.begun = {}, .acknowledged = {}, .died = WIFSIGNALED(status)};
    EXPECT_TRUE(said.died || WEXITSTATUS(status) == 0);
    for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos;
         at = end + 1) {
      const std::string line = text.substr(at + 1, end - at - 1);
      if (text[at] == 'b') said.begun.insert(line);
      if (text[at] == 'e') said.acknowledged.insert(line);
    }
    return said;
  }

  void start_anew() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder / "spill");
  }

  /// Nothing acknowledged is lost, nothing was asked that is not on record, the next start needs
  /// no help and asks only what is missing.
  void check_after(const Said& said) {
    {
      auto store = open();
      for (const std::string& acknowledged : said.acknowledged) {
        const auto reply = store->find({{acknowledged}});
        ASSERT_TRUE(reply && *reply) << acknowledged << " was acknowledged and is lost";
        ASSERT_EQ((*reply)->raw_body, kBody + acknowledged);
      }
      ASSERT_GE(store->spend()->all.attempts, static_cast<std::int64_t>(said.begun.size()));
    }
    ASSERT_EQ(integrity(), "ok");
    const Said rest = work_in_child({});
    for (const std::string& again : rest.begun) {
      ASSERT_FALSE(said.acknowledged.contains(again)) << again << " would be paid for twice";
    }
    auto store = open();
    for (int i = 0; i < kRequests; ++i) ASSERT_TRUE(store->find({{key(i)}})->has_value());
    ASSERT_LE(store->spend()->all.unfinished, 1);
  }

  /// The fault at the first operation, at the second, ... until the work ends before it.
  int at_every_operation(DiskFault fault, int times = 1) {
    for (int at = 1;; at += kStep) {
      start_anew();
      const FaultyDisk::Plan plan{.fault = fault, .at = at, .times = times};
      const Said said = work_in_child(plan);
      check_after(said);
      if (testing::Test::HasFatalFailure()) {
        ADD_FAILURE() << "at operation " << at;
        return at;
      }
      const bool unharmed = !said.died && said.acknowledged.size() == kRequests;
      const bool ends_process = fault != DiskFault::full && fault != DiskFault::broken;
      if (unharmed && (ends_process || at > operations())) return at;
    }
  }

  /// How many operations the work takes where nothing fails.
  int operations() {
    if (operations_ == 0) {
      const std::string kept = path;
      path = (folder / "counted.db").string();
      FaultyDisk disk({});
      const int nowhere = ::open("/dev/null", O_WRONLY);
      operations_ = work(disk, nowhere);
      ::close(nowhere);
      path = kept;
    }
    return operations_;
  }

 private:
  int operations_ = 0;
};

// D-01: kill -9 at every write, sync, truncation and deletion.
TEST_F(SqliteEveryWrite, D01_LosesNothingWhenItIsKilledThere) {
  const int points = at_every_operation(DiskFault::kill);
  EXPECT_GE(points, kPoints);
  RecordProperty("points", points);
}

TEST_F(SqliteEveryWrite, D01_LosesNothingWhenAWriteIsTorn) {
  EXPECT_GE(at_every_operation(DiskFault::torn_kill), kPoints);
}

// D-05: what was not synced is gone.
TEST_F(SqliteEveryWrite, D05_LosesNothingWhenThePowerFails) {
  EXPECT_GE(at_every_operation(DiskFault::power_cut), kPoints);
}

// D-06: the disk is full for one operation, and for ever.
TEST_F(SqliteEveryWrite, D06_LosesNothingWhenTheDiskIsFullThere) {
  EXPECT_GE(at_every_operation(DiskFault::full), kPoints);
}

TEST_F(SqliteEveryWrite, D06_LosesNothingWhenTheDiskStaysFull) {
  EXPECT_GE(at_every_operation(DiskFault::full, 1'000'000), kPoints);
}

// D-08: an input/output error at every operation, syncs among them.
TEST_F(SqliteEveryWrite, D08_LosesNothingWhenTheDiskIsBrokenThere) {
  EXPECT_GE(at_every_operation(DiskFault::broken), kPoints);
}

TEST_F(SqliteEveryWrite, D08_AsksNobodyAfterASyncHasFailed) {
  // Once an operation has failed under way, no later request may leave.
  for (int at = 20; at < 45; at += kStep) {
    start_anew();
    const Said said = work_in_child({.fault = DiskFault::broken, .at = at, .times = 1});
    if (said.begun.size() == kRequests) continue;  // a failed checkpoint stops the run later
    ASSERT_LE(said.begun.size() - said.acknowledged.size(), 1U) << at;
    ASSERT_TRUE(said.acknowledged.empty() || said.begun.size() <= said.acknowledged.size() + 1)
        << at;
  }
}

}  // namespace
}  // namespace evenhand
