#include "judge/emotions.h"

#include <algorithm>

#include <re2/re2.h>

#include "base/text.h"

namespace evenhand {
namespace {

re2::StringPiece as_piece(std::string_view text) { return {text.data(), text.size()}; }

struct Grammar {
  const RE2& pair;
  const RE2& first_heading;
  const RE2& revised_heading;
};

const Grammar& grammar_of(EmotionLanguage language) {
  // Python's \w and \s know all scripts; RE2's only ASCII.
  static const RE2 pair(R"(([\p{L}\p{N}_]+):[\s\p{Z}]+(\d+))");
  static const RE2 first("First pass scores:");
  static const RE2 revised("Revised scores:");
  static const RE2 german_pair(R"(([a-zA-ZäöüßÄÖÜ\s]+):\s*\**(\d+(?:,\d+)?)\**)");
  static const RE2 german_first("(?i)Erste.*?:");
  static const RE2 german_revised("(?i)Überarbeitete.*?:");
  static const Grammar english{pair, first, revised};
  static const Grammar german{german_pair, german_first, german_revised};
  switch (language) {
    case EmotionLanguage::english: return english;
    case EmotionLanguage::german: break;
  }
  return german;
}

/// What stands before and behind the first match.
struct Parts {
  std::string_view before;
  std::string_view behind;
};

std::optional<Parts> cut_at(std::string_view text, const RE2& heading) {
  re2::StringPiece match;
  if (!heading.Match(as_piece(text), 0, text.size(), RE2::UNANCHORED, &match, 1)) {
    return std::nullopt;
  }
  const auto begin = static_cast<std::size_t>(match.data() - text.data());
  return Parts{text.substr(0, begin), text.substr(begin + match.size())};
}

}  // namespace

EmotionLanguage language_of_prompt(std::string_view prompt) {
  const bool german = prompt.find("[Ende der Antwort]") != std::string_view::npos ||
                      prompt.find("Ihre Antwort:") != std::string_view::npos;
  return german ? EmotionLanguage::german : EmotionLanguage::english;
}

std::vector<Emotion> emotions_in(std::string_view text, EmotionLanguage language) {
  std::vector<Emotion> emotions;
  re2::StringPiece rest = as_piece(text);
  std::string label;
  std::string literal;
  while (RE2::FindAndConsume(&rest, grammar_of(language).pair, &label, &literal)) {
    const auto intensity = parse_number(replaced(literal, ",", "."));
    if (!intensity) continue;
    const std::string name(trimmed(label));
    const auto known = std::find_if(emotions.begin(), emotions.end(),
                                    [&](const Emotion& emotion) { return emotion.label == name; });
    if (known == emotions.end()) {
      emotions.push_back({.label = name, .intensity = *intensity});
    } else {
      known->intensity = *intensity;
    }
  }
  return emotions;
}

EmotionReply read_emotions(std::string_view reply, EmotionLanguage language) {
  const Grammar& grammar = grammar_of(language);
  const auto first = cut_at(reply, grammar.first_heading);
  const auto revised = cut_at(reply, grammar.revised_heading);
  if (!revised) return {.first_pass = emotions_in(reply, language), .revised = {}};
  EmotionReply passes{.first_pass = {}, .revised = emotions_in(revised->behind, language)};
  if (!first) return passes;
  const auto end = cut_at(first->behind, grammar.revised_heading);
  if (end) passes.first_pass = emotions_in(end->before, language);
  return passes;
}

std::optional<std::vector<double>> intensities_of(std::span<const Emotion> emotions,
                                                  std::span<const Emotion> key) {
  std::vector<double> intensities;
  for (const Emotion& wanted : key) {
    const auto found = std::find_if(emotions.begin(), emotions.end(), [&](const Emotion& emotion) {
      return emotion.label == wanted.label;
    });
    if (found == emotions.end()) return std::nullopt;
    intensities.push_back(found->intensity);
  }
  return intensities;
}

std::string emotions_text(std::span<const Emotion> emotions) {
  std::string text;
  for (const Emotion& emotion : emotions) {
    if (!text.empty()) text += '\n';
    text += emotion.label + ": " + shortest_text(emotion.intensity);
  }
  return text;
}

std::vector<Emotion> emotions_of_key(std::string_view text) {
  std::vector<Emotion> key;
  for (const std::string& line : split(text, '\n')) {
    const std::size_t colon = line.rfind(": ");
    if (colon == std::string::npos) continue;
    const auto intensity = parse_number(line.substr(colon + 2));
    if (intensity) key.push_back({.label = line.substr(0, colon), .intensity = *intensity});
  }
  return key;
}

}  // namespace evenhand
