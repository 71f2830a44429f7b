#include "judge/criterion_marks.h"

#include <algorithm>
#include <array>

#include <re2/re2.h>

#include "base/text.h"

namespace evenhand {
namespace {

constexpr std::array<std::string_view, 9> kNegative = {"Unearned Transformations",
                                                       "Incongruent Ending Positivity",
                                                       "Overwrought",
                                                       "Purple Prose",
                                                       "Amateurish",
                                                       "Unsurprising or Uncreative",
                                                       "Tell-Don't-Show",
                                                       "Weak Dialogue",
                                                       "Meandering"};
constexpr std::array<std::string_view, 13> kPositive = {"Adherence to Instructions",
                                                        "Believable Character Actions",
                                                        "Nuanced Characters",
                                                        "Consistent Voice/Tone of Writing",
                                                        "Imagery and Descriptive Quality",
                                                        "Elegant Prose",
                                                        "Emotionally Engaging",
                                                        "Emotionally Complex",
                                                        "Coherent",
                                                        "Well-earned Lightness or Darkness",
                                                        "Sentences Flow Naturally",
                                                        "Overall Reader Engagement",
                                                        "Overall Impression"};
constexpr std::array<std::string_view, 3> kTakenFromTheLoser = {"avoids_poetic_overload",
                                                                "coherence", "avoids_verbosity"};
constexpr std::string_view kFirst = "A0493";
constexpr std::string_view kSecond = "A0488";
constexpr std::string_view kThoughts = "chain_of_thought_reasoning";

void collect(std::string_view words, const RE2& pattern, double most,
             std::map<std::string, double>& points) {
  re2::StringPiece rest(words.data(), words.size());
  std::string name;
  std::string number;
  while (RE2::FindAndConsume(&rest, pattern, &name, &number)) {
    const auto value = parse_number(number);
    if (value && *value <= most) points[std::string(trimmed(name))] = *value;
  }
}

}  // namespace

std::map<std::string, double> criterion_points(std::string_view words, double most) {
  static const RE2 plain(R"((.*?):\s*(?:Score\s+)?(-?\d+(?:\.\d+)?))");
  static const RE2 bracketed(R"((.*?):\s*\[(-?\d+(?:\.\d+)?)\])");
  std::map<std::string, double> points;
  const std::string text = valid_utf8(words);
  collect(text, plain, most, points);
  collect(text, bracketed, most, points);
  return points;
}

bool is_negative_criterion(std::string_view criterion) {
  return std::find(kNegative.begin(), kNegative.end(), criterion) != kNegative.end();
}

std::map<std::string, double> known_criteria_of(const std::map<std::string, double>& points) {
  constexpr std::string_view kDecoration = " \t*_#-`";
  std::map<std::string, double> known;
  for (const auto& [given, value] : points) {
    const std::size_t begin = given.find_first_not_of(kDecoration);
    if (begin == std::string::npos) continue;
    const std::size_t end = given.find_last_not_of(kDecoration);
    const std::string name = given.substr(begin, end - begin + 1);
    const bool positive = std::find(kPositive.begin(), kPositive.end(), name) != kPositive.end();
    if (positive || is_negative_criterion(name)) known[name] = value;
  }
  return known;
}

std::optional<double> mean_points(const std::map<std::string, double>& points, double most,
                                  std::size_t least) {
  double sum = 0.0;
  std::size_t count = 0;
  for (const auto& [name, value] : points) {
    if (value < 0.0 || value > most) continue;
    sum += is_negative_criterion(name) ? most - value : value;
    ++count;
  }
  if (count == 0 || count < least) return std::nullopt;
  return sum / static_cast<double>(count);
}

StrengthMarks strength_marks(const std::vector<std::pair<std::string, std::string>>& verdicts,
                             MarkRule rule) {
  StrengthMarks sum;
  for (const auto& [criterion, verdict] : verdicts) {
    if (criterion == kThoughts) continue;
    const auto marks = static_cast<int>(std::count(verdict.begin(), verdict.end(), '+'));
    const bool first = verdict.find(kFirst) != std::string::npos;
    if (!first && verdict.find(kSecond) == std::string::npos) continue;
    (first ? sum.first : sum.second) += marks;
    const bool taken = std::find(kTakenFromTheLoser.begin(), kTakenFromTheLoser.end(), criterion) !=
                       kTakenFromTheLoser.end();
    if (rule == MarkRule::creative_writing_3 && taken) (first ? sum.second : sum.first) -= marks;
  }
  return sum;
}

bool names_either(const std::vector<std::pair<std::string, std::string>>& verdicts) {
  return std::any_of(verdicts.begin(), verdicts.end(), [](const auto& entry) {
    const auto& [criterion, verdict] = entry;
    return criterion != kThoughts && (verdict.find(kFirst) != std::string::npos ||
                                      verdict.find(kSecond) != std::string::npos);
  });
}

}  // namespace evenhand
