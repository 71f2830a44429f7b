#include "judge/lead_in.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.h"

namespace evenhand {
namespace {

// Typographic quotation marks, brackets and dashes; LaTeX's frame.
constexpr std::array<std::string_view, 11> kDecorations = {
    "\\boxed",  "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x98", "\xE2\x80\x99", "\xC2\xAB",
    "\xC2\xBB", "\xE3\x80\x90", "\xE3\x80\x91", "\xE2\x80\x93", "\xE2\x80\x94"};
constexpr std::string_view kDecorationBytes = " \t\r*_`\"'#(){}$~.!;,-";

// A clause with one of these does not give a verdict but denies it, or tells of somebody else's.
constexpr std::array<std::string_view, 39> kStopWords = {
    "not",      "never",    "cannot",   "nor",    "without", "unlike",    "instead",    "if",
    "unless",   "says",     "said",     "say",    "saying",  "states",    "stated",     "claims",
    "claimed",  "claiming", "quotes",   "quoted", "quoting", "contains",  "contained",  "includes",
    "included", "demands",  "demanded", "asks",   "asked",   "instructs", "instructed", "tells",
    "told",     "writes",   "wrote",    "wants",  "tries",   "ends",      "suggests"};

// A clause with one of these gives a verdict.
constexpr std::array<std::string_view, 43> kVerdictWords = {
    "verdict", "verdicts", "judgement",  "judgment", "decision",   "rating",     "grade",
    "score",   "mark",     "winner",     "wins",     "win",        "choice",     "choose",
    "pick",    "select",   "preference", "prefer",   "better",     "best",       "tie",
    "tied",    "equal",    "equally",    "neither",  "result",     "rate",       "assign",
    "give",    "deserves", "conclusion", "conclude", "overall",    "therefore",  "thus",
    "hence",   "so",       "final",      "finally",  "evaluation", "assessment", "points",
    "my"};

// "Note finale :", "Endgültiges Urteil:": a label in any language.
constexpr std::size_t kMaxLabelWords = 4;

template <std::size_t n>
bool is_one_of(const std::array<std::string_view, n>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '\'' ||
         static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (is_word_byte(c)) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(lower_case(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(lower_case(word));
  return words;
}

bool strip_prefix(std::string_view& text) {
  for (const std::string_view decoration : kDecorations) {
    if (!text.starts_with(decoration)) continue;
    text.remove_prefix(decoration.size());
    return true;
  }
  return false;
}

bool strip_suffix(std::string_view& text) {
  for (const std::string_view decoration : kDecorations) {
    if (!text.ends_with(decoration)) continue;
    text.remove_suffix(decoration.size());
    return true;
  }
  return false;
}

// Without what decorates the verdict itself, but with the end of the sentence before it.
std::string_view without_opening_marks(std::string_view text) {
  constexpr std::string_view kOpening = " \t*_`\"'#({$~-";
  while (true) {
    const std::size_t last = text.find_last_not_of(kOpening);
    text = text.substr(0, last == std::string_view::npos ? 0 : last + 1);
    if (!strip_suffix(text)) return text;
  }
}

bool ends_a_sentence(std::string_view text) {
  return text.ends_with('.') || text.ends_with('!') || text.ends_with("\xE3\x80\x82");  // 。
}

bool ends_with_colon(std::string_view text) {
  return text.ends_with(':') || text.ends_with("\xEF\xBC\x9A");  // full width
}

// What follows the last full stop, comma or other break inside the line.
std::string_view last_clause(std::string_view text) {
  for (std::size_t at = text.size(); at > 0; --at) {
    const std::size_t stop = text.find_last_of(".!?;,", at - 1);
    if (stop == std::string_view::npos) return text;
    if (stop + 1 < text.size() && !is_word_byte(text[stop + 1])) return text.substr(stop + 1);
    if (stop == 0) return text;
    at = stop + 1;
  }
  return text;
}

bool is_stop_word(const std::string& word) {
  return is_one_of(kStopWords, word) || word.ends_with("n't") || word.ends_with("n\xE2\x80\x99t");
}

}  // namespace

std::string_view undecorated(std::string_view text) {
  while (true) {
    const std::size_t first = text.find_first_not_of(kDecorationBytes);
    if (first == std::string_view::npos) return {};
    text = text.substr(first, text.find_last_not_of(kDecorationBytes) - first + 1);
    const bool stripped_front = strip_prefix(text);
    const bool stripped_back = strip_suffix(text);
    if (!stripped_front && !stripped_back) return text;
  }
}

bool may_lead_in(std::string_view words) {
  if (undecorated(words).empty()) return true;
  std::string_view lead = without_opening_marks(words);
  if (ends_a_sentence(lead)) return true;
  const bool is_label = ends_with_colon(lead);
  while (lead.ends_with(',')) lead.remove_suffix(1);
  const std::vector<std::string> clause = words_of(last_clause(lead));
  if (std::any_of(clause.begin(), clause.end(), is_stop_word)) return false;
  if (is_label && clause.size() <= kMaxLabelWords) return true;
  return std::any_of(clause.begin(), clause.end(),
                     [](const std::string& word) { return is_one_of(kVerdictWords, word); });
}

}  // namespace evenhand
