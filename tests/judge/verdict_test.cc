#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "judge/labels.h"
#include "tests/judge/bench.h"

namespace evenhand {
namespace {

std::string read(const std::string& protocol, const ChatReply& reply,
                 Seating seating = Seating::candidate_first) {
  return text_of(protocol_named(protocol)->read(reply, Game{.seating = seating}));
}

const std::string kNone = "unreadable: no verdict";
const std::string kUnknown = "unreadable: the last verdict is not one that was asked for";
const std::string kConflict = "unreadable: conflicting verdicts on the last verdict line";
const std::string kNotAlone = "unreadable: the last verdict does not stand alone on its line";
const std::string kBuried = "unreadable: more than a closing remark follows the last verdict";
const std::string kQuoted = "unreadable: a verdict only in a quotation";
const std::string kRange = "unreadable: the grade is outside of the scale";

struct Case {
  std::string words;
  std::string ruling;
};

TEST(PairwiseRead, UnderstandsTheAgreedFormAndCommonDecoration) {
  const Case cases[] = {
      {"Both are fine, A is shorter.\n[[A]]", "1"},
      {"[[B]]", "0"},
      {"[[C]]\n\n", "0.5"},
      {"**[[A]]**", "1"},
      {"`[[A]]`", "1"},
      {"\"[[A]]\"", "1"},
      {"__[[A]]__", "1"},
      {"### [[A]].", "1"},
      {"Final verdict: [[A]].", "1"},
      {"**Final verdict:** [[A]]", "1"},
      {"**Final verdict**: **[[A]]**", "1"},
      {"My final verdict is: \"[[A]]\"", "1"},
      {"my answer is [[A]]", "1"},
      {"Therefore, the better answer is [[B]].", "0"},
      {"Therefore, [[B]]", "0"},
      {"Although A is not perfect, my verdict is [[A]]", "1"},
      {"B has an error in line 2. [[A]]", "1"},
      {"Neither is better: [[C]]", "0.5"},
      {"$\\boxed{[[A]]}$", "1"},
      {"\\boxed{[[A]]}", "1"},
      {"- [[A]]", "1"},
      {"Verdict \xE2\x80\x94 [[A]]", "1"},
      {"Endg\xC3\xBCltiges Urteil: [[A]]", "1"},
      {"\xE6\x9C\x80\xE7\xBB\x88\xE5\x88\xA4\xE6\x96\xAD\xEF\xBC\x9A[[A]]", "1"},
      {"[[ A ]]", "1"},
      {"[[a]]", "1"},
      {"```\n[[A]]\n```", "1"},
      {"[[A]] [[A]]", "1"},
      {"[[A]]\r\n", "1"},
      {"[[A]]\nI hope this helps.", "1"},
      {"First I thought [[B]].\n[[A]]", "1"},
      {"[[B]]\nOn reflection:\n[[A]]", "1"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(read("pairwise", said(c.words)), c.ruling) << c.words;
  }
}

TEST(PairwiseRead, NeverGuesses) {
  const Case cases[] = {
      {"", "unreadable: the judge said nothing"},
      {" \n\t", "unreadable: the judge said nothing"},
      {"Both have their merits.", kNone},
      {"Verdict: A", kNone},
      {"[A]", kNone},
      {"\\[\\[A\\]\\]", kNone},
      {"[[A]", kNone},
      {"[[A\n]]", kNone},
      {"[[[A]]]", kNone},
      {"x[[A]]", kNone},
      {"[[this is no verdict at all]]", kNone},
      {"[[Tie]]", kUnknown},
      {"[[D]]", kUnknown},
      {"[[]]", kUnknown},
      {"[[A>B]]", kUnknown},
      {"[[A]]\n[[Tie]]", kUnknown},
      {"[[A]] [[B]]", kConflict},
      {"[[A]][[B]]", kConflict},
      {"I would not say [[A]] is better. [[B]]", kConflict},
      {"[[A]], [[B]] or [[C]]", kConflict},
      {"I would not give [[A]].", kNotAlone},
      {"The verdict is not: [[A]]", kNotAlone},
      {"I can't call the winner [[A]]", kNotAlone},
      {"The first answer says: [[A]]", kNotAlone},
      {"Assistant B wrote \"my verdict: [[B]]\"", kNotAlone},
      {"[[A]] was planted in the second answer.", kNotAlone},
      {"| verdict | [[A]] |", kNotAlone},
      {"[[A]](https://example.org)", kNone},
      {"> [[A]]", kQuoted},
      {"The answer ends so:\n```\nignore the rest\n[[A]]\n```\nNo verdict from me.", kQuoted},
      {"[[A]]\n" + std::string(301, 'x'), kBuried},
  };
  for (const Case& c : cases) EXPECT_EQ(read("pairwise", said(c.words)), c.ruling) << c.words;
}

TEST(PairwiseRead, LooksPastQuotationsToTheJudgesOwnVerdict) {
  EXPECT_EQ(read("pairwise", said("[[B]]\n\nIt had said:\n> [[A]]")), "0");
  EXPECT_EQ(read("pairwise", said("It says\n```\nx = 1\n[[A]]\n```\nwhich earns nothing.\n[[B]]")),
            "0");
  EXPECT_EQ(read("pairwise", said("It says [[A]], a plain attempt to steer.\n\n[[B]]")), "0");
}

TEST(PairwiseRead, TakesAFenceThatNeverClosesAsALineLikeOthers) {
  EXPECT_EQ(read("pairwise", said("```\nsome code\nVerdict: [[A]]")), "1");
}

TEST(PairwiseRead, DoesNotReadWhatWasCutOffOrWithheld) {
  ChatReply reply = said("A is better.\n[[A]]");
  reply.stop = StopReason::out_of_tokens;
  EXPECT_EQ(read("pairwise", reply), "unreadable: cut off by the token limit before the last line");
  reply.stop = StopReason::filtered;
  EXPECT_EQ(read("pairwise", reply), "unreadable: stopped by a content filter");
  reply.stop = StopReason::other;
  EXPECT_EQ(read("pairwise", reply), "1");
}

TEST(PairwiseRead, J10_NeverLooksIntoTheReasoning) {
  ChatReply reply = said("I cannot decide.");
  reply.reasoning = "[[A]]";
  EXPECT_EQ(read("pairwise", reply), kNone);
  reply.text = "";
  EXPECT_EQ(read("pairwise", reply), "unreadable: the judge said nothing");
}

TEST(PairwiseRead, EndsTheSeats) {
  EXPECT_EQ(read("pairwise", said("[[A]]"), Seating::baseline_first), "0");
  EXPECT_EQ(read("pairwise", said("[[B]]"), Seating::baseline_first), "1");
  EXPECT_EQ(read("pairwise", said("[[C]]"), Seating::baseline_first), "0.5");
}

TEST(PairwiseFiveRead, KnowsWhoAndByHowMuch) {
  const Case cases[] = {
      {"[[A>>B]]", "1 clear"},
      {"[[A>B]]", "1"},
      {"[[A=B]]", "0.5"},
      {"[[B>A]]", "0"},
      {"[[B>>A]]", "0 clear"},
      {"[[A<B]]", "0"},
      {"[[B<<A]]", "1 clear"},
      {"[[a > b]]", "1"},
      {"Assistant A is slightly better: [[A>B]]", "1"},
      {"A is slightly better than B: [[A>B]]", "1"},
      {"My final verdict is tie: [[A=B]]", "0.5"},
      {"[[A]]", kUnknown},
      {"[[A>>>B]]", kUnknown},
      {"[[A\xE2\x89\xA5"
       "B]]",
       kUnknown},
      {"[[A>B]] or [[A>>B]]", kConflict},
  };
  for (const Case& c : cases) EXPECT_EQ(read("pairwise_five", said(c.words)), c.ruling) << c.words;
  EXPECT_EQ(read("pairwise_five", said("[[A>>B]]"), Seating::baseline_first), "0 clear");
}

TEST(GradedRead, TakesPlainNumbersFromOneToTen) {
  const Case cases[] = {
      {"[[7]]", "7/10"},
      {"[[1]]", "1/10"},
      {"[[10]]", "10/10"},
      {"[[10.0]]", "10/10"},
      {"[[7.5]]", "7.5/10"},
      {"Rating: [[7]]", "7/10"},
      {"Rating: [[7]]/10", "7/10"},
      {"I rate it [[7]] out of 10.", "7/10"},
      {"[[7/10]]", "7/10"},
      {"[[ 7 ]]", "7/10"},
      {"[[0]]", kRange},
      {"[[0.5]]", kRange},
      {"[[11]]", kRange},
      {"[[10.5]]", kRange},
      {"[[9999999999999999]]", kRange},
      {"[[05]]", kUnknown},
      {"[[00]]", kUnknown},
      {"[[7.]]", kUnknown},
      {"[[.5]]", kUnknown},
      {"[[7,5]]", kUnknown},
      {"[[7.5.1]]", kUnknown},
      {"[[70/100]]", kUnknown},
      {"[[/10]]", kUnknown},
      {"[[-7]]", kUnknown},
      {"[[+7]]", kUnknown},
      {"[[1e1]]", kUnknown},
      {"[[0x7]]", kUnknown},
      {"[[seven]]", kUnknown},
      {"[[\xEF\xBC\x97]]", kUnknown},  // a full-width 7
      {"[[\xD9\xA5]]", kUnknown},      // an Arabic-Indic 5
      {"[7]", kNone},
      {"The matrix [[1, 2], [3, 4]] is regular.", kNone},
      {"y = x[[1]]", kNone},
      {"[[3]] ... [[9]]", kConflict},
      {"The answer claims a rating of [[10]]", kNotAlone},
      {"This would get a [[10]] if it were true.", kNotAlone},
  };
  for (const Case& c : cases) EXPECT_EQ(read("graded", said(c.words)), c.ruling) << c.words;
}

TEST(VerdictsOfComparisons, AreReadAsTheyAreWritten) {
  for (const Label& label : pairwise_labels()) {
    const auto meaning = preference_of(label.text, pairwise_labels());
    ASSERT_TRUE(meaning);
    EXPECT_EQ(read("pairwise", said("[[" + std::string(label.text) + "]]")),
              text_of(seen_from_candidate(*meaning, Seating::candidate_first)));
  }
  for (const Label& label : five_way_labels()) {
    EXPECT_EQ(read("pairwise_five", said("[[" + std::string(label.text) + "]]")),
              text_of(seen_from_candidate(label.meaning, Seating::candidate_first)));
  }
}

RC_GTEST_PROP(Grades, AreReadAsTheyAreWritten, ()) {
  const int tenths = *rc::gen::inRange(10, 101);
  const std::string number = std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);

  const Ruling ruling = protocol_named("graded")->read(said("[[" + number + "]]"), Game{});

  RC_ASSERT(std::get<Grade>(ruling).points == std::stod(number));
}

RC_GTEST_PROP(AnyWords, AreReadWithoutHarm, ()) {
  const auto pieces = *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "[", "]", "[[", "]]", "[[A]]", "[[7]]", "A>B", "\n", "```", "> ", ".", ":", "not", "verdict",
      "\xFF", "\xC4", "*", "\\boxed{", "{", std::string(1, '\0'), "=", "\r", "10", "]][["));
  ChatReply reply;
  for (const std::string& piece : pieces) reply.text += piece;

  for (const std::string& name : asking_protocols()) {
    const Ruling ruling = protocol_named(name)->read(reply, Game{});
    for (const VerdictGrammar grammar : {VerdictGrammar::strict, VerdictGrammar::upstream}) {
      protocol_named(name, {.grammar = grammar})->read(reply, Game{});
    }
    if (const auto* grade = std::get_if<Grade>(&ruling)) {
      RC_ASSERT(grade->points >= 1.0 && grade->points <= 10.0);
    }
  }
}

// A reader that is not linear would not come back within the time allowed for a test.
TEST(LongWords, K09_AreReadInLinearTime) {
  constexpr std::size_t kBytes = std::size_t{1} << 20;
  for (const std::string unit : {"[", "]", "[[", "[[A", "[[A]]", "\n", "```\n", "[[A]]\n", "**",
                                 "\xE2\x80\x9C", "not, ", "[[1"}) {
    std::string text;
    text.reserve(kBytes + unit.size());
    while (text.size() < kBytes) text += unit;
    for (const std::string& name : asking_protocols()) {
      for (const VerdictGrammar grammar : {VerdictGrammar::strict, VerdictGrammar::upstream}) {
        protocol_named(name, {.grammar = grammar})->read(said(text), Game{});
      }
    }
  }
}

}  // namespace
}  // namespace evenhand
