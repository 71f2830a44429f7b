#include "formats/csv_table.h"

#include <gtest/gtest.h>

namespace evenhand {
namespace {

using Fields = std::vector<std::string>;

TEST(ReadCsv, TakesQuotesLineBreaksAndBothLineEnds) {
  const auto table = read_csv(
      "\xEF\xBB\xBFname,says\r\n"
      "a,\"x, y\"\r\n"
      "\r\n"
      "b,\"two\nlines\"\n"
      "\"c\",\"so \"\"called\"\"\"\r"
      ",",
      "t.csv");
  ASSERT_TRUE(table) << to_text(table.error());
  EXPECT_EQ(table->columns, (Fields{"name", "says"}));
  const struct {
    int line;
    Fields fields;
  } expected[] = {
      {2, {"a", "x, y"}}, {4, {"b", "two\nlines"}}, {6, {"c", "so \"called\""}}, {7, {"", ""}}};
  ASSERT_EQ(table->rows.size(), std::size(expected));
  for (std::size_t i = 0; i < table->rows.size(); ++i) {
    EXPECT_EQ(table->rows[i].line, expected[i].line);
    EXPECT_EQ(table->rows[i].fields, expected[i].fields);
  }
}

TEST(ReadCsv, NeedsNoLineEndAtTheEnd) {
  for (const char* contents : {"a\n1", "a\n1\n", "a\r\n1\r\n", "a\n\"1\""}) {
    const auto table = read_csv(contents, "t.csv");
    ASSERT_TRUE(table) << contents;
    ASSERT_EQ(table->rows.size(), 1U) << contents;
    EXPECT_EQ(table->rows[0].fields, Fields{"1"}) << contents;
  }
}

TEST(ReadCsv, TakesAHeaderAlone) {
  const auto table = read_csv("a,b\n", "t.csv");
  ASSERT_TRUE(table);
  EXPECT_TRUE(table->rows.empty());
}

TEST(ReadCsv, NamesTheLineThatIsWrong) {
  struct {
    const char* contents;
    const char* message;
  } const cases[] = {
      {"", "t.csv:1: an empty file: expected a header"},
      {"\xEF\xBB\xBF \n", "t.csv:1: an empty file: expected a header"},
      {"a,b\n1,2\n3\n", "t.csv:3: 1 fields where the header has 2"},
      {"a,b\n1,2,3\n", "t.csv:2: 3 fields where the header has 2"},
      {"a,b\n\"x\ny\",2\n3\n", "t.csv:4: 1 fields where the header has 2"},
      {"a\n\"x\n\ny", "t.csv:2: a quoted field does not end"},
      {"a\n\"x\"y\n", "t.csv:2: text behind a quoted field"},
  };
  for (const auto& c : cases) {
    const auto table = read_csv(c.contents, "t.csv");
    ASSERT_FALSE(table) << c.contents;
    EXPECT_EQ(to_text(table.error()), c.message);
  }
}

TEST(CsvTable, FindsColumnsByNameOrNamesTheNearest) {
  const auto table = read_csv("index,preference\n0,1\n", "t.csv");
  ASSERT_TRUE(table);
  EXPECT_EQ(*table->column("preference"), 1U);
  const auto missing = table->column("preferance");
  ASSERT_FALSE(missing);
  EXPECT_EQ(to_text(missing.error()),
            "t.csv:1: there is no column 'preferance'\n  hint: did you mean 'preference'?");
}

TEST(CsvTable, ReadsNumbersOrNamesTheLine) {
  const auto table = read_csv("x\n 1.5 \n-2e-3\nnan\ninf\n1,5\n", "t.csv");
  ASSERT_FALSE(table) << "a decimal comma is another field";
  const auto numbers = read_csv("x\n 1.5 \n-2e-3\nnan\ninf\n1e999\n1x\n", "t.csv");
  ASSERT_TRUE(numbers);
  EXPECT_EQ(*numbers->number(numbers->rows[0], 0), 1.5);
  EXPECT_EQ(*numbers->number(numbers->rows[1], 0), -0.002);
  for (std::size_t i = 2; i < numbers->rows.size(); ++i) {
    const CsvTable::Row& row = numbers->rows[i];
    const auto number = numbers->number(row, 0);
    ASSERT_FALSE(number) << row.fields[0];
    EXPECT_EQ(to_text(number.error()), "t.csv:" + std::to_string(i + 2) +
                                           ": column 'x' should be a number, not '" +
                                           row.fields[0] + "'");
  }
}

}  // namespace
}  // namespace evenhand
