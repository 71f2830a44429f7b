#include "documents/block_characters.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace evenhand {
namespace {

/// Gives a text in blocks of so many bytes; then an error, where there is one.
class Blocks : public BlockSource {
 public:
  Blocks(std::string text, std::size_t size, std::optional<Error> error = {})
      : text_(std::move(text)), size_(size), error_(std::move(error)) {}

  Result<std::string_view> next() override {
    const std::string_view block = std::string_view(text_).substr(at_, size_);
    at_ += block.size();
    if (block.empty() && error_) return *error_;
    return block;
  }

 private:
  std::string text_;
  std::size_t size_;
  std::optional<Error> error_;
  std::size_t at_ = 0;
};

/// All characters; each ';' ends a record.
std::string read(BlockCharacters& characters) {
  std::string text;
  for (auto at = characters.begin(); at != characters.end();) {
    const char c = *at;
    ++at;
    text += c;
    if (c == ';') characters.mark();
  }
  return text;
}

TEST(BlockCharacters, AreTheSameInBlocksOfAnySize) {
  for (std::size_t size = 1; size < 12; ++size) {
    Blocks blocks("one;\ntwo;\n\n", size);
    BlockCharacters characters(blocks, 100);
    EXPECT_EQ(read(characters), "one;\ntwo;\n\n") << size;
    EXPECT_EQ(characters.line(), 4) << size;
    EXPECT_FALSE(characters.is_too_long()) << size;
  }
}

TEST(BlockCharacters, BreakOffWithinARecordThatIsTooLong) {
  for (std::size_t size = 1; size < 12; ++size) {
    Blocks blocks("1234;1234;12345;1", size);
    BlockCharacters characters(blocks, 5);
    EXPECT_EQ(read(characters), "1234;1234;12345") << size;
    EXPECT_TRUE(characters.is_too_long()) << size;
  }
}

TEST(BlockCharacters, EndBeforeANulByteAndSaySo) {
  for (std::size_t size = 1; size < 12; ++size) {
    Blocks blocks(std::string("one;\ntw\0o;\n", 12), size);
    BlockCharacters characters(blocks, 100);
    EXPECT_FALSE(characters.met_nul_byte()) << size;
    EXPECT_EQ(read(characters), "one;\ntw") << size;
    EXPECT_TRUE(characters.met_nul_byte()) << size;
    EXPECT_EQ(characters.line(), 2) << size;
  }
}

TEST(BlockCharacters, EndWhereTheFileCannotBeRead) {
  Blocks blocks("one", 2, Error{.kind = ErrorKind::io_failed, .what = "the disk is gone"});
  BlockCharacters characters(blocks, 100);
  EXPECT_EQ(read(characters), "one");
  ASSERT_TRUE(characters.failure());
  EXPECT_EQ(characters.failure()->what, "the disk is gone");
}

}  // namespace
}  // namespace evenhand
