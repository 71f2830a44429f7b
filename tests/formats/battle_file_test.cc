// Files of battles that are read block by block, and battles of which only counts are kept.
#include <gtest/gtest.h>

#include "base/text.h"
#include "formats/battles.h"
#include "formats/hash_set.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

/// Gives files in blocks of so many bytes.
class BlockFileSystem : public MemoryFileSystem {
 public:
  explicit BlockFileSystem(std::size_t size) : size_(size) {}

  Result<std::unique_ptr<BlockSource>> open(const std::string& path) const override {
    return std::unique_ptr<BlockSource>(std::make_unique<Blocks>(files.at(path), size_));
  }

 private:
  class Blocks : public BlockSource {
   public:
    Blocks(std::string_view contents, std::size_t size) : left_(contents), size_(size) {}

    /// A copy that dies with the next one, so that whoever holds on to it is found out.
    Result<std::string_view> next() override {
      block_ = std::make_unique<std::string>(left_.substr(0, size_));
      left_.remove_prefix(block_->size());
      return std::string_view(*block_);
    }

   private:
    std::string_view left_;
    std::size_t size_;
    std::unique_ptr<std::string> block_;
  };

  std::size_t size_;
};

std::string told(const Result<BattleLog>& log) {
  if (!log) return to_text(log.error());
  std::string words;
  for (const Battle& battle : log->battles) {
    const char* sign = battle.share_a == 1.0 ? ">" : battle.share_a == 0.0 ? "<" : "=";
    words += log->models[battle.model_a] + sign + log->models[battle.model_b] +
             (battle.count == 1 ? "" : "*" + std::to_string(battle.count)) + " ";
  }
  return words + "of " + std::to_string(log->read);
}

TEST(BattleFile, IsTheSameInBlocksOfAnySize) {
  const std::string nul(1, '\0');
  const std::string nul_refused =
      "this is not JSON: a NUL byte\n"
      "  hint: UTF-16 has such bytes, and so has a file whose writing was broken off by a crash";
  const std::pair<std::string, std::string> cases[] = {
      {"\xEF\xBB\xBF{\"model_a\": \"x\", \"model_b\": \"y\", \"winner\": \"tie\"}\r\n\n"
       "{\"model_a\": \"y\", \"model_b\": \"z\", \"winner\": \"model_a\"}",
       "x=y y>z of 2"},
      {" [{\"model_a\": \"x\", \"model_b\": \"y\",\n\"winner\": \"model_b\"}]", "x<y of 1"},
      {"\xEF\xBB\xBFmodel_a,model_b,winner,note\r\nx,y,tie,\"one\ntwo\"\r\n\r\ny,z,model_b,\n",
       "x=y y<z of 2"},
      {"\xEF\xBB\xBF\n[{\"model_a\": \"x\", \"model_b\": \"y\", \"winner\": \"tie\"},\n\n "
       "{\"model_a\": \"x\"}]",
       "b:4: a battle needs 'model_b'"},
      {"[{\"model_a\": \"x\",\n\"model_b\": \"y\" \"winner\": \"tie\"}]",
       "b:2: this is not JSON: unexpected string literal; expected '}'"},
      {"[{\"model_a\": \"x\", \"model_b\": \"y\", \"winner\": \"tie\"}]\n{",
       "b:2: this is not JSON: unexpected '{'; expected end of input"},
      {"{\"model_a\": \"x\", \"model_b\": \"y\", \"winner\": \"tie\"}" + nul +
           "{\"model_a\": \"x\", \"model_b\": \"y\", \"winner\": \"tie\"}\n",
       "b:1: " + nul_refused},
      {"[{\"model_a\": \"x\", \"model_b\": \"y\", \"winner\": \"tie\"}]\n" + nul + "garbage",
       "b:2: " + nul_refused},
      {"model_a,model_b,winner,note\nx,y,tie,\"one\ntwo\"\nx,x,tie,\n",
       "b:4: 'x' fights against itself"},
      {"model_a,model_b,winner\nx,y\n", "b:2: 2 fields where the header has 3"},
      {"model_a,model_b,winner\nx,y,\"tie\n\n", "b:2: a quoted field does not end"},
      {"model_a,model_c,winner\nx,y,tie\n",
       "b:1: there is no column 'model_b'\n  hint: did you mean 'model_a'?"},
      {" \n\n", "b: an empty file: expected battles"},
      {"{\"model_a\": \"x\"}\n{\n", "b:1: a battle needs 'model_b'"},
  };
  for (const auto& [contents, wanted] : cases) {
    for (const std::size_t size : {1U, 3U, 7U, 1000U}) {
      BlockFileSystem files(size);
      files.files["b"] = contents;
      EXPECT_EQ(told(read_battles(files, {.path = "b"})), wanted) << size;
    }
  }
}

TEST(BattleFile, RefusesALineThatIsTooLongWithItsPlace) {
  const std::string good = "{\"model_a\": \"x\", \"model_b\": \"y\", \"winner\": \"tie\"}\n";
  BlockFileSystem files(std::size_t{1} << 20);
  const std::string filling(std::size_t{20} << 20, 'x');
  files.files["b"] = good + "{\"model_a\": \"" + filling + "\"}\n" + good;
  EXPECT_EQ(told(read_battles(files, {.path = "b"})), "b:2: a line of more than 16 MiB");
  const auto skipped = read_battles(files, {.path = "b", .bad_records = BadRecords::skipped});
  EXPECT_EQ(told(skipped), "x=y x=y of 3");
  EXPECT_EQ(skipped->bad_examples, std::vector<std::string>{"b:2: a line of more than 16 MiB"});
  files.files["b"] = "model_a,model_b,winner\nx,y,tie\nx,y,\"" + filling + "\"\n";
  EXPECT_EQ(told(read_battles(files, {.path = "b"})), "b:3: a line of more than 16 MiB");
}

/// A hundred thousand lines of an array, and then what breaks it.
std::string long_array(const std::string& end) {
  std::string contents = "[\n";
  for (int i = 0; i < 99'999; ++i) {
    contents += "{\"model_a\": \"x\", \"model_b\": \"y\", \"winner\": \"tie\"},\n";
  }
  return contents + end;
}

TEST(BattleFile, SaysWhereALongArrayBreaksOff) {
  const std::pair<std::string, std::string> cases[] = {
      {"{\"model_a\": \"x\", \"model_b\": \"y\", \"winner\": \"tie\"}]\n", "x=y*100000 of 100000"},
      {"{\"model_a\": \"x\", ]",
       "b:100001: this is not JSON: unexpected ']'; expected string literal"},
      {"{\"model_a\": \"x\",\n",
       "b:100002: this is not JSON: unexpected end of input; expected string literal"},
      {"{\"model_a\": \"x\", \"model_b\": \"y\"}]", "b:100001: a battle needs 'winner'"},
  };
  for (const auto& [end, wanted] : cases) {
    BlockFileSystem files(std::size_t{1} << 16);
    files.files["b"] = long_array(end);
    const std::string words =
        told(read_battles(files, {.path = "b", .takes = BattlesTaken::counted}));
    EXPECT_EQ(words, wanted);
  }
}

TEST(BattleFile, RefusesARecordOfAnArrayThatIsTooLong) {
  BlockFileSystem files(std::size_t{1} << 16);
  const std::string good = "{\"model_a\": \"x\", \"model_b\": \"y\", \"winner\": \"tie\"}";
  files.files["b"] = "[" + good + ",\n{\"model_a\":\n\"" + std::string(std::size_t{17} << 20, 'x') +
                     "\"}, " + good + "]";
  EXPECT_EQ(told(read_battles(files, {.path = "b"})), "b:2: a record of more than 16 MiB");
}

TEST(BattleFile, CountsEqualBattlesWhereOrderIsNothing) {
  BlockFileSystem files(10);
  files.files["b"] =
      "model_a,model_b,winner,question_id\n"
      "z,x,tie,1\nx,y,model_a,2\nx,y,model_a,3\nx,y,model_b,4\ny,x,tie,5\nz,x,tie (bothbad),6\n";
  const auto log = read_battles(files, {.path = "b", .takes = BattlesTaken::counted});
  EXPECT_EQ(told(log), "z=x*2 x<y x>y*2 y=x of 6");
  EXPECT_EQ(log->models, (std::vector<std::string>{"z", "x", "y"}));
  files.files["b"] += "z,x,tie,3\n";
  EXPECT_EQ(told(read_battles(files, {.path = "b", .takes = BattlesTaken::counted})),
            "b:8: the question_id '3' came before\n"
            "  hint: one battle, one id; --skip-bad leaves later ones out");
}

TEST(HashSet, KnowsWhatItHasSeen) {
  HashSet seen;
  for (std::size_t hash = 0; hash < 5000; ++hash) EXPECT_TRUE(seen.insert(hash * hash * 7919));
  for (std::size_t hash = 0; hash < 5000; ++hash) EXPECT_FALSE(seen.insert(hash * hash * 7919));
  EXPECT_TRUE(seen.insert(1));
}

}  // namespace
}  // namespace evenhand
