#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/resource.h>

#include "store/ended_attempt.h"
#include "store/spill_file.h"
#include "tests/store/store_folder.h"

namespace evenhand {
namespace {

/// No file may grow beyond this while it lives: a full disk, for everybody who may not be root.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const struct rlimit limited = {bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limited);
  }
  ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  struct rlimit before_ = {};
};

// Large enough that neither the store's log nor a spill file takes it within the limit.
const std::string kLong(std::size_t{3} << 20U, 'x');
constexpr rlim_t kTight = rlim_t{1} << 20U;
// Room for the short reply in a spill file, but none in the log, which is longer already.
constexpr rlim_t kTiny = 4096;

class SqliteFault : public StoreFolder {
 protected:
  std::string spill_beside() const { return path + ".spill"; }
  std::string spill_aside() const { return spill_paths(path, (folder / "spill").string())[1]; }

  /// "cannot write to ...; n bytes are free there" without the number, which nobody can know.
  static std::string without_number(const std::string& text) {
    const std::size_t at = text.find("; ");
    const std::size_t end = text.find(" bytes are free there");
    return at == std::string::npos || end == std::string::npos
               ? text
               : text.substr(0, at + 2) + "n" + text.substr(end);
  }

  std::string full() const {
    return "cannot write to store " + path +
           ": disk I/O error (File too large); n bytes are free there";
  }
};

TEST_F(SqliteFault, PutsAReplyBesideAFullStoreAndTakesItInNextTime) {
  {
    auto store = open();
    const auto id = store->begin(start_of("k"));
    ASSERT_TRUE(id);
    const FileSizeLimit limit(kTiny);

    const auto ended = store->end(*id, reply_of("paid for"));
    const auto next = store->begin(start_of("l"));
    const auto closed = store->close();

    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().kind, ErrorKind::io_failed);
    EXPECT_EQ(without_number(ended.error().what),
              full() + "; the reply lies in " + spill_beside() + " instead");
    EXPECT_EQ(ended.error().hint, "the next run with this store takes it in");
    ASSERT_FALSE(next);
    EXPECT_EQ(without_number(next.error().what), "nothing is asked any more: " + full());
    ASSERT_FALSE(closed);
    EXPECT_EQ(closed.error().what,
              "1 outcome could not be stored in " + path + ": see " + spill_beside());
  }
  auto store = open();
  EXPECT_EQ(store->remarks(),
            std::vector<std::string>{"1 reply from " + spill_beside() + " was taken in"});
  EXPECT_EQ((*store->find({{"k"}}))->raw_body, "paid for");
  EXPECT_EQ(store->spend()->all.unfinished, 0);
  EXPECT_FALSE(std::filesystem::exists(spill_beside()));
}

TEST_F(SqliteFault, PutsAReplyElsewhereWhenTheFolderTakesNothing) {
  std::filesystem::create_directories(spill_beside());
  {
    auto store = open();
    const auto id = store->begin(start_of("k"));
    ASSERT_TRUE(id);
    const FileSizeLimit limit(kTiny);

    const auto ended = store->end(*id, reply_of("paid for"));

    ASSERT_FALSE(ended);
    EXPECT_EQ(without_number(ended.error().what),
              full() + "; the reply lies in " + spill_aside() + " instead");
  }
  std::filesystem::remove(spill_beside());
  auto store = open();
  EXPECT_EQ(store->remarks(),
            std::vector<std::string>{"1 reply from " + spill_aside() + " was taken in"});
  EXPECT_EQ((*store->find({{"k"}}))->raw_body, "paid for");
}

TEST_F(SqliteFault, HoldsAReplyInMemoryAndStoresItWithTheNext) {
  auto store = open();
  const auto first = store->begin(start_of("k"));
  const auto second = store->begin(start_of("l"));
  ASSERT_TRUE(first && second);
  {
    const FileSizeLimit limit(kTight);
    const auto ended = store->end(*first, reply_of(kLong));
    ASSERT_FALSE(ended);
    EXPECT_EQ(without_number(ended.error().what),
              full() + "; the reply is held in memory and tried again");
  }

  EXPECT_TRUE(store->end(*second, reply_of("short")));

  EXPECT_EQ((*store->find({{"k"}}))->raw_body, kLong);
  EXPECT_EQ((*store->find({{"l"}}))->raw_body, "short");
  EXPECT_FALSE(store->begin(start_of("m"))) << "a store that failed once is not trusted with money";
  EXPECT_TRUE(store->close());
}

TEST_F(SqliteFault, StoresWhatItHoldsInMemoryWhenItCloses) {
  {
    auto store = open();
    const auto id = store->begin(start_of("k"));
    ASSERT_TRUE(id);
    {
      const FileSizeLimit limit(kTight);
      ASSERT_FALSE(store->end(*id, reply_of(kLong)));
    }
    EXPECT_TRUE(store->close());
  }
  EXPECT_EQ((*open()->find({{"k"}}))->raw_body, kLong);
}

TEST_F(SqliteFault, SaysWhatIsLostWhenNothingTakesIt) {
  auto store = open();
  const auto id = store->begin(start_of("k"));
  ASSERT_TRUE(id);
  const FileSizeLimit limit(kTight);
  ASSERT_FALSE(store->end(*id, reply_of(kLong)));

  const auto closed = store->close();

  ASSERT_FALSE(closed);
  EXPECT_EQ(without_number(closed.error().what), "1 outcome could not be stored in " + path +
                                                     ", nor in " + spill_beside() + ", nor in " +
                                                     spill_aside() + ": " + full());
  EXPECT_EQ(closed.error().hint, "they are lost, and will be asked for again");
}

class SpillFile : public SqliteFault {
 protected:
  /// Attempt 1, for "k", begun and never ended, in a closed store.
  void leave_unfinished() { ASSERT_TRUE(open()->begin(start_of("k"))); }

  static EndedAttempt ended(AttemptId id, const std::string& key) {
    return {.id = id, .key = {{key}}, .ended_ms = 5, .outcome = reply_of("paid for")};
  }

  void lay_down(const std::vector<EndedAttempt>& attempts) const {
    ASSERT_TRUE(spill(spill_paths(path, (folder / "spill").string()), attempts));
  }
};

TEST_F(SpillFile, GivesBackWhatWasPutIn) {
  EndedAttempt attempt = ended(7, "k");
  attempt.outcome.raw_body = std::string("\0\n,5:\xff", 6);
  attempt.outcome.error = Error{.kind = ErrorKind::filtered, .what = "no"};
  attempt.outcome.usage.output_tokens = 3;
  attempt.outcome.cost = 0.1;
  attempt.outcome.notes = {"a,b", ""};
  lay_down({attempt, ended(8, "l")});
  lay_down({ended(9, "m")});

  const auto spilled = read_spill(spill_beside());

  ASSERT_TRUE(spilled);
  EXPECT_FALSE(spilled->damaged);
  ASSERT_EQ(spilled->attempts.size(), 3U);
  EXPECT_EQ(to_record(spilled->attempts[0]), to_record(attempt));
  EXPECT_EQ(spilled->attempts[0].outcome.cost, 0.1);
  EXPECT_EQ(spilled->attempts[2].key.digest.text, "m");
}

TEST_F(SpillFile, IsTakenInUpToWhereItIsDamaged) {
  leave_unfinished();
  lay_down({ended(1, "k"), ended(2, "l")});
  const std::string whole = bytes_of(spill_beside());
  write_bytes(spill_beside(), whole.substr(0, whole.size() - 10));

  auto store = open();

  const std::vector<std::string> expected = {"1 reply from " + spill_beside() + " was taken in",
                                             spill_beside() +
                                                 " is damaged; what could not be read is kept in " +
                                                 spill_beside() + ".damaged"};
  EXPECT_EQ(store->remarks(), expected);
  EXPECT_EQ((*store->find({{"k"}}))->raw_body, "paid for");
  EXPECT_FALSE(std::filesystem::exists(spill_beside()));
}

TEST_F(SpillFile, IsSkippedWhereItWasTakenInBefore) {
  leave_unfinished();
  lay_down({ended(1, "k")});
  open();
  lay_down({ended(1, "k")});

  auto store = open();

  EXPECT_EQ(store->remarks(), std::vector<std::string>{});
  EXPECT_FALSE(std::filesystem::exists(spill_beside()));
}

TEST_F(SpillFile, OfAnotherStoreIsLeftThere) {
  leave_unfinished();
  lay_down({ended(1, "a key that this store does not know")});

  auto store = open();

  EXPECT_EQ(store->remarks(),
            std::vector<std::string>{"1 reply in " + spill_beside() +
                                     " belongs to another store; it is left there"});
  EXPECT_TRUE(std::filesystem::exists(spill_beside()));
}

TEST_F(SpillFile, ThatIsALinkIsNotFollowed) {
  leave_unfinished();
  lay_down({ended(1, "k")});
  std::filesystem::rename(spill_beside(), folder / "elsewhere");
  std::filesystem::create_symlink(folder / "elsewhere", spill_beside());

  auto store = open();

  EXPECT_EQ(store->remarks(),
            std::vector<std::string>{"cannot read " + spill_beside() +
                                     ": Too many levels of symbolic links; replies may lie in it"});
  EXPECT_FALSE(*store->find({{"k"}}));
}

TEST_F(SpillFile, OfAnyBytesIsReadWithoutHarm) {
  lay_down({ended(1, "k")});
  const std::string whole = bytes_of(spill_beside());
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x15);
    write_bytes(spill_beside(), bytes);
    const auto spilled = read_spill(spill_beside());
    ASSERT_TRUE(spilled);
    EXPECT_TRUE(spilled->damaged || at + 1 == whole.size()) << at;
  }
}

}  // namespace
}  // namespace evenhand
