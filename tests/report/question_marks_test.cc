#include "report/question_marks.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "report/text_form.h"
#include "tests/report/sample_report.h"

namespace evenhand {
namespace {

std::string words_of(const std::vector<Verdict>& verdicts) {
  std::vector<const Verdict*> games;
  for (const Verdict& verdict : verdicts) games.push_back(&verdict);
  return mark_words(marks_of({}, games));
}

Verdict game(const char* judge, Seating seating, double share, int repeat = 0) {
  return {.game = {.candidate = {"ours"},
                   .baseline = ModelId{"base"},
                   .judge = {judge},
                   .seating = seating,
                   .repeat = repeat},
          .ruling = Preference{.candidate_share = share}};
}

constexpr auto kFirst = Seating::candidate_first;
constexpr auto kSecond = Seating::baseline_first;

TEST(QuestionMarks, SeparateSeatsJudgesAndRepeats) {
  struct {
    std::vector<Verdict> verdicts;
    const char* words;
  } const cases[] = {
      {{}, ""},
      {{game("j", kFirst, 1.0), game("j", kSecond, 1.0)}, ""},
      {{game("j", kFirst, 1.0), game("j", kSecond, 0.0)}, "moved"},
      {{game("j", kFirst, 1.0), game("j", kSecond, 0.5)}, "moved"},
      {{game("j", kFirst, 1.0), game("k", kFirst, 0.0)}, "judges"},
      {{game("j", kFirst, 1.0), game("k", kFirst, 0.5)}, ""},
      {{game("j", kFirst, 1.0), game("j", kFirst, 0.0, 1)}, "repeats"},
      {{{.ruling = Unreadable{"none"}}}, "unreadable"},
      {{{.failure = Failure{ErrorKind::timed_out, "late"}}}, "missing"},
  };
  for (const auto& c : cases) EXPECT_EQ(words_of(c.verdicts), c.words);
}

TEST(MovedGames, AreBothGamesOfAPair) {
  const std::vector<Verdict> verdicts = {game("j", kFirst, 1.0), game("j", kSecond, 0.0),
                                         game("k", kFirst, 1.0), game("k", kSecond, 1.0)};
  std::vector<const Verdict*> games;
  for (const Verdict& verdict : verdicts) games.push_back(&verdict);
  EXPECT_EQ(moved_games(games), (std::vector<const Verdict*>{games[0], games[1]}));
}

TEST(TextForm, CountsWhatStandsOut) {
  const TextForm form = form_of(
      "# Title\n\nSome **bold** and **more**.\n- one\n* two\n 3. three\n1999. No item\n"
      "```\n- code\n# code\n```\n#hashtag -no\n");
  EXPECT_EQ(form.headings, 1u);
  EXPECT_EQ(form.list_items, 3u);
  EXPECT_EQ(form.bold, 2u);
  EXPECT_EQ(form.code_blocks, 1u);
  EXPECT_EQ(in_words(form_of("- é")), "3 characters, 1 list item");
}

TEST(TextForm, DiffersInWords) {
  const TextForm plain{.characters = 100};
  EXPECT_EQ(difference_in_words(plain, plain), "of the same length and form");
  EXPECT_EQ(difference_in_words({.characters = 120, .list_items = 3}, plain),
            "20 characters longer (20 %), 3 list items more");
  EXPECT_EQ(difference_in_words(plain, {.characters = 101, .headings = 1}),
            "1 character shorter (1 %), 1 heading less");
  EXPECT_EQ(difference_in_words(plain, {}), "100 characters longer");
}

}  // namespace
}  // namespace evenhand
