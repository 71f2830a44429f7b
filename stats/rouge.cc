#include "stats/rouge.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/text.h"

namespace evenhand {
namespace {

using Words = std::vector<std::string>;

double f1(std::size_t common, std::size_t of_reference, std::size_t of_prediction) {
  if (common == 0) return 0.0;
  return 2.0 * static_cast<double>(common) / static_cast<double>(of_reference + of_prediction);
}

/// The runs of `length` words, and how often each is there.
std::map<Words, std::size_t> runs_of(const Words& words, std::size_t length) {
  std::map<Words, std::size_t> runs;
  for (std::size_t i = 0; i + length <= words.size(); ++i) {
    const auto begin = words.begin() + static_cast<std::ptrdiff_t>(i);
    ++runs[Words(begin, begin + static_cast<std::ptrdiff_t>(length))];
  }
  return runs;
}

double rouge_of_runs(const Words& reference, const Words& prediction, std::size_t length) {
  if (reference.size() < length || prediction.size() < length) return 0.0;
  const auto wanted = runs_of(reference, length);
  const auto given = runs_of(prediction, length);
  std::size_t common = 0;
  for (const auto& [run, times] : wanted) {
    const auto found = given.find(run);
    if (found != given.end()) common += std::min(times, found->second);
  }
  return f1(common, reference.size() - length + 1, prediction.size() - length + 1);
}

/// The places of a longest common subsequence in `reference`; of several the one that rouge-score
/// finds, since the union of several sentences depends on it. Of the table of lengths two rows and
/// a bit of each cell are kept: the way back asks for no more.
std::set<std::size_t> common_places(const Words& reference, const Words& sentence) {
  const std::size_t width = sentence.size() + 1;
  std::vector<bool> is_left_longer((reference.size() + 1) * width, false);
  std::vector<std::uint32_t> above(width, 0);
  std::vector<std::uint32_t> row(width, 0);
  for (std::size_t i = 1; i <= reference.size(); ++i) {
    for (std::size_t j = 1; j < width; ++j) {
      row[j] =
          reference[i - 1] == sentence[j - 1] ? above[j - 1] + 1 : std::max(above[j], row[j - 1]);
      if (row[j - 1] > above[j]) is_left_longer[i * width + j] = true;
    }
    std::swap(above, row);
  }
  std::set<std::size_t> places;
  std::size_t i = reference.size();
  std::size_t j = sentence.size();
  while (i > 0 && j > 0) {
    if (reference[i - 1] == sentence[j - 1]) {
      places.insert(--i);
      --j;
    } else if (is_left_longer[i * width + j]) {
      --j;
    } else {
      --i;
    }
  }
  return places;
}

std::vector<Words> sentences_of(std::string_view text) {
  std::vector<Words> sentences;
  for (const std::string& line : split(replaced(text, " . ", ".\n"), '\n')) {
    if (!line.empty()) sentences.push_back(rouge_words(line));
  }
  return sentences;
}

std::map<std::string, std::size_t> counts_of(const std::vector<Words>& sentences) {
  std::map<std::string, std::size_t> counts;
  for (const Words& sentence : sentences) {
    for (const std::string& word : sentence) ++counts[word];
  }
  return counts;
}

std::size_t total_of(const std::vector<Words>& sentences) {
  std::size_t words = 0;
  for (const Words& sentence : sentences) words += sentence.size();
  return words;
}

/// Of each sentence of the reference the words that are in a longest common subsequence with any
/// sentence of the prediction; no word counts more often than either text has it.
double rouge_of_sentences(std::string_view reference, std::string_view prediction) {
  const std::vector<Words> wanted = sentences_of(reference);
  const std::vector<Words> given = sentences_of(prediction);
  std::map<std::string, std::size_t> left_of_wanted = counts_of(wanted);
  std::map<std::string, std::size_t> left_of_given = counts_of(given);
  std::size_t common = 0;
  for (const Words& sentence : wanted) {
    std::set<std::size_t> places;
    for (const Words& other : given) places.merge(common_places(sentence, other));
    for (const std::size_t place : places) {
      std::size_t& wanted_left = left_of_wanted[sentence[place]];
      std::size_t& given_left = left_of_given[sentence[place]];
      if (wanted_left == 0 || given_left == 0) continue;
      --wanted_left;
      --given_left;
      ++common;
    }
  }
  return f1(common, total_of(wanted), total_of(given));
}

}  // namespace

std::vector<std::string> rouge_words(std::string_view text) {
  Words words;
  std::string word;
  for (const char raw : lower_case(text)) {
    const bool counts = (raw >= 'a' && raw <= 'z') || (raw >= '0' && raw <= '9');
    if (counts) {
      word += raw;
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

RougeScores rouge_scores(std::string_view reference, std::string_view prediction) {
  const Words wanted = rouge_words(reference);
  const Words given = rouge_words(prediction);
  return {.rouge1 = rouge_of_runs(wanted, given, 1),
          .rouge2 = rouge_of_runs(wanted, given, 2),
          .rouge_l = rouge_of_sentences(reference, prediction)};
}

SimilarityMarks similarity_marks(std::span<const double> to_true,
                                 std::span<const double> to_false) {
  EVENHAND_CHECK(!to_true.empty() && !to_false.empty());
  const double most = *std::max_element(to_true.begin(), to_true.end());
  const double most_false = *std::max_element(to_false.begin(), to_false.end());
  return {.most = most, .lead = most - most_false, .is_nearer = most > most_false ? 1.0 : 0.0};
}

}  // namespace evenhand
