#include "stats/rater_agreement.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "stats/correlation.h"

namespace evenhand {
namespace {

constexpr double kRounding = 1e-9;  // means of thirds that are equal on paper

double label_of(double mark, MarkSort sort) {
  if (sort == MarkSort::grade) return std::round(mark / kRounding) * kRounding;
  return mark > 0.5 + kRounding ? 1.0 : mark < 0.5 - kRounding ? 0.0 : 0.5;
}

/// The questions that occur, numbered without gaps.
template <class Things>
std::vector<std::size_t> dense_questions(const Things& things, std::size_t& count) {
  std::map<std::size_t, std::size_t> numbers;
  std::vector<std::size_t> dense;
  for (const auto& thing : things) {
    dense.push_back(numbers.emplace(thing.question, numbers.size()).first->second);
  }
  count = numbers.size();
  return dense;
}

/// Each thing as often as its question was drawn.
template <class Thing>
std::vector<Thing> drawn(std::span<const Thing> things, std::span<const std::size_t> questions,
                         std::span<const std::uint32_t> counts) {
  std::vector<Thing> sample;
  for (std::size_t i = 0; i < things.size(); ++i) {
    sample.insert(sample.end(), counts[questions[i]], things[i]);
  }
  return sample;
}

/// Resamples that all agree show no spread and no certainty either: no interval then.
void set_interval(RatedValue& value, const std::optional<Interval>& interval) {
  if (value.value && interval && interval->low < interval->high) value.interval = interval;
}

std::optional<double> kappa_of(std::span<const MarkPair> pairs) {
  std::map<double, int> labels;
  std::vector<int> first;
  std::vector<int> second;
  const auto number = [&](double label) {
    return labels.emplace(label, static_cast<int>(labels.size())).first->second;
  };
  for (const MarkPair& pair : pairs) {
    first.push_back(number(pair.first));
    second.push_back(number(pair.second));
  }
  return cohen_kappa(first, second);
}

std::optional<double> pearson_of(std::span<const MarkPair> pairs) {
  std::vector<double> first;
  std::vector<double> second;
  for (const MarkPair& pair : pairs) {
    first.push_back(pair.first);
    second.push_back(pair.second);
  }
  return pearson_correlation(first, second);
}

struct Hits {
  double same = 0.0;
  double all = 0.0;
};

/// The mean over questions is resampled; stretched to hold the share over all things.
RatedValue share_of(std::span<const MarkPair> labels, const BootstrapPlan& plan, Rng rng) {
  std::map<std::size_t, Hits> by_question;
  Hits total;
  for (const MarkPair& pair : labels) {
    for (Hits* hits : {&by_question[pair.question], &total}) {
      hits->all += 1.0;
      hits->same += pair.first == pair.second ? 1.0 : 0.0;
    }
  }
  if (total.all == 0.0) return {};
  RatedValue value{.value = total.same / total.all};
  if (plan.resamples == 0) return value;
  std::vector<double> shares;
  for (const auto& [question, hits] : by_question) shares.push_back(hits.same / hits.all);
  value.interval = mean_interval(shares, plan, {}, rng);
  if (value.interval) {
    value.interval->low = std::min(value.interval->low, *value.value);
    value.interval->high = std::max(value.interval->high, *value.value);
  }
  return value;
}

void add_refits(RaterAgreement& agreement, std::span<const MarkPair> labels, MarkSort sort,
                const BootstrapPlan& plan, Rng rng) {
  std::size_t questions = 0;
  const std::vector<std::size_t> dense = dense_questions(labels, questions);
  const auto intervals =
      refit_intervals(questions, plan, rng, [&](std::span<const std::uint32_t> counts) {
        const auto sample = drawn(labels, dense, counts);
        return std::vector{kappa_of(sample),
                           sort == MarkSort::grade ? pearson_of(sample) : std::nullopt};
      });
  set_interval(agreement.kappa, intervals[0]);
  set_interval(agreement.pearson, intervals[1]);
}

std::optional<double> alpha_of(std::span<const MarkedThing> things, MarkSort sort) {
  std::vector<std::vector<double>> units;
  for (const MarkedThing& thing : things) units.push_back(thing.marks);
  return krippendorff_alpha(
      units, sort == MarkSort::grade ? MeasurementLevel::interval : MeasurementLevel::nominal);
}

using Correlations = std::vector<std::optional<double>>;

Correlations correlations_of(std::span<const QuestionScores> first,
                             std::span<const QuestionScores> second,
                             std::span<const std::uint32_t> counts) {
  const auto mean = [&](const QuestionScores& scores) -> std::optional<double> {
    double sum = 0.0;
    double weight = 0.0;
    for (std::size_t q = 0; q < scores.size(); ++q) {
      if (!scores[q]) continue;
      sum += counts[q] * *scores[q];
      weight += counts[q];
    }
    return weight > 0.0 ? std::optional(sum / weight) : std::nullopt;
  };
  std::vector<double> x;
  std::vector<double> y;
  for (std::size_t c = 0; c < first.size(); ++c) {
    const auto a = mean(first[c]);
    const auto b = mean(second[c]);
    if (!a || !b) continue;
    x.push_back(*a);
    y.push_back(*b);
  }
  if (x.size() < 3) return {std::nullopt, std::nullopt};
  return {spearman_correlation(x, y), kendall_correlation(x, y)};
}

}  // namespace

RaterAgreement rater_agreement(std::span<const MarkPair> pairs, MarkSort sort,
                               const BootstrapPlan& plan, Rng rng) {
  std::vector<MarkPair> labels;
  std::vector<MarkPair> decided;
  double difference = 0.0;
  for (const MarkPair& pair : pairs) {
    labels.push_back({pair.question, label_of(pair.first, sort), label_of(pair.second, sort)});
    difference += pair.first - pair.second;
    if (labels.back().first != 0.5 && labels.back().second != 0.5) decided.push_back(labels.back());
  }
  RaterAgreement agreement{.compared = pairs.size()};
  dense_questions(pairs, agreement.questions);
  agreement.share = share_of(labels, plan, rng);
  agreement.kappa.value = kappa_of(labels);
  if (sort == MarkSort::preference) {
    agreement.decided = decided.size();
    agreement.decided_share = share_of(decided, plan, rng);
  } else if (!pairs.empty()) {
    agreement.pearson.value = pearson_of(pairs);
    agreement.mean_difference.value = difference / static_cast<double>(pairs.size());
  }
  if (plan.resamples > 0) add_refits(agreement, labels, sort, plan, rng);
  return agreement;
}

RatedValue raters_alpha(std::span<const MarkedThing> things, MarkSort sort,
                        const BootstrapPlan& plan, Rng rng) {
  std::vector<MarkedThing> labels(things.begin(), things.end());
  for (MarkedThing& thing : labels) {
    for (double& mark : thing.marks) mark = label_of(mark, sort);
  }
  RatedValue alpha{.value = alpha_of(labels, sort)};
  if (plan.resamples == 0) return alpha;
  std::size_t questions = 0;
  const std::vector<std::size_t> dense = dense_questions(labels, questions);
  const std::span<const MarkedThing> all(labels);
  const auto intervals =
      refit_intervals(questions, plan, rng, [&](std::span<const std::uint32_t> counts) {
        return std::vector{alpha_of(drawn(all, dense, counts), sort)};
      });
  set_interval(alpha, intervals[0]);
  return alpha;
}

BoardAgreement board_agreement(std::span<const QuestionScores> first,
                               std::span<const QuestionScores> second, const BootstrapPlan& plan,
                               Rng rng) {
  BoardAgreement agreement;
  for (std::size_t c = 0; c < first.size(); ++c) {
    if (!present(first[c]).empty() && !present(second[c]).empty()) ++agreement.candidates;
  }
  if (agreement.candidates == 0) return agreement;
  const std::size_t questions = first[0].size();
  const std::vector<std::uint32_t> once(questions, 1);
  const Correlations values = correlations_of(first, second, once);
  agreement.spearman.value = values[0];
  agreement.kendall.value = values[1];
  if (plan.resamples == 0) return agreement;
  const auto intervals =
      refit_intervals(questions, plan, rng, [&](std::span<const std::uint32_t> counts) {
        return correlations_of(first, second, counts);
      });
  set_interval(agreement.spearman, intervals[0]);
  set_interval(agreement.kendall, intervals[1]);
  return agreement;
}

}  // namespace evenhand
