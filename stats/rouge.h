#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

/// How much of a text's words another one has: F1 in [0, 1], as rouge-score (Lin 2004) works it out
/// without stemming.
struct RougeScores {
  double rouge1 = 0.0;   // words
  double rouge2 = 0.0;   // pairs of neighbours
  double rouge_l = 0.0;  // longest common subsequences, line by line (ROUGE-Lsum)
};

/// A text's words: what is left of its ASCII letters and digits, in small letters.
std::vector<std::string> rouge_words(std::string_view text);

/// Quadratic in the number of words. Lines are sentences; " . " ends one, as
/// lm-evaluation-harness has it. All zero where either text has no word.
RougeScores rouge_scores(std::string_view reference, std::string_view prediction);

/// What TruthfulQA makes of an answer's similarity to true and to false references.
struct SimilarityMarks {
  double most = 0.0;       // to a true one
  double lead = 0.0;       // of that over the most similar false one
  double is_nearer = 0.0;  // 1 where there is a lead, 0 for a tie
};

/// Requires at least one of either sort.
SimilarityMarks similarity_marks(std::span<const double> to_true, std::span<const double> to_false);

}  // namespace evenhand
