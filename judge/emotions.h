#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

/// EQ-Bench's answers: how intense a character's emotions are, from 0 to 10, a label each.
struct Emotion {
  std::string label;
  double intensity = 0.0;

  friend bool operator==(const Emotion&, const Emotion&) = default;
};

/// The language of a question decides headings and spelling of numbers.
enum class EmotionLanguage { english, german };

/// German where the prompt closes answers with EQ-Bench's German marker.
EmotionLanguage language_of_prompt(std::string_view prompt);

/// Both passes of one reply; an empty one was not given.
struct EmotionReply {
  std::vector<Emotion> first_pass;
  std::vector<Emotion> revised;
};

/// Every "label: number" of the text as EQ-Bench finds them: the colon touches the label and a
/// blank follows it; decimals are cut off in English ("7.5" is 7); of a label that comes twice the
/// last counts. In the order of first occurrence.
std::vector<Emotion> emotions_in(std::string_view text, EmotionLanguage language);

/// Finds the passes by their headings. Without the heading of the revised scores the whole text is
/// the first pass; with it, the first pass stands between both headings.
EmotionReply read_emotions(std::string_view reply, EmotionLanguage language);

/// The intensities of these labels, in their order; nullopt where one is missing. Other labels are
/// ignored. Labels are compared letter for letter.
std::optional<std::vector<double>> intensities_of(std::span<const Emotion> emotions,
                                                  std::span<const Emotion> key);

/// "Sad: 3", a line each: how suites keep keys.
std::string emotions_text(std::span<const Emotion> emotions);

/// The same read back; a line that is no "label: intensity" is skipped.
std::vector<Emotion> emotions_of_key(std::string_view text);

}  // namespace evenhand
