#include "simulate/answer_blocks.h"

#include <algorithm>
#include <array>
#include <optional>

#include "simulate/fenced_answers.h"

namespace evenhand {
namespace {

constexpr std::size_t kNowhere = std::string_view::npos;

struct Marks {
  std::string_view start;
  std::string_view end;
};

struct PairMarks {
  Marks first;
  Marks second;
};

// FastChat's and Arena-Hard's words around the two answers.
constexpr std::array kPairs = {
    PairMarks{{"[The Start of Assistant A's Answer]", "[The End of Assistant A's Answer]"},
              {"[The Start of Assistant B's Answer]", "[The End of Assistant B's Answer]"}},
    PairMarks{{"<|The Start of Assistant A's Answer|>", "<|The End of Assistant A's Answer|>"},
              {"<|The Start of Assistant B's Answer|>", "<|The End of Assistant B's Answer|>"}},
    PairMarks{{"<|The Start of Assistant A's Conversation with User|>",
               "<|The End of Assistant A's Conversation with User|>"},
              {"<|The Start of Assistant B's Conversation with User|>",
               "<|The End of Assistant B's Conversation with User|>"}},
};

// And around one that is graded alone.
constexpr std::array kSingles = {
    Marks{"[The Start of Assistant's Answer]", "[The End of Assistant's Answer]"},
    Marks{"<|The Start of Assistant A's Conversation with User|>",
          "<|The End of Assistant A's Conversation with User|>"},
};

using Blocks = std::vector<AnswerBlock>;

/// The first answer starts at its first mark and the second at its last one, so that a mark
/// quoted within an answer moves neither into the other.
Blocks find_pair(std::string_view prompt, const PairMarks& marks) {
  const std::size_t first = prompt.find(marks.first.start);
  const std::size_t second = prompt.rfind(marks.second.start);
  if (first == kNowhere || second == kNowhere || second < first) return {};
  const std::size_t first_begin = first + marks.first.start.size();
  const std::size_t second_begin = second + marks.second.start.size();
  const std::size_t first_end = prompt.rfind(marks.first.end, second);
  const std::size_t second_end = prompt.rfind(marks.second.end);
  if (first_end == kNowhere || first_end < first_begin) return {};
  if (second_end == kNowhere || second_end < second_begin) return {};
  return {{.begin = first_begin, .end = first_end, .identifier = "A"},
          {.begin = second_begin, .end = second_end, .identifier = "B"}};
}

Blocks find_single(std::string_view prompt, const Marks& marks) {
  const std::size_t start = prompt.find(marks.start);
  const std::size_t end = prompt.rfind(marks.end);
  if (start == kNowhere || end == kNowhere || end < start + marks.start.size()) return {};
  return {{.begin = start + marks.start.size(), .end = end, .identifier = "A"}};
}

Blocks find_assistants(std::string_view prompt) {
  for (const PairMarks& marks : kPairs) {
    if (Blocks blocks = find_pair(prompt, marks); !blocks.empty()) return blocks;
  }
  for (const Marks& marks : kSingles) {
    if (Blocks blocks = find_single(prompt, marks); !blocks.empty()) return blocks;
  }
  return {};
}

constexpr std::string_view kIdentifier = "\"model_identifier\": \"";
constexpr std::string_view kOutput = "\"output\": \"\"\"";
constexpr std::string_view kQuotes = "\"\"\"";

std::optional<AnswerBlock> output_from(std::string_view prompt, std::size_t name) {
  if (name == kNowhere) return std::nullopt;
  const std::size_t name_begin = name + kIdentifier.size();
  const std::size_t name_end = prompt.find('"', name_begin);
  const std::size_t output = prompt.find(kOutput, name_begin);
  if (name_end == kNowhere || output == kNowhere) return std::nullopt;
  return AnswerBlock{.begin = output + kOutput.size(),
                     .identifier = std::string(prompt.substr(name_begin, name_end - name_begin))};
}

/// AlpacaEval's: two objects, each with an identifier and an output between triple quotes.
Blocks find_outputs(std::string_view prompt) {
  const std::size_t second_name = prompt.rfind(kIdentifier);
  std::optional<AnswerBlock> first = output_from(prompt, prompt.find(kIdentifier));
  std::optional<AnswerBlock> second = output_from(prompt, second_name);
  if (!first || !second || first->begin >= second_name) return {};
  first->end = prompt.rfind(kQuotes, second_name);
  second->end = prompt.rfind(kQuotes);
  if (first->end < first->begin || second->end < second->begin) return {};
  return {*first, *second};
}

constexpr std::string_view kMarker = "(simulated answer, worth ";

/// Where nothing else helps: the text up to the first marker, and from there to the second.
Blocks find_markers(std::string_view prompt) {
  Blocks blocks;
  std::size_t begin = 0;
  while (blocks.size() < 2) {
    const std::size_t marker = prompt.find(kMarker, begin);
    const std::size_t close = marker == kNowhere ? kNowhere : prompt.find(')', marker);
    if (close == kNowhere) break;
    blocks.push_back({.begin = begin, .end = close + 1, .identifier = blocks.empty() ? "A" : "B"});
    begin = close + 1;
  }
  return blocks;
}

// Where what the user asked begins in FastChat's prompts: their own words stand before it.
constexpr std::array<std::string_view, 3> kQuestionMarks = {"[Question]", "[User Question]",
                                                            "<|User Prompt|>"};

std::string before_question(std::string_view prompt) {
  std::size_t end = prompt.size();
  for (const std::string_view mark : kQuestionMarks) end = std::min(end, prompt.find(mark));
  return std::string(prompt.substr(0, end));
}

}  // namespace

FoundAnswers find_answers(std::string_view prompt) {
  if (FoundAnswers fenced = find_fenced_answers(prompt); !fenced.blocks.empty()) return fenced;
  if (Blocks blocks = find_assistants(prompt); !blocks.empty()) {
    return {.blocks = std::move(blocks), .outside = before_question(prompt)};
  }
  if (Blocks blocks = find_outputs(prompt); !blocks.empty()) {
    // AlpacaEval's task is said last.
    std::string outside(prompt.substr(blocks.back().end));
    return {.blocks = std::move(blocks), .outside = std::move(outside)};
  }
  // The first answer's beginning is a guess, so the words before it may be the prompt's.
  return {.blocks = find_markers(prompt), .outside = std::string(prompt)};
}

}  // namespace evenhand
