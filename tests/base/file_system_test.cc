#include "base/file_system.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/fakes/traced_child.h"

namespace evenhand {
namespace {

namespace fs = std::filesystem;

class DiskFileSystemTest : public testing::Test {
 protected:
  void SetUp() override {
    folder =
        fs::temp_directory_path() / ("evenhand-file-system-test-" + std::to_string(::getpid()));
    fs::create_directories(folder);
  }
  void TearDown() override { fs::remove_all(folder); }

  std::string path(const std::string& name) const { return (folder / name).string(); }

  fs::path folder;
  DiskFileSystem files;
};

TEST_F(DiskFileSystemTest, ReadsBackWhatItWroteAndMakesFolders) {
  ASSERT_TRUE(files.replace(path("a/b/c.txt"), "one"));
  const auto contents = files.read(path("a/b/c.txt"), 100);
  ASSERT_TRUE(contents);
  EXPECT_EQ(*contents, "one");
}

TEST_F(DiskFileSystemTest, LeavesNothingBesideTheFileItReplaced) {
  ASSERT_TRUE(files.replace(path("c.txt"), "old"));
  ASSERT_TRUE(files.replace(path("c.txt"), "new"));
  const auto names = files.list(folder.string());
  ASSERT_TRUE(names);
  EXPECT_EQ(*names, std::vector<std::string>{"c.txt"});
}

TEST_F(DiskFileSystemTest, TriesToReplaceWithoutATrace) {
  EXPECT_TRUE(files.try_to_replace(path("a/b/c.txt")));
  EXPECT_FALSE(files.exists(path("a")));
  ASSERT_TRUE(files.replace(path("a/c.txt"), "old"));
  EXPECT_TRUE(files.try_to_replace(path("a/c.txt")));
  EXPECT_TRUE(files.try_to_replace(path("a/b/c.txt")));
  EXPECT_EQ(*files.list(path("a")), std::vector<std::string>{"c.txt"});
  EXPECT_EQ(*files.read(path("a/c.txt"), 100), "old");
}

TEST_F(DiskFileSystemTest, D07_TellsBeforehandWhatCannotBeReplaced) {
  ASSERT_TRUE(files.replace(path("file"), "old"));
  ASSERT_TRUE(files.replace(path("full/c.txt/x"), "old"));
  const auto message = [&](const std::string& name) {
    const auto tried = files.try_to_replace(path(name));
    return tried ? "can be" : tried.error().what;
  };
  EXPECT_EQ(message("file/c.txt"), "cannot make folder " + path("file") + ": Not a directory");
  EXPECT_EQ(message("file/a/c.txt"), "cannot make folder " + path("file/a") + ": Not a directory");
  EXPECT_EQ(message("full/c.txt"), "cannot replace " + path("full/c.txt") + ": Is a directory");
  EXPECT_EQ(*files.list(folder.string()), (std::vector<std::string>{"file", "full"}));
  EXPECT_EQ(*files.list(path("full")), std::vector<std::string>{"c.txt"});
}

TEST_F(DiskFileSystemTest, D07_TellsBeforehandOfAFolderThatTakesNoFiles) {
  if (::geteuid() == 0) {
    // Root may write anywhere, but in the kernel's own folders.
    EXPECT_FALSE(files.try_to_replace("/proc/evenhand/c.txt"));
    EXPECT_FALSE(files.try_to_replace("/proc/c.txt"));
    return;
  }
  ASSERT_TRUE(files.replace(path("a/c.txt"), "old"));
  fs::permissions(path("a"), fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_FALSE(files.try_to_replace(path("a/c.txt")));
  EXPECT_FALSE(files.try_to_replace(path("a/b/c.txt")));
  fs::permissions(path("a"), fs::perms::owner_all);
}

// Whoever tries takes the folders away again that another is about to write into.
TEST_F(DiskFileSystemTest, WritesWhereOthersTry) {
  std::atomic<bool> is_over = false;
  std::thread other([&] {
    while (!is_over) EXPECT_TRUE(files.try_to_replace(path("a/b/c.txt")));
  });
  for (int i = 0; i < 100; ++i) {
    const auto written = files.replace(path("a/b/d.txt"), "new");
    EXPECT_TRUE(written) << (written ? "" : written.error().what);
    fs::remove(path("a/b/d.txt"));
    ::rmdir(path("a/b").c_str());
    ::rmdir(path("a").c_str());
  }
  is_over = true;
  other.join();
}

// D-18: kill -9 at every step of a replacement.
TEST_F(DiskFileSystemTest, D18_HasTheOldFileOrTheNewOneWhereverItIsKilled) {
  if (!may_trace()) GTEST_SKIP() << "tracing of processes is forbidden here";
  const std::string old_text(70'000, 'o');
  const std::string new_text(200'000, 'n');
  int killed = 0;
  bool is_new = false;
  for (int at = 1;; ++at) {
    ASSERT_TRUE(files.replace(path("c.txt"), old_text));
    const pid_t child = ::fork();
    if (child == 0) {
      wait_to_be_traced();
      ::_exit(files.replace(path("c.txt"), new_text) ? 0 : 1);
    }
    const TracedEnd end = kill_at_file_change(child, at);
    const auto contents = files.read(path("c.txt"), 1'000'000);
    ASSERT_TRUE(contents) << "at step " << at;
    ASSERT_TRUE(*contents == old_text || *contents == new_text) << "at step " << at;
    is_new = *contents == new_text;
    if (!end.killed) break;
    ++killed;
  }
  EXPECT_TRUE(is_new);
  EXPECT_GE(killed, 5) << "it is opened, written, synced, renamed, and the folder is synced";
}

/// The id of a process that is no more.
std::string dead_process() {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(0);
  ::waitpid(child, nullptr, 0);
  return std::to_string(child);
}

TEST_F(DiskFileSystemTest, RemovesWhatKilledWritersOfTheSameFileLeft) {
  const std::string dead = dead_process();
  ASSERT_TRUE(files.replace(path("c.txt.new-" + dead), "half of"));
  ASSERT_TRUE(files.replace(path("c.txt.new-" + dead + "-99"), "half of"));
  ASSERT_TRUE(files.replace(path("c.txt"), "whole"));
  EXPECT_EQ(*files.list(folder.string()), std::vector<std::string>{"c.txt"});
}

TEST_F(DiskFileSystemTest, LeavesOtherFilesOfLikeNamesAlone) {
  const std::string dead = dead_process();
  const std::string living = std::to_string(::getppid());
  const std::vector<std::string> others = {"b.txt.new-" + dead,  // of another file
                                           "c.txt.new-",
                                           "c.txt.new-" + living,
                                           "c.txt.new-0" + dead,
                                           "c.txt.new-" + dead + ".bak",
                                           "c.txt.new-+" + dead,
                                           "c.txt.new-x",
                                           "c.txt.new-" + dead + "-",
                                           "c.txt.new-" + dead + "-0",
                                           "c.txt.new-" + dead + "-01",
                                           "c.txt.new-" + dead + "-100",
                                           "c.txt.new-" + dead + "-1-1",
                                           "my-c.txt.new-" + dead};
  for (const std::string& name : others) ASSERT_TRUE(files.replace(path(name), "mine"));
  ASSERT_TRUE(files.replace(path("c.txt"), "whole"));
  for (const std::string& name : others) EXPECT_TRUE(files.exists(path(name))) << name;
}

TEST_F(DiskFileSystemTest, LeavesWhatIsNoPlainFileOfItsOwnAlone) {
  ASSERT_TRUE(files.replace(path("notes.txt"), "mine"));
  const std::string link = path("c.txt.new-" + dead_process());
  fs::create_symlink("notes.txt", link);
  const std::string hard_link = path("c.txt.new-" + dead_process());
  fs::create_hard_link(path("notes.txt"), hard_link);
  const std::string subfolder = path("c.txt.new-" + dead_process());
  fs::create_directory(subfolder);
  ASSERT_TRUE(files.replace(path("c.txt"), "whole"));
  for (const std::string& name : {link, hard_link, subfolder}) EXPECT_TRUE(files.exists(name));
}

TEST_F(DiskFileSystemTest, LeavesWhatAProcessElsewhereWritesAlone) {
  // Its id is nobody's here, as that of a process in another container.
  const std::string aside = path("c.txt.new-" + dead_process());
  ASSERT_TRUE(files.replace(aside, "half of"));
  const int writer = ::open(aside.c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_EQ(::flock(writer, LOCK_EX | LOCK_NB), 0);
  ASSERT_TRUE(files.replace(path("c.txt"), "whole"));
  EXPECT_TRUE(files.exists(aside));
  ::close(writer);
  ASSERT_TRUE(files.replace(path("c.txt"), "whole"));
  EXPECT_FALSE(files.exists(aside));
}

TEST_F(DiskFileSystemTest, KeepsWritersOfOneProcessIdApart) {
  const auto written = files.replace_in_parts(path("c.txt"), [&](const auto& put) -> Result<void> {
    EVENHAND_OK(put("the first "));
    // As a process of the same id in another container does meanwhile.
    EVENHAND_OK(files.replace(path("c.txt"), "the second"));
    EXPECT_EQ(*files.read(path("c.txt"), 100), "the second");
    return put("and last");
  });
  ASSERT_TRUE(written) << written.error().what;
  EXPECT_EQ(*files.read(path("c.txt"), 100), "the first and last");
  EXPECT_EQ(*files.list(folder.string()), std::vector<std::string>{"c.txt"});
}

TEST_F(DiskFileSystemTest, HasAWholeFileAtEveryMomentWhileManyWriteIt) {
  constexpr std::size_t kSize = 100'000;
  ASSERT_TRUE(files.replace(path("c.txt"), std::string(kSize, 'a')));
  std::atomic<int> torn = 0;
  std::atomic<int> failed = 0;
  std::vector<std::thread> writers;
  for (char letter = 'a'; letter < 'e'; ++letter) {
    writers.emplace_back([&, letter] {
      for (int i = 0; i < 50; ++i) {
        if (!files.replace(path("c.txt"), std::string(kSize, letter))) ++failed;
        const auto contents = files.read(path("c.txt"), 2 * kSize);
        if (!contents || *contents != std::string(kSize, contents->front())) ++torn;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(torn, 0);
  EXPECT_EQ(*files.list(folder.string()), std::vector<std::string>{"c.txt"});
}

TEST_F(DiskFileSystemTest, TakesOverWhatADeadWriterOfItsOwnIdLeft) {
  // In a container every process may have the id 1.
  const std::string aside = path("c.txt.new-" + std::to_string(::getpid()));
  ASSERT_TRUE(files.replace(path("d.txt"), "a longer text, half written"));
  fs::copy_file(path("d.txt"), aside);
  fs::rename(path("d.txt"), aside + "-7");
  ASSERT_TRUE(files.replace(path("c.txt"), "whole"));
  EXPECT_EQ(*files.read(path("c.txt"), 100), "whole");
  EXPECT_EQ(*files.list(folder.string()), std::vector<std::string>{"c.txt"});
}

TEST_F(DiskFileSystemTest, WritesBesideWhatIsInItsWay) {
  const std::string aside = path("c.txt.new-" + std::to_string(::getpid()));
  ASSERT_TRUE(files.replace(path("notes.txt"), "mine"));
  fs::create_symlink("notes.txt", aside);
  fs::create_hard_link(path("notes.txt"), aside + "-1");
  fs::create_directory(aside + "-2");
  ASSERT_EQ(::mkfifo((aside + "-3").c_str(), 0600), 0);
  ASSERT_TRUE(files.replace(path("c.txt"), "whole"));
  EXPECT_EQ(*files.read(path("c.txt"), 100), "whole");
  EXPECT_EQ(*files.read(path("notes.txt"), 100), "mine");
  EXPECT_EQ(files.list(folder.string())->size(), 6U) << "and all of it is still there";
}

TEST_F(DiskFileSystemTest, SaysThatNoNameIsLeftToWriteUnder) {
  const std::string aside = path("c.txt.new-" + std::to_string(::getpid()));
  fs::create_directory(aside);
  for (int i = 1; i < 100; ++i) fs::create_directory(aside + "-" + std::to_string(i));
  const auto written = files.replace(path("c.txt"), "whole");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().what, "cannot write " + path("c.txt") + ": the names from " + aside +
                                      " to " + aside + "-99 are taken");
}

TEST_F(DiskFileSystemTest, RefusesWhatIsLargerThanAllowed) {
  ASSERT_TRUE(files.replace(path("c.txt"), "12345"));
  ASSERT_TRUE(files.read(path("c.txt"), 5));
  const auto contents = files.read(path("c.txt"), 4);
  ASSERT_FALSE(contents);
  EXPECT_EQ(contents.error().kind, ErrorKind::bad_input);
}

TEST_F(DiskFileSystemTest, K05_RefusesFoldersPipesAndDevicesWithoutHanging) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  for (const std::string& odd : {folder.string(), path("pipe"), std::string("/dev/zero")}) {
    EXPECT_FALSE(files.read(odd, 100)) << odd;
  }
}

TEST_F(DiskFileSystemTest, K05_FollowsLinksWithinAFolderAndNotOut) {
  ASSERT_TRUE(files.replace(path("suite/a.txt"), "inside"));
  ASSERT_TRUE(files.replace(path("secret.txt"), "outside"));
  fs::create_symlink("a.txt", path("suite/near"));
  fs::create_symlink("../secret.txt", path("suite/far"));
  fs::create_directory_symlink("..", path("suite/up"));
  fs::create_directory_symlink("suite", path("alias"));

  const auto near = files.read_within(path("alias"), "near", 100);
  ASSERT_TRUE(near) << near.error().what;
  EXPECT_EQ(*near, "inside");
  for (const char* name : {"far", "up/secret.txt", "../secret.txt"}) {
    const auto contents = files.read_within(path("suite"), name, 100);
    ASSERT_FALSE(contents) << name;
    EXPECT_NE(contents.error().what.find("it leads out of its folder"), std::string::npos);
  }
  EXPECT_EQ(files.read_within(path("suite"), "absent", 100).error().kind, ErrorKind::not_found);
}

TEST_F(DiskFileSystemTest, SaysWhichFileIsNotThere) {
  const auto contents = files.read(path("absent"), 100);
  ASSERT_FALSE(contents);
  EXPECT_EQ(contents.error().kind, ErrorKind::not_found);
  EXPECT_EQ(contents.error().what, "cannot read " + path("absent") + ": No such file or directory");
}

TEST_F(DiskFileSystemTest, ListsInTheOrderOfNames) {
  for (const char* name : {"b", "a", "c"}) ASSERT_TRUE(files.replace(path(name), ""));
  const auto names = files.list(folder.string());
  ASSERT_TRUE(names);
  EXPECT_EQ(*names, (std::vector<std::string>{"a", "b", "c"}));
}

TEST_F(DiskFileSystemTest, WritesInPartsAndKeepsTheOldContentsWhereAPartFails) {
  ASSERT_TRUE(files.replace(path("c.txt"), "old"));
  const auto failed = files.replace_in_parts(path("c.txt"), [](const auto& put) -> Result<void> {
    EVENHAND_OK(put("new"));
    return Error{.what = "no more"};
  });
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().what, "no more");
  EXPECT_EQ(*files.read(path("c.txt"), 100), "old");
  EXPECT_EQ(files.list(path(""))->size(), 1U) << "and nothing beside it";

  ASSERT_TRUE(files.replace_in_parts(path("c.txt"), [](const auto& put) -> Result<void> {
    EVENHAND_OK(put("new"));
    return put(" parts");
  }));
  EXPECT_EQ(*files.read(path("c.txt"), 100), "new parts");
}

}  // namespace
}  // namespace evenhand
