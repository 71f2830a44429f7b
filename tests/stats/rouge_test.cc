#include "stats/rouge.h"

#include <gtest/gtest.h>

#include <fstream>

#include <nlohmann/json.hpp>

namespace evenhand {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

TEST(RougeWords, AreAsciiLettersAndDigitsInSmallLetters) {
  EXPECT_EQ(rouge_words("It's 3.5 km, na\u00EFve"), (Words{"it", "s", "3", "5", "km", "na", "ve"}));
  EXPECT_EQ(rouge_words(" -- "), Words{});
}

TEST(RougeScores, CountNoWordMoreOftenThanEitherTextHasIt) {
  const RougeScores scores = rouge_scores("the cat the cat", "the the the");
  EXPECT_DOUBLE_EQ(scores.rouge1, 2.0 * 2.0 / 7.0);
  EXPECT_DOUBLE_EQ(scores.rouge2, 0.0);
  EXPECT_DOUBLE_EQ(scores.rouge_l, 2.0 * 2.0 / 7.0);
}

TEST(RougeScores, JoinSubsequencesOverSentences) {
  // rouge-score's own example of ROUGE-Lsum: w1 w2 of the first sentence, w1 w3 w5 of the second.
  EXPECT_DOUBLE_EQ(rouge_scores("w1 w2 w3 w4 w5", "w1 w2 w6 w7 w8\nw1 w3 w8 w9 w5").rouge_l,
                   2.0 * (4.0 / 5.0) * (4.0 / 10.0) / (4.0 / 5.0 + 4.0 / 10.0));
  EXPECT_DOUBLE_EQ(rouge_scores("b a", "a . b").rouge_l, 1.0) << "\" . \" ends a sentence";
  EXPECT_DOUBLE_EQ(rouge_scores("b a", "a b").rouge_l, 0.5);
  EXPECT_DOUBLE_EQ(rouge_scores("a\na", "a").rouge_l, 2.0 / 3.0) << "one word is there once";
  // Of two longest subsequences with "b a" the first word's, which the second sentence has, too.
  EXPECT_DOUBLE_EQ(rouge_scores("a b", "b a\na").rouge_l, 2.0 / 5.0);
}

TEST(RougeScores, AreZeroWithoutWords) {
  for (const auto& [reference, prediction] :
       {std::pair("", "a"), std::pair("a", "..."), std::pair("", "")}) {
    EXPECT_EQ(rouge_scores(reference, prediction).rouge1, 0.0);
    EXPECT_EQ(rouge_scores(reference, prediction).rouge_l, 0.0);
  }
}

json vectors() {
  std::ifstream in(std::string(EVENHAND_SOURCE_DIR) +
                   "/../shared/vectors/multiple_choice/truthfulqa.json");
  return in ? json::parse(in) : json();
}

TEST(RougeScores, AgreeWithTheVectorsOnEveryCase) {
  const json root = vectors();
  if (root.is_null()) GTEST_SKIP() << "the vectors of multiple choice are not here";
  for (const json& c : root.at("rouge_f_times_100")) {
    const RougeScores scores =
        rouge_scores(c.at("reference").get<std::string>(), c.at("prediction").get<std::string>());
    EXPECT_NEAR(100.0 * scores.rouge1, c.at("rouge1"), 1e-9) << c;
    EXPECT_NEAR(100.0 * scores.rouge2, c.at("rouge2"), 1e-9) << c;
    EXPECT_NEAR(100.0 * scores.rouge_l, c.at("rougeL_single_line"), 1e-9) << c;
  }
}

TEST(SimilarityMarks, AgreeWithTheVectorsOnEveryCase) {
  const json root = vectors();
  if (root.is_null()) GTEST_SKIP() << "the vectors of multiple choice are not here";
  for (const json& c : root.at("generation_metric_from_similarity")) {
    const std::vector<double> to_true = c.at("scores_true_refs");
    const std::vector<double> to_false = c.at("scores_false_refs");
    const SimilarityMarks marks = similarity_marks(to_true, to_false);
    EXPECT_EQ(marks.most, c.at("max").get<double>());
    EXPECT_EQ(marks.lead, c.at("diff").get<double>());
    EXPECT_EQ(marks.is_nearer, c.at("acc").get<double>()) << "a tie is lost";
  }
}

}  // namespace
}  // namespace evenhand
