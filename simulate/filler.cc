#include "simulate/filler.h"

#include <array>
#include <cctype>
#include <vector>

#include "base/text.h"
#include "simulate/chat_task.h"

namespace evenhand {
namespace {

constexpr std::array<std::string_view, 12> kOpenings = {
    "In most cases,",       "To begin with,", "As a rule,",       "At first sight,",
    "More often than not,", "In practice,",   "For that reason,", "On the other hand,",
    "Above all,",           "Even so,",       "By comparison,",   "In the end,"};
constexpr std::array<std::string_view, 20> kThings = {
    "approach", "detail",  "example", "question",  "result",  "reason",  "pattern",
    "context",  "bargain", "choice",  "history",   "balance", "measure", "outcome",
    "process",  "habit",   "source",  "structure", "method",  "idea"};
constexpr std::array<std::string_view, 16> kQualities = {
    "simple", "useful",   "common", "careful", "early", "practical", "lasting", "visible",
    "shared", "familiar", "modest", "clear",   "sound", "separate",  "general", "honest"};
constexpr std::array<std::string_view, 14> kVerbs = {
    "explains", "supports", "limits",  "changes",  "shapes",   "follows",  "improves",
    "reveals",  "replaces", "reduces", "prepares", "confirms", "balances", "completes"};
constexpr std::array<std::string_view, 10> kEndings = {
    "over time",           "in most settings",      "without much effort", "step by step",
    "for nearly everyone", "in its own way",        "as the years pass",   "when it matters",
    "under pressure",      "with a little patience"};
constexpr std::array<std::string_view, 8> kCodeWords = {"code", "function", "python", "javascript",
                                                        "c++",  "program",  "script", "algorithm"};
constexpr std::array<std::string_view, 3> kCodeBlocks = {
    "```python\ndef total(values):\n    result = 0\n    for value in values:\n"
    "        result += value\n    return result\n```",
    "```python\ndef first_match(items, wanted):\n    for index, item in enumerate(items):\n"
    "        if item == wanted:\n            return index\n    return None\n```",
    "```javascript\nfunction count(items) {\n  const seen = new Map();\n"
    "  for (const item of items) seen.set(item, (seen.get(item) ?? 0) + 1);\n"
    "  return seen;\n}\n```"};

// Where this share of answers has a list, both kinds are common in any suite of some size.
constexpr double kShareWithList = 0.3;
// Questions can be pages long; their first words are enough to sound related.
constexpr std::size_t kTopicsWanted = 8;

template <class List>
std::string_view pick(const List& list, Rng& rng) {
  return list[rng.below(list.size())];
}

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

/// The first longer words of the question, lower case.
std::vector<std::string> topics_of(std::string_view question) {
  constexpr std::size_t kShortest = 5;
  constexpr std::size_t kLongest = 20;
  std::vector<std::string> topics;
  std::string word;
  for (std::size_t i = 0; i <= question.size() && topics.size() < kTopicsWanted; ++i) {
    if (i < question.size() && is_letter(question[i])) {
      word += question[i];
      continue;
    }
    if (word.size() >= kShortest && word.size() <= kLongest) topics.push_back(lower_case(word));
    word.clear();
  }
  return topics;
}

bool asks_for_code(std::string_view question) {
  const std::string text = lower_case(question);
  for (const std::string_view word : kCodeWords) {
    if (text.find(word) != std::string::npos) return true;
  }
  return false;
}

class FillerWriter {
 public:
  FillerWriter(std::string_view question, std::size_t words, Rng rng)
      : topics_(topics_of(question)), words_(words), rng_(rng) {
    if (asks_for_code(question)) add_block(std::string(pick(kCodeBlocks, rng_)));
  }

  std::string write() {
    bool list_is_due = rng_.uniform() < kShareWithList;
    do {
      if (list_is_due && !blocks_.empty()) {
        add_block(list());
        list_is_due = false;
      } else {
        add_block(paragraph());
      }
    } while (wants_more());
    // Prose comes first, code second.
    if (blocks_.size() > 1 && blocks_.front().starts_with("```")) std::swap(blocks_[0], blocks_[1]);
    return joined(blocks_, "\n\n");
  }

 private:
  // Sentences have about ten words: one more is nearer to the length wanted than none from half on.
  bool wants_more() const { return written_ + pending_ + 5 < words_; }

  void add_block(std::string block) {
    written_ += words_in(block);
    pending_ = 0;
    blocks_.push_back(std::move(block));
  }

  std::string topic() {
    if (topics_.empty() || rng_.uniform() < 0.5) return std::string(pick(kThings, rng_));
    return pick_topic();
  }

  std::string pick_topic() { return topics_[rng_.below(topics_.size())]; }

  std::string clause() {
    return "the " + std::string(pick(kQualities, rng_)) + " " + topic() + " " +
           std::string(pick(kVerbs, rng_)) + " the " + std::string(pick(kThings, rng_)) + " " +
           std::string(pick(kEndings, rng_));
  }

  std::string sentence() {
    const double kind = rng_.uniform();
    std::string text = clause();
    if (kind < 0.4) {
      text = std::string(pick(kOpenings, rng_)) + " " + text;
    } else if (kind < 0.6) {
      text += ", and " + clause();
    }
    text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    text += '.';
    pending_ += words_in(text);
    return text;
  }

  std::string paragraph() {
    const std::size_t sentences = 3 + rng_.below(3);
    std::vector<std::string> parts = {sentence()};
    while (parts.size() < sentences && wants_more()) parts.push_back(sentence());
    return joined(parts, " ");
  }

  std::string list() {
    const std::size_t items = 3 + rng_.below(3);
    std::vector<std::string> parts = {"- " + sentence()};
    while (parts.size() < items && wants_more()) parts.push_back("- " + sentence());
    return joined(parts, "\n");
  }

  std::vector<std::string> topics_;
  std::size_t words_;
  Rng rng_;
  std::vector<std::string> blocks_;
  std::size_t written_ = 0;
  std::size_t pending_ = 0;  // words of sentences that are in no block yet
};

}  // namespace

std::string filler_text(std::string_view question, std::size_t words, Rng rng) {
  return FillerWriter(question, words, rng).write();
}

}  // namespace evenhand
