// The program as a user meets it: started as a process, in a folder with a small run.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace evenhand {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

inline std::string contents(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// A child process whose output goes to files.
class Child {
 public:
  /// `prepare` runs in the child before the program does.
  Child(const fs::path& folder, const std::vector<std::string>& arguments,
        const std::function<void()>& prepare = {})
      : folder_(folder) {
    std::vector<char*> argv = {const_cast<char*>(EVENHAND_PROGRAM)};
    for (const std::string& argument : arguments)
      argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ != 0) return;
    if (std::freopen((folder / "out.txt").c_str(), "w", stdout) == nullptr ||
        std::freopen((folder / "err.txt").c_str(), "w", stderr) == nullptr) {
      ::_exit(99);
    }
    if (prepare) prepare();
    ::execv(EVENHAND_PROGRAM, argv.data());
    ::_exit(98);
  }

  pid_t pid() const { return pid_; }

  void send(int signal) const { ::kill(pid_, signal); }

  /// The exit code, or 1000 + the signal that killed it.
  int wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }

  std::string out() const { return contents(folder_ / "out.txt"); }
  std::string err() const { return contents(folder_ / "err.txt"); }

 private:
  fs::path folder_;
  pid_t pid_ = 0;
};

class ProcessTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder = fs::temp_directory_path() /
             ("evenhand-" + std::string(test->name()) + "-" + std::to_string(::getpid()));
    fs::create_directories(folder / "suite");
    std::ofstream(folder / "suite" / "suite.yaml") << "name: s\nversion: 1\nprotocol: pairwise\n";
    std::ofstream questions(folder / "suite" / "questions.jsonl");
    for (int i = 0; i < kQuestions; ++i) {
      questions << R"({"id": "q)" << i << R"(", "turns": ["What of number )" << i << "?\"]}\n";
    }
    write_run("sim-candidate?quality=0.5&words=60&delay_ms=10",
              "sim: {simulated: {seed: 1}, in_flight: 8}");
  }
  void TearDown() override { fs::remove_all(folder); }

  /// A run of 160 calls of 50 ms, 8 at once: a second, in which there is time to interrupt it.
  void write_slow_run() const {
    write_run("sim-candidate?quality=0.5&words=60&delay_ms=50",
              "sim: {simulated: {seed: 1}, in_flight: 8}");
  }

  /// Returns when the run of that name holds its store, however slow the machine is.
  void wait_until_begun(const std::string& name) const {
    const fs::path store = folder / name / "store.db";
    for (int i = 0; i < 2'000 && !fs::exists(store); ++i)
      std::this_thread::sleep_for(milliseconds(5));
    std::this_thread::sleep_for(milliseconds(100));
  }

  void write_run(const std::string& model, const std::string& endpoint) const {
    std::ofstream(folder / "run.yaml")
        << "name: r\nsuite: ./suite\nbootstrap: 100\n"
        << "baseline: {name: base, model: 'sim-candidate?quality=0&words=60&delay_ms=10'}\n"
        << "candidates: [{name: ours, model: '" << model << "'}]\n"
        << "judges: [{name: judge, model: 'sim-judge?noise=0.5&delay_ms=10'}]\n"
        << "endpoints: {" << endpoint << "}\n";
  }

  Child start(const std::string& name, std::vector<std::string> more = {},
              const std::function<void()>& prepare = {}) const {
    const fs::path place = folder / name;
    fs::create_directories(place);
    std::vector<std::string> arguments = {"run",     (folder / "run.yaml").string(),
                                          "--out",   (place / "results").string(),
                                          "--store", (place / "store.db").string()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Child(place, arguments, prepare);
  }

  std::string results(const std::string& name) const {
    const fs::path place = folder / name / "results";
    return contents(place / "leaderboard.csv") + contents(place / "answers.jsonl") +
           contents(place / "verdicts.jsonl");
  }

  static constexpr int kQuestions = 40;  // 160 calls of 10 ms, 8 at once: about 0.3 s
  fs::path folder;
};

inline int number_before(const std::string& text, const std::string& words) {
  const std::size_t at = text.find(words);
  if (at == std::string::npos) return -1;
  const std::size_t begin = text.find_last_of(" \n", at - 1) + 1;
  return std::stoi(text.substr(begin, at - begin));
}

}  // namespace evenhand
