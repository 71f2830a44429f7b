#include "judge/choice_presets.h"

#include <algorithm>
#include <array>
#include <utility>

#include <re2/re2.h>

#include "base/check.h"
#include "base/text.h"
#include "judge/choice_reader.h"

namespace evenhand {
namespace {

re2::StringPiece as_piece(std::string_view text) { return {text.data(), text.size()}; }

constexpr std::array<std::pair<Extraction, std::string_view>, 9> kNames = {
    {{Extraction::automatic, "auto"},
     {Extraction::simple_evals, "simple_evals"},
     {Extraction::lm_eval_generative, "lm_eval_generative"},
     {Extraction::lm_eval_strict, "lm_eval_strict"},
     {Extraction::lm_eval_flexible, "lm_eval_flexible"},
     {Extraction::lm_eval_fewshot, "lm_eval_fewshot"},
     {Extraction::lm_eval_llama_cot, "lm_eval_llama_cot"},
     {Extraction::lm_eval_mmlu_pro, "lm_eval_mmlu_pro"},
     {Extraction::lm_eval_redux, "lm_eval_redux"}}};

std::optional<std::string> first_match(std::string_view text, const RE2& pattern) {
  std::string found;
  if (RE2::PartialMatch(as_piece(text), pattern, &found)) return found;
  return std::nullopt;
}

std::optional<std::string> last_match(std::string_view text, const RE2& pattern) {
  re2::StringPiece rest = as_piece(text);
  std::string found;
  std::optional<std::string> last;
  while (RE2::FindAndConsume(&rest, pattern, &found)) last = found;
  return last;
}

/// The harness's `(?<=CUE)(.*)(?=.)` at the first place where it matches: the rest of the line
/// without its last character, which the look-ahead keeps for itself. nullopt: no such place.
std::optional<std::string> after_cue(std::string_view text,
                                     std::span<const std::string_view> cues) {
  std::optional<std::size_t> start;
  for (const std::string_view cue : cues) {
    for (std::size_t at = text.find(cue); at != std::string_view::npos;
         at = text.find(cue, at + 1)) {
      const std::size_t end = at + cue.size();
      if (end == text.size() || text[end] == '\n') continue;
      start = std::min(start.value_or(end), end);
      break;
    }
  }
  if (!start) return std::nullopt;
  const std::string_view line = text.substr(*start, text.find('\n', *start) - *start);
  const std::size_t points = code_points(line);
  return std::string(trimmed(first_code_points(line, points - 1)));
}

std::optional<std::string> strict_match(std::string_view reply) {
  constexpr std::array<std::string_view, 4> kCues = {"The answer is ", "answer is ",
                                                     "The answer: ", "The final answer: "};
  auto found = after_cue(reply, kCues);
  return found && !found->empty() ? found : std::nullopt;  // of several groups it drops empty ones
}

std::string without_punctuation(std::string_view text) {
  static const RE2 punctuation(R"(\p{P})");
  std::string kept = valid_utf8(text);
  RE2::GlobalReplace(&kept, punctuation, "");
  return kept;
}

/// The option whose text stands last in the reply; of two with the same text, the later option.
std::optional<std::string> option_named_last(std::string_view reply,
                                             std::span<const std::string> options) {
  std::vector<std::string> texts;
  std::vector<std::string> patterns;
  for (const std::string& option : options) {
    texts.push_back(without_punctuation(trimmed(option)));
    if (!texts.back().empty()) patterns.push_back(RE2::QuoteMeta(texts.back()));
  }
  if (patterns.empty()) return std::nullopt;
  const auto found =
      last_match(without_punctuation(reply), RE2("(?i)(" + joined(patterns, "|") + ")"));
  if (!found) return std::nullopt;
  std::optional<std::string> letter;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const RE2 same("(?i)" + RE2::QuoteMeta(texts[i]));
    if (!texts[i].empty() && RE2::FullMatch(*found, same)) letter = "(" + letter_of(i) + ")";
  }
  return letter;
}

std::optional<std::string> flexible_match(std::string_view reply,
                                          std::span<const std::string> options) {
  static const RE2 bracketed(R"((\([A-Z]\)))");
  if (auto found = last_match(reply, bracketed)) return found;
  if (auto found = option_named_last(reply, options)) return found;
  std::vector<std::string> letters;
  for (std::size_t i = 0; i < options.size(); ++i) letters.push_back(letter_of(i));
  const auto found = last_match(reply, RE2(R"(:[\s\p{Z}]*()" + joined(letters, "|") + ")"));
  return found ? std::optional("(" + *found + ")") : std::nullopt;
}

/// What the harness compares: small letters, no ASCII punctuation.
std::string as_compared(std::string_view text) {
  std::string kept;
  for (const char c : lower_case(text)) {
    const bool sign = (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
                      (c >= '{' && c <= '~');
    if (!sign) kept += c;
  }
  return kept;
}

}  // namespace

std::string_view name_of(Extraction extraction) {
  for (const auto& [known, name] : kNames) {
    if (known == extraction) return name;
  }
  check_failed("an extraction without a name", __FILE__, __LINE__);
}

std::optional<Extraction> extraction_named(std::string_view name) {
  for (const auto& [known, its_name] : kNames) {
    if (its_name == name) return known;
  }
  return std::nullopt;
}

std::vector<std::string> extraction_names() {
  std::vector<std::string> names;
  for (const auto& [known, name] : kNames) names.emplace_back(name);
  return names;
}

std::optional<std::string> lm_eval_extract(std::string_view reply,
                                           std::span<const std::string> options,
                                           Extraction preset) {
  static const RE2 llama(R"(best answer is ([A-Z]))");
  static const RE2 pro(R"(answer is \(?([ABCDEFGHIJ])\)?)");
  static const RE2 any(R"(([ABCD]))");
  constexpr std::array<std::string_view, 1> kFewshotCue = {"answer is "};
  switch (preset) {
    case Extraction::lm_eval_generative:
      return std::string(trimmed(reply.substr(0, reply.find('\n'))));
    case Extraction::lm_eval_strict: return strict_match(reply);
    case Extraction::lm_eval_flexible: return flexible_match(reply, options);
    case Extraction::lm_eval_fewshot: return after_cue(reply, kFewshotCue);
    case Extraction::lm_eval_llama_cot: return last_match(reply, llama);
    case Extraction::lm_eval_mmlu_pro: return first_match(reply, pro);
    case Extraction::lm_eval_redux: return first_match(reply, any);
    case Extraction::automatic:
    case Extraction::simple_evals: break;
  }
  check_failed("no preset of lm-evaluation-harness", __FILE__, __LINE__);
}

std::optional<std::string> chosen_letter(std::string_view reply,
                                         std::span<const std::string> options, Extraction how) {
  if (how == Extraction::simple_evals) return simple_evals_letter(reply);
  if (how == Extraction::automatic) {
    const auto place = chosen_option(reply, options);
    return place ? std::optional(letter_of(*place)) : std::nullopt;
  }
  const auto found = lm_eval_extract(reply, options, how);
  if (!found) return std::nullopt;
  const std::string compared = as_compared(*found);
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (compared == lower_case(letter_of(i))) return letter_of(i);
  }
  return std::nullopt;
}

}  // namespace evenhand
