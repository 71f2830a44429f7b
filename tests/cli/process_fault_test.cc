// The program in a hostile world: no disk, no descriptors, nobody who reads, a server that repeats
// keys.
#include <map>

#include <fcntl.h>
#include <sys/resource.h>

#include "base/text.h"
#include "tests/cli/process_folder.h"
#include "tests/fakes/traced_child.h"
#include "tests/fault_server/fault_server.h"

namespace evenhand {
namespace {

std::function<void()> with_limit(int resource, rlim_t most) {
  return [resource, most] {
    const struct rlimit limit = {most, most};
    ::setrlimit(static_cast<__rlimit_resource>(resource), &limit);
  };
}

void output_to(const char* path) {
  const int file = ::open(path, O_WRONLY);
  if (file < 0 || ::dup2(file, 1) < 0) ::_exit(97);
}

class ProcessFault : public ProcessTest {
 protected:
  /// A run of graded questions at the fault server.
  void write_run_at(const FaultServer& server, const std::string& endpoint) const {
    std::ofstream(folder / "run.yaml")
        << "name: r\nsuite: ./suite\nprotocol: graded\nbootstrap: 100\n"
        << "candidates: [{name: ours, model: fixed, endpoint: e}]\n"
        << "judges: [{name: judge, model: fixed, endpoint: e}]\n"
        << "endpoints: {e: {base_url: '" << server.base_url() << "', " << endpoint << "}}\n"
        << "timeouts: {connect: 1, idle: 1, total: 2}\nretry: {outage: 20}\n";
  }

  static FaultServer::Choose always_good(milliseconds delay) {
    return [delay](const std::string&, int) {
      Fault fault = good_manners("Fine.\\n\\nFinal grade: [[7]]");
      fault.script.insert(fault.script.begin(), evenhand::wait_for(delay));
      return fault;
    };
  }

  /// Each request was answered once, and only what was in flight was asked again.
  static void expect_none_twice(const FaultServer& server, int again = 0) {
    int twice = 0;
    for (const auto& [body, count] : server.counts()) twice += std::max(0, count.answered - 1);
    EXPECT_LE(twice, again);
  }
};

// D-04: nobody reads what the program says.
TEST_F(ProcessFault, D04_GoesOnWhenNobodyReadsItsOutput) {
  Child child = start("closed", {"--json"}, [] {
    int ends[2];
    if (::pipe(ends) != 0) ::_exit(97);
    ::close(ends[0]);
    ::dup2(ends[1], 1);
    ::dup2(ends[1], 2);
  });
  const int code = child.wait();
  EXPECT_LT(code, 128) << "it must not die of a signal";
  EXPECT_NE(results("closed"), "");
  Child again = start("closed");
  ASSERT_EQ(again.wait(), 0);
  EXPECT_EQ(number_before(again.err(), " calls made"), 0);
}

/// The first file that is opened would get the number of the closed stream, and the messages.
TEST_F(ProcessFault, D04_WritesNoMessageIntoItsFilesWhereItsOutputIsClosed) {
  write_slow_run();
  for (const int stream : {1, 2}) {
    const std::string name = "without " + std::to_string(stream);
    Child child = start(name, {}, [stream] { ::close(stream); });
    wait_until_begun(name);
    child.send(SIGINT);
    EXPECT_EQ(child.wait(), 130);
    const std::string lock = contents(folder / name / "store.db.lock");
    EXPECT_TRUE(lock.ends_with("\nr\n")) << lock;
  }
}

TEST_F(ProcessFault, D04_SaysThatItsOutputIsNotWhole) {
  const std::string full =
      "evenhand: standard output cannot be written: No space left on device\n"
      "  hint: what was printed is not whole; files that were written are\n";
  Child child = start("full", {"--json", "--quiet"}, [] { output_to("/dev/full"); });
  EXPECT_EQ(child.wait(), 2);
  EXPECT_NE(child.err().find(full), std::string::npos) << child.err();
  EXPECT_NE(results("full"), "") << "results stay";
  // Also where the table is lost before something is said on standard error.
  Child table = start("table", {}, [] { output_to("/dev/full"); });
  EXPECT_EQ(table.wait(), 2);
  EXPECT_TRUE(table.err().ends_with(full)) << table.err();

  const std::string made = (folder / "full" / "results").string();
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"gate", made, "--require", "win_rate > 0", "--json"},
        {"leaderboard", made},
        {"--version"}}) {
    Child other(folder, arguments, [] { output_to("/dev/full"); });
    EXPECT_EQ(other.wait(), 2) << arguments.front();
    EXPECT_EQ(other.err(), full) << arguments.front();
  }
  // What says more stays.
  Child unmet(folder, {"gate", made, "--require", "win_rate > 1"}, [] { output_to("/dev/full"); });
  EXPECT_EQ(unmet.wait(), 4);
}

TEST_F(ProcessFault, D04_SaysWhereADocumentIsCutShort) {
  Child made = start("run", {"--quiet"});
  ASSERT_EQ(made.wait(), 0) << made.err();
  const std::string results = (folder / "run" / "results").string();
  Child child(folder, {"leaderboard", results, results, "--json"}, with_limit(RLIMIT_FSIZE, 1'000));
  EXPECT_EQ(child.wait(), 2);
  EXPECT_EQ(child.out().size(), 1'000U);
  EXPECT_EQ(child.err(),
            "evenhand: standard output cannot be written: File too large\n"
            "  hint: what was printed is not whole; files that were written are\n");
}

// D-07: what cannot be written is found out before the first call is paid for.
TEST_F(ProcessFault, D07_AsksNobodyWhereResultsCannotBeWritten) {
  FaultServer server(always_good(milliseconds(1)));
  write_run_at(server, "in_flight: 8");
  fs::create_directories(folder / "r");
  std::ofstream(folder / "r" / "results") << "a file";
  Child child = start("r");
  EXPECT_EQ(child.wait(), 2);
  const std::string place = (folder / "r" / "results").string();
  EXPECT_EQ(child.err(), "evenhand: cannot make folder " + place + ": Not a directory\n");
  EXPECT_EQ(contents(place), "a file");

  Child charts = start("s", {"--charts", place});
  EXPECT_EQ(charts.wait(), 2);
  EXPECT_EQ(charts.err(), "evenhand: cannot make folder " + place + ": Not a directory\n");
  EXPECT_FALSE(fs::exists(folder / "s" / "results"));
  EXPECT_EQ(server.requests(), 0);
}

// K-05: nor where they would take another run's place.
TEST_F(ProcessFault, K05_OverwritesNoOtherRunUnasked) {
  FaultServer server(always_good(milliseconds(1)));
  write_run_at(server, "in_flight: 8");
  Child first = start("r");
  ASSERT_EQ(first.wait(), 0) << first.err();
  const std::string before = results("r");
  const int asked = server.requests();
  Child other = start("r", {"--set", "name=other"});
  EXPECT_EQ(other.wait(), 2);
  EXPECT_NE(other.err().find("has the results of the run 'r', this one is 'other'\n"
                             "  hint: choose another --out, or replace them with --overwrite\n"),
            std::string::npos)
      << other.err();
  EXPECT_EQ(results("r"), before);
  EXPECT_EQ(server.requests(), asked);
  Child own = start("r");
  EXPECT_EQ(own.wait(), 0) << own.err();
  Child told = start("r", {"--set", "name=other", "--overwrite"});
  EXPECT_EQ(told.wait(), 0) << told.err();
}

// D-06, D-09: the disk fills up under way (a limit on file sizes is the same to the store).
TEST_F(ProcessFault, D09_StopsWhenFilesMayNotGrowAndGoesOnLater) {
  FaultServer server(always_good(milliseconds(5)));
  write_run_at(server, "in_flight: 8");
  Child child = start("full", {}, with_limit(RLIMIT_FSIZE, 200'000));
  const int code = child.wait();
  EXPECT_GT(code, 0);
  EXPECT_LT(code, 128) << child.err();
  EXPECT_NE(child.err().find("could not be stored"), std::string::npos) << child.err();
  EXPECT_LT(server.requests(), 80) << "no paid call starts after a commit has failed";
  Child later = start("full");
  EXPECT_EQ(later.wait(), 0) << later.err();
  expect_none_twice(server);
}

// D-16: what the wall clock says matters to nobody. D-17: stopped for longer than every timeout.
TEST_F(ProcessFault, D17_OutlivesASleepLongerThanItsTimeouts) {
  FaultServer server(always_good(milliseconds(100)));
  write_run_at(server, "in_flight: 4");
  Child child = start("asleep");
  for (int i = 0; i < 1'000 && server.requests() < 8; ++i)
    std::this_thread::sleep_for(milliseconds(5));
  child.send(SIGSTOP);
  std::this_thread::sleep_for(milliseconds(2'500));
  child.send(SIGCONT);
  EXPECT_EQ(child.wait(), 0) << child.err();
  expect_none_twice(server, 4);
}

// D-18: kill -9 at every step of 'report'.
TEST_F(ProcessFault, D18_LeavesEachFileOfAReportOldOrNewWhereverItIsKilled) {
  if (!may_trace()) GTEST_SKIP() << "tracing of processes is forbidden here";
  Child run = start("r");
  ASSERT_EQ(run.wait(), 0) << run.err();
  const fs::path place = folder / "r" / "results";
  Child unharmed(folder / "r", {"report", place.string()});
  ASSERT_EQ(unharmed.wait(), 0) << unharmed.err();
  std::map<fs::path, std::string> whole;
  for (const fs::directory_entry& entry : fs::directory_iterator(place)) {
    if (entry.path().filename() != "run.resolved.yaml") whole[entry.path()] = "";
  }
  ASSERT_GE(whole.size(), 4U);
  for (auto& [path, text] : whole) text = contents(path);
  int killed = 0;
  while (true) {
    for (const auto& [path, text] : whole) std::ofstream(path) << "old";
    Child again(folder / "r", {"report", place.string()}, wait_to_be_traced);
    // Each step of the first file, then the same steps of the others, one shifted against another.
    const TracedEnd end =
        kill_at_file_change(again.pid(), killed < 8 ? killed + 1 : 4 * killed - 21);
    for (const auto& [path, text] : whole) {
      const std::string found = contents(path);
      ASSERT_TRUE(found == "old" || found == text) << path << " at step " << killed + 1;
    }
    if (!end.killed) break;
    ++killed;
  }
  for (const auto& [path, text] : whole) EXPECT_EQ(contents(path), text) << path;
  EXPECT_GE(killed, 10);
}

// D-19: less and less memory.
TEST_F(ProcessFault, D19_SaysThatThereIsNoMemoryAndGoesOnLater) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers need more address space than there is";
#endif
  FaultServer server(always_good(milliseconds(1)));
  write_run_at(server, "in_flight: 8");
  int failed = 0;
  for (rlim_t megabytes = 20; megabytes <= 400; megabytes += megabytes / 6) {
    Child child = start("tight", {}, with_limit(RLIMIT_AS, megabytes << 20U));
    const int code = child.wait();
    EXPECT_LT(code, 128) << megabytes << " MiB: " << child.err();
    EXPECT_FALSE(child.err().empty()) << megabytes << " MiB";
    failed += code == 0 ? 0 : 1;
  }
  EXPECT_GT(failed, 3);
  Child later = start("tight");
  EXPECT_EQ(later.wait(), 0) << later.err();
  expect_none_twice(server, 8 * failed);
}

// K-03: a crash leaves no core file, though the user would have one.
TEST_F(ProcessFault, K03_LeavesNoCoreFile) {
  write_slow_run();
  Child child = start("crash", {}, [this] {
    struct rlimit limit = {};
    ::getrlimit(RLIMIT_CORE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_CORE, &limit);
    if (::chdir(folder.c_str()) != 0) ::_exit(97);
  });
  wait_until_begun("crash");
  child.send(SIGABRT);  // not SIGSEGV, which sanitizers catch
  int status = 0;
  ::waitpid(child.pid(), &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_FALSE(WCOREDUMP(status));
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    EXPECT_FALSE(entry.path().filename().string().starts_with("core")) << entry.path();
  }
}

// D-20: far fewer descriptors than calls.
TEST_F(ProcessFault, D20_WorksWithFewDescriptors) {
  FaultServer server(always_good(milliseconds(20)));
  write_run_at(server, "in_flight: 64");
  Child child = start("few", {}, with_limit(RLIMIT_NOFILE, 40));
  EXPECT_EQ(child.wait(), 0) << child.err();
  EXPECT_NE(contents(folder / "few/results/leaderboard.json").find("calls at once"),
            std::string::npos);
  expect_none_twice(server);
  Child again = start("few");
  EXPECT_EQ(again.wait(), 0);
  EXPECT_EQ(number_before(again.err(), " calls made"), 0);
}

// K-01, K-04: the key reaches the server's Authorization header and nothing else, though the server
// repeats it: in errors to the candidate and to the judge about one question, in all other replies.
TEST_F(ProcessFault, K01_KeepsItsKeyToItself) {
  const std::string key = "sk-TESTCANARY-0123456789abcdef";
  FaultServer server([&](const std::string& asked, int received) {
    if (received > 1 || asked.find("What of number 7?") == std::string::npos)
      return good_manners("You sent " + key + ".\\n\\nFinal grade: [[7]]");
    const std::string body = R"({"error":{"message":"Bearer )" + key + R"( is slow today"}})";
    return Fault{.name = "echo",
                 .script = {send_bytes("HTTP/1.1 500 X\r\nX-Key: " + key + "\r\nContent-Length: " +
                                       std::to_string(body.size()) + "\r\n\r\n" + body)},
                 .ends_with = ErrorKind::overloaded,
                 .goes_on = true};
  });
  write_run_at(server, "in_flight: 4, api_key_env: EVENHAND_TEST_KEY");
  Child child = start("key", {}, [&] { ::setenv("EVENHAND_TEST_KEY", (key + "\n").c_str(), 1); });
  const int code = child.wait();
  EXPECT_TRUE(code == 0 || code == 3) << child.err();
  int files = 0;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    ++files;
    EXPECT_EQ(contents(entry.path()).find("TESTCANARY"), std::string::npos) << entry.path();
  }
  EXPECT_GT(files, 8);
  int repeated = 0;
  for (const auto& [body, count] : server.counts()) repeated += count.received - 1;
  EXPECT_EQ(repeated, 2) << "once for the candidate, once for the judge";
}

// D-03: the store is whole after the second signal, too.
TEST_F(ProcessFault, D03_KeepsWhatWasAnsweredWhenItLeavesAtOnce) {
  FaultServer server(always_good(milliseconds(100)));
  write_run_at(server, "in_flight: 4");
  Child child = start("left");
  for (int i = 0; i < 1'000 && server.requests() < 12; ++i)
    std::this_thread::sleep_for(milliseconds(5));
  child.send(SIGTERM);
  std::this_thread::sleep_for(milliseconds(30));
  child.send(SIGTERM);
  EXPECT_EQ(child.wait(), 143);
  Child later = start("left");
  EXPECT_EQ(later.wait(), 0) << later.err();
  expect_none_twice(server, 4);
}

}  // namespace
}  // namespace evenhand
