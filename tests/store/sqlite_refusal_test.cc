#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include <linux/capability.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "tests/store/store_folder.h"

namespace evenhand {
namespace {

class SqliteRefusal : public StoreFolder {
 protected:
  /// A closed store with one reply in it.
  std::string make_store() {
    auto store = open();
    EXPECT_TRUE(store->end(*store->begin(start_of("k")), reply_of("kept")));
    store.reset();
    return bytes_of(path);
  }
};

std::string patched(std::string bytes, std::size_t at, const std::string& with) {
  return bytes.replace(at, with.size(), with);
}

TEST_F(SqliteRefusal, D14_LeavesEveryFileThatIsNoStoreAsItWas) {
  const std::string good = make_store();
  const std::string hint = "\n  hint: the file is left as it is; name another file with --store";
  const struct {
    std::string bytes;
    std::string why;
  } cases[] = {
      {"", " is empty: not an evenhand store"},
      {"SQLite format 3", " is not an evenhand store"},
      {good.substr(0, 99), " is not an evenhand store"},
      {patched(good, 0, std::string(100, '\0')), " is not an evenhand store"},
      {std::string(5000, '\xa7'), " is not an evenhand store"},
      {patched(good, 68, std::string(4, '\0')),
       " is an SQLite file of another application, not an evenhand store"},
      {patched(good, 60, std::string("\0\0\0\2", 4)),
       " was written by a newer evenhand (store format 2; this one reads 1)"},
      {patched(good, 60, std::string("\xff\xff\xff\xff", 4)),
       " was written by a newer evenhand (store format 4294967295; this one reads 1)"},
      {patched(good, 60, std::string(4, '\0')), " is damaged: its store format is 0"},
  };
  for (const auto& c : cases) {
    for (const StoreAccess access : {StoreAccess::read_write, StoreAccess::read_only}) {
      write_bytes(path, c.bytes);
      const auto store = try_open("nightly", access);
      ASSERT_FALSE(store) << c.why;
      EXPECT_EQ(store.error().kind, ErrorKind::corrupt_store);
      EXPECT_EQ(to_text(store.error()), path + c.why + hint);
      EXPECT_EQ(bytes_of(path), c.bytes);
    }
  }
}

TEST_F(SqliteRefusal, D14_LeavesADamagedStoreAsItWas) {
  const std::string good = make_store();
  constexpr std::size_t kPage = 16384;
  const struct {
    std::string bytes;
    std::string doing;
  } cases[] = {
      {good.substr(0, 2 * kPage), "read"},                             // truncated
      {patched(good, 100, std::string(kPage - 100, '\xa7')), "read"},  // no schema
      {good.substr(0, kPage) + std::string(good.size() - kPage, '\xa7'), "write to"},
  };
  for (const auto& c : cases) {
    write_bytes(path, c.bytes);
    const auto store = try_open();
    ASSERT_FALSE(store);
    EXPECT_EQ(to_text(store.error()),
              "cannot " + c.doing + " store " + path +
                  ": database disk image is malformed\n"
                  "  hint: the file is left as it is; restore it from a backup, or name another "
                  "file with --store");
    EXPECT_EQ(store.error().kind, ErrorKind::corrupt_store);
    EXPECT_EQ(bytes_of(path), c.bytes);
  }
}

TEST_F(SqliteRefusal, OpensNoFolder) {
  std::filesystem::create_directory(path);

  const auto store = try_open();

  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().what, path + " is not a file");
}

TEST_F(SqliteRefusal, MakesNoNewStoreBesideTheLogOfAnOldOne) {
  write_bytes(path + "-wal", "replies");

  const auto store = try_open();

  ASSERT_FALSE(store);
  EXPECT_EQ(to_text(store.error()),
            "store " + path + " is missing, but " + path +
                "-wal is there\n"
                "  hint: replies may lie in it: put the store back, or move that file away");
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(SqliteRefusal, MakesMissingFolders) {
  path = (folder / "a" / "b" / "store.db").string();

  EXPECT_TRUE(try_open());
}

TEST_F(SqliteRefusal, SaysThatAFolderCannotBeMade) {
  write_bytes((folder / "file").string(), "");
  path = (folder / "file" / "store.db").string();

  const auto store = try_open();

  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().what,
            "cannot make folder " + (folder / "file").string() + ": Not a directory");
}

/// Gives up root's right to write everywhere, and keeps its name: another user might not even reach
/// a folder below a root that is closed to others.
bool obeys_permissions() {
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  __user_cap_data_struct none[2] = {};
  return ::syscall(SYS_capset, &header, none) == 0;
}

/// What open() says to a user who may not write everywhere, asked in a child.
std::string refusal_to_user(const StoreOptions& options) {
  int ends[2];
  if (::pipe(ends) != 0) return "no pipe";
  const pid_t child = ::fork();
  if (child == 0) {
    SystemClock clock;
    std::string said = "still writes everywhere";
    if (obeys_permissions()) {
      const auto store = SqliteRunStore::open(options, clock);
      said = store ? "opened" : store.error().what;
    }
    const bool sent = ::write(ends[1], said.data(), said.size()) >= 0;
    ::_exit(sent ? 0 : 1);
  }
  ::close(ends[1]);
  std::string said(1000, '\0');
  const ssize_t got = ::read(ends[0], said.data(), said.size());
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  said.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return said;
}

TEST_F(SqliteRefusal, D07_FindsOutAtOnceThatTheFolderCannotBeWritten) {
  ::chmod(folder.c_str(), 0555);

  EXPECT_EQ(refusal_to_user({.path = path, .run = "nightly"}),
            "cannot write to folder " + folder.string() + ": Permission denied");
  ::chmod(folder.c_str(), 0755);
}

TEST_F(SqliteRefusal, D07_FindsOutAtOnceThatTheFileCannotBeWritten) {
  make_store();
  ::chmod(folder.c_str(), 0777);
  ::chmod(path.c_str(), 0444);

  EXPECT_EQ(refusal_to_user({.path = path, .run = "nightly"}),
            "cannot write to store " + path + ": Permission denied");
}

TEST_F(SqliteRefusal, ReadsAClosedStoreInAFolderThatCannotBeWritten) {
  make_store();
  ::chmod(folder.c_str(), 0555);

  EXPECT_EQ(refusal_to_user({.path = path, .run = "nightly", .access = StoreAccess::read_only}),
            "opened");
  ::chmod(folder.c_str(), 0755);
}

TEST_F(SqliteRefusal, D10_NamesTheProcessThatHasTheStore) {
  const auto first = open("nightly");
  const std::string lock = bytes_of(path + ".lock");

  const auto second = try_open("nightly");

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::io_failed);
  char host[256] = {};
  ASSERT_EQ(::gethostname(host, sizeof host - 1), 0);
  const std::string since = split(lock, '\n').at(2);
  EXPECT_EQ(to_text(second.error()),
            "store " + path + " is in use by process " + std::to_string(::getpid()) + " on " +
                host + " since " + since +
                " (run 'nightly')\n"
                "  hint: wait for it to end, or give this run another file with --store");
}

TEST_F(SqliteRefusal, ShowsNoControlCharactersOfALockFile) {
  const auto first = open();
  write_bytes(path + ".lock", "1\x1b[2J\nhost\n\xff\nrun\n");

  const auto second = try_open();

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().what, "store " + path +
                                     " is in use by process 1 [2J on host since \xef\xbf\xbd "
                                     "(run 'run')");
}

TEST_F(SqliteRefusal, D10_TakesOverTheLockOfADeadProcess) {
  const pid_t child = ::fork();
  if (child == 0) {
    auto store = try_open();
    ::_exit(store ? 0 : 1);  // no destructor: as after a crash
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_EQ(status, 0);

  EXPECT_TRUE(try_open());
}

class SqliteReadOnly : public SqliteRefusal {};

TEST_F(SqliteReadOnly, D11_ReadsBesideARunningProcess) {
  auto writer = open();
  auto reader = open("nightly", StoreAccess::read_only);

  ASSERT_TRUE(writer->end(*writer->begin(start_of("k")), reply_of("kept")));

  EXPECT_EQ((*reader->find({{"k"}}))->raw_body, "kept");
  EXPECT_EQ(reader->spend()->all.attempts, 1);
}

/// Another program that has begun to read and does not end.
class LongReader {
 public:
  explicit LongReader(const std::string& path) {
    sqlite3_open_v2(path.c_str(), &database_, SQLITE_OPEN_READONLY, nullptr);
    begun_ = sqlite3_exec(database_, "BEGIN; SELECT count(*) FROM attempts", nullptr, nullptr,
                          nullptr) == SQLITE_OK;
  }
  ~LongReader() { sqlite3_close(database_); }
  LongReader(const LongReader&) = delete;
  LongReader& operator=(const LongReader&) = delete;

  bool has_begun() const { return begun_; }

 private:
  sqlite3* database_ = nullptr;
  bool begun_ = false;
};

TEST_F(SqliteReadOnly, D11_AReaderThatNeverEndsIsInNobodysWay) {
  const std::string megabyte(std::size_t{1} << 20U, 'x');
  auto writer = open();
  const auto store_one = [&](int i) {
    return static_cast<bool>(
        writer->end(*writer->begin(start_of("k" + std::to_string(i))), reply_of(megabyte)));
  };
  ASSERT_TRUE(store_one(0));
  {
    const LongReader reader(path);
    ASSERT_TRUE(reader.has_begun());
    for (int i = 1; i < 70; ++i) ASSERT_TRUE(store_one(i)) << i;
    ASSERT_TRUE(store_one(70));  // the remark on the one before is made after it was answered
    EXPECT_EQ(writer->remarks(),
              std::vector<std::string>{
                  path + "-wal has grown beyond 64 MiB: another program reads the store and keeps "
                         "it from starting over"});
  }
  for (int i = 71; i < 82; ++i) ASSERT_TRUE(store_one(i)) << i;
  EXPECT_LT(std::filesystem::file_size(path + "-wal"), std::size_t{100} << 20U)
      << "the log starts over once the reader has left";
  EXPECT_TRUE(writer->close());
  writer.reset();
  EXPECT_EQ((*open()->find({{"k35"}}))->raw_body, megabyte);
}

TEST_F(SqliteReadOnly, WritesNothing) {
  make_store();
  const auto reader = open("nightly", StoreAccess::read_only);
  const std::string refusal = "store " + path + " is open for reading only";

  EXPECT_EQ(reader->begin(start_of("l")).error().what, refusal);
  EXPECT_EQ(reader->end(1, reply_of("x")).error().what, refusal);
  EXPECT_EQ(reader->keep_manifest({"d"}, "").error().what, refusal);
  EXPECT_TRUE(reader->close());
}

TEST_F(SqliteReadOnly, MakesNoStore) {
  const auto reader = try_open("nightly", StoreAccess::read_only);

  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().kind, ErrorKind::not_found);
  EXPECT_EQ(reader.error().what, "there is no store " + path);
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace evenhand
