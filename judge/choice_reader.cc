#include "judge/choice_reader.h"

#include <array>
#include <memory>
#include <utility>
#include <vector>

#include <re2/re2.h>

#include "base/check.h"
#include "base/text.h"

namespace evenhand {
namespace {

re2::StringPiece as_piece(std::string_view text) { return {text.data(), text.size()}; }

// What simple-evals takes out, in its order.
constexpr std::array<std::string_view, 13> kWrappers = {
    "**",  "$\\boxed{", "}$",  "\\$",       "$\\text{", "$",      "\\mathrm{",
    "\\{", "\\text",    "\\(", "\\mathbf{", "{",        "\\boxed"};

std::string without_wrappers(std::string_view reply) {
  std::string text(reply);
  for (const std::string_view wrapper : kWrappers) text = replaced(text, wrapper, "");
  return text;
}

/// The place of an option by its letter, capital or small.
std::optional<std::size_t> place_of(std::string_view letter, std::size_t options) {
  if (letter.size() != 1) return std::nullopt;
  const char c = letter[0];
  std::size_t place = kMostLetters;
  if (c >= 'A' && c <= 'Z') place = static_cast<std::size_t>(c - 'A');
  if (c >= 'a' && c <= 'z') place = static_cast<std::size_t>(c - 'a');
  return place < options ? std::optional(place) : std::nullopt;
}

/// The letter that a line gives as its answer. A capital may be followed by anything but a letter
/// or digit; "A", "I" and small letters, which are words too, end their sentence or are bracketed.
std::optional<std::string> answer_in_line(std::string_view line) {
  static const RE2 pattern(
      R"((?i:answer|choice|option)\s*(?i:is|:|=)\s*(?i:option|choice)?\s*)"
      R"((?:[(\[]\s*([A-Za-z])\s*[)\]]|([B-HJ-Z])(?:[^\p{L}\p{N}'’]|$)|([A-Za-z])\s*(?:[).:,;}]|$)))");
  re2::StringPiece rest = as_piece(line);
  std::string bracketed;
  std::string capital;
  std::string closed;
  std::optional<std::string> last;
  while (RE2::FindAndConsume(&rest, pattern, &bracketed, &capital, &closed)) {
    last = !bracketed.empty() ? bracketed : !capital.empty() ? capital : closed;
  }
  return last;
}

std::optional<std::string> stated_answer(const std::string& text) {
  std::optional<std::string> last;
  for (const std::string& line : split(text, '\n')) {
    if (auto letter = answer_in_line(line)) last = std::move(letter);
  }
  if (last) return last;
  // "Answer:" on a line of its own, the letter on the next.
  static const RE2 across(R"((?i:answer)\s*:\s*[(\[]?([A-Za-z])[)\]]?\s*[.]?\s*(?:\n|$))");
  std::string letter;
  if (RE2::PartialMatch(text, across, &letter)) return letter;
  return std::nullopt;
}

/// The whole reply: "C", "(c).", or "C. London" where that is option C.
std::optional<std::size_t> lone_letter(const std::string& text,
                                       std::span<const std::string> options) {
  static const RE2 pattern(R"((?s)\s*[(\["'`]?\s*([A-Za-z])\s*[)\]"'`]?\s*[.):]?\s*(.*))");
  std::string letter;
  std::string rest;
  if (!RE2::FullMatch(text, pattern, &letter, &rest)) return std::nullopt;
  const auto place = place_of(letter, options.size());
  if (!place) return std::nullopt;
  const std::string said = lower_case(trimmed(rest));
  const std::string option = lower_case(trimmed(options[*place]));
  const bool alone = said.empty();
  return alone || said == option || said == option + "." ? place : std::nullopt;
}

std::optional<std::string> boxed_letter(std::string_view reply) {
  static const RE2 pattern(R"(\\boxed\s*\{\s*(?:\\(?:text|mathrm|mathbf)\s*\{)?\s*\(?([A-Za-z])\)?)"
                           R"(\s*\}?\s*\})");
  std::string letter;
  if (RE2::PartialMatch(as_piece(reply), pattern, &letter)) return letter;
  return std::nullopt;
}

bool is_part_of_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || byte >= 0x80;
}

bool occurs(const std::string& text, const std::string& words) {
  for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) {
    const std::size_t end = at + words.size();
    const bool begins = at == 0 || !is_part_of_word(text[at - 1]);
    if (begins && (end == text.size() || !is_part_of_word(text[end]))) return true;
  }
  return false;
}

std::optional<std::size_t> only_option_named(std::string_view reply,
                                             std::span<const std::string> options) {
  const std::string text = lower_case(reply);
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const std::string option = lower_case(trimmed(options[i]));
    if (option.empty() || !occurs(text, option)) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

// openai/simple-evals, MULTILINGUAL_ANSWER_REGEXES, in its order.
constexpr std::array<std::string_view, 42> kPrefixes = {
    R"(Answer\s*:)",
    "Answer\\s*:\u200B\u200B\u200B\u200B\u200B\u200B",
    R"(উত্তর\s*:)",
    R"(उत्तर\s*:)",
    "উত্তরঃ",
    R"(উত্তর\s*:)",
    R"(Antwort\s*:)",
    R"(답변\s*:)",
    R"(정답\s*:)",
    R"(답\s*:)",
    R"(答案\s*：)",
    R"(答案\s*:)",
    R"(答\s*：)",
    R"(答\s*:)",
    R"(答复\s*：)",
    R"(答曰\s*：)",
    "الإجابة:",
    "الجواب:",
    "إجابة:",
    "الإجابة النهائية:",
    "الإجابة الصحيحة:",
    "الإجابة الصحيحة هي:",
    "الإجابة هي:",
    "الجواب النهائي:",
    R"(Respuesta\s*:)",
    R"(Risposta\s*:)",
    R"(答え\s*:)",
    R"(答え\s*：)",
    R"(回答\s*:)",
    R"(回答\s*：)",
    R"(解答\s*:)",
    R"(Jawaban\s*:)",
    R"(Réponse\s*:)",
    R"(Resposta\s*:)",
    R"(Jibu\s*:)",
    R"(Idahun\s*:)",
    R"(Ìdáhùn\s*:)",
    R"(Idáhùn\s*:)",
    R"(Àmọ̀nà\s*:)",
    R"(Àdáhùn\s*:)",
    R"(Ànúgọ\s*:)",
    R"(Àṣàyàn\s*:)"};

const std::vector<std::unique_ptr<RE2>>& simple_evals_patterns() {
  static const std::vector<std::unique_ptr<RE2>> patterns = [] {
    std::vector<std::unique_ptr<RE2>> made;
    for (const std::string_view prefix : kPrefixes) {
      const std::string unicode_blanks = replaced(prefix, R"(\s)", R"([\s\p{Z}])");
      made.push_back(std::make_unique<RE2>(
          "(?i)" + unicode_blanks +
          R"([ \t]*([A-D]|[\x{0623}-\x{062F}]|[অ]|[ব]|[ড]|[ঢ]|[Ａ]|[Ｂ]|[Ｃ]|[Ｄ]))"));
    }
    return made;
  }();
  return patterns;
}

std::string latin_letter(std::string letter) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kLatin = {
      {{"\u0623", "A"},
       {"\u0628", "B"},
       {"\u062C", "C"},
       {"\u062F", "D"},
       {"\u0985", "A"},
       {"\u09AC", "B"},
       {"\u09A1", "C"},
       {"\u09A2", "D"},
       {"\uFF21", "A"},
       {"\uFF22", "B"},
       {"\uFF23", "C"},
       {"\uFF24", "D"}}};
  for (const auto& [from, to] : kLatin) letter = replaced(letter, from, to);
  return std::string(trimmed(letter));
}

}  // namespace

std::string letter_of(std::size_t place) {
  EVENHAND_CHECK(place < kMostLetters);
  return {static_cast<char>('A' + static_cast<int>(place))};
}

std::optional<std::size_t> chosen_option(std::string_view reply,
                                         std::span<const std::string> options) {
  const std::string text = without_wrappers(reply);
  if (const auto letter = stated_answer(text)) return place_of(*letter, options.size());
  if (const auto place = lone_letter(replaced(text, "*", ""), options)) return place;
  if (const auto letter = boxed_letter(reply)) return place_of(*letter, options.size());
  return only_option_named(reply, options);
}

std::optional<std::string> simple_evals_letter(std::string_view reply) {
  const std::string text = without_wrappers(reply);
  std::string letter;
  for (const std::unique_ptr<RE2>& pattern : simple_evals_patterns()) {
    if (RE2::PartialMatch(text, *pattern, &letter)) return latin_letter(letter);
  }
  return std::nullopt;
}

}  // namespace evenhand
