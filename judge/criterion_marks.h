#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace evenhand {

// How judges of the EQ-Bench family mark texts by criteria: points each, or a winner each with
// strength marks ("A0493+++").

/// Every "name: number", "name: Score number" and "name: [number]" of a judge's words, as creative
/// writing v3 finds them: a time of day counts as a criterion, too. Points above `most` are
/// dropped; of a name that comes twice the last counts.
std::map<std::string, double> criterion_points(std::string_view words, double most);

/// Whether a high mark is bad ("Purple Prose"), in creative writing v3.
bool is_negative_criterion(std::string_view criterion);

/// Of such points those that are one of creative writing v3's 22 criteria, under their plain names:
/// Markdown around a name is taken off, and what an analysis says besides ("10:47") is left out.
std::map<std::string, double> known_criteria_of(const std::map<std::string, double>& points);

/// A text's points: the mean over criteria between 0 and `most`, those of negative ones counted
/// from the top. nullopt for fewer than `least` of them.
std::optional<double> mean_points(const std::map<std::string, double>& points, double most,
                                  std::size_t least = 1);

struct StrengthMarks {
  int first = 0;
  int second = 0;

  friend bool operator==(const StrengthMarks&, const StrengthMarks&) = default;
};

/// EQ-Bench 3 names the first respondent A0493 and the second A0488; creative writing v3 takes the
/// marks for coherence and against padding from the loser besides.
enum class MarkRule { eq_bench_3, creative_writing_3 };

/// Adds up a comparison's marks from its criteria and verdicts, such as {"coherence", "A0488++"};
/// what names neither counts nothing, and the chain of thought is no criterion.
StrengthMarks strength_marks(const std::vector<std::pair<std::string, std::string>>& verdicts,
                             MarkRule rule);

/// Whether any criterion names one of the two: without that a comparison says nothing, not even
/// that both are equal.
bool names_either(const std::vector<std::pair<std::string, std::string>>& verdicts);

}  // namespace evenhand
