#include "report/row_difference.h"

#include "report/number_text.h"
#include "stats/paired.h"

namespace evenhand {

std::optional<Estimate> row_difference(const ReportData& data, const QuestionTable& table,
                                       std::size_t above, std::size_t below) {
  std::vector<double> differences;
  for (std::size_t q = 0; q < data.questions.size(); ++q) {
    const auto& better = table[above].scores[q];
    const auto& worse = table[below].scores[q];
    if (better && worse) differences.push_back(*better - *worse);
  }
  if (differences.empty()) return std::nullopt;
  const double unit = headline_scale(data) == Scale::percent ? 1.0 : data.rows[above].grade_out_of;
  const std::string purpose =
      "difference/" + data.rows[above].model.text + "/" + data.rows[below].model.text;
  const PairedDifference paired =
      paired_difference(differences, 1.0, {}, Rng::for_purpose(data.seed, purpose));
  Estimate difference{.value = paired.mean * unit};
  if (paired.interval) {
    difference.interval = Interval{paired.interval->low * unit, paired.interval->high * unit};
  }
  return difference;
}

bool is_settled(const Estimate& difference) {
  return difference.interval && (difference.interval->low > 0.0 || difference.interval->high < 0.0);
}

}  // namespace evenhand
