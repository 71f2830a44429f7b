#include "stats/judge_analysis.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>

#include "stats/correlation.h"

namespace evenhand {
namespace {

using Votes = std::vector<std::optional<double>>;

constexpr double kDraw = 1.5;
constexpr double kDrawAsOld = 0.0;

/// Votes as the rule compares them.
double normalised(double vote, ScoringRule rule) {
  const double draw_told = vote == kDrawAsOld ? kDraw : vote;
  if (rule != ScoringRule::zero_one) return draw_told;
  return draw_told == kDraw ? kDrawAsOld : std::nearbyint(draw_told);
}

/// Of several modes AlpacaEval draws one with a fixed seed, so it is always the same one of so
/// many.
double one_of(const std::vector<double>& sorted_modes) {
  constexpr std::size_t kPlace[] = {0, 0, 1, 0, 3, 1, 1, 1, 0};  // by number of modes, from one
  const std::size_t modes = sorted_modes.size();
  return sorted_modes[modes < std::size(kPlace) ? kPlace[modes] : 0];
}

double mode_of(const std::vector<double>& votes) {
  std::map<double, std::size_t> counts;
  for (const double vote : votes) ++counts[vote];
  std::size_t most = 0;
  for (const auto& [vote, count] : counts) most = std::max(most, count);
  std::vector<double> modes;
  for (const auto& [vote, count] : counts) {
    if (count == most) modes.push_back(vote);
  }
  return one_of(modes);
}

double median_of(std::vector<double> votes) {
  std::sort(votes.begin(), votes.end());
  return quantile_of_sorted(votes, 0.5);
}

bool is_plain(double vote) {
  return vote == kDrawAsOld || vote == 1.0 || vote == kDraw || vote == 2.0;
}

/// What the votes of those voters come to; nullopt where none can be read.
std::optional<double> estimate_of(const Votes& votes, std::span<const std::size_t> voters,
                                  ScoringRule rule) {
  std::vector<double> present;
  for (const std::size_t voter : voters) {
    if (votes[voter]) present.push_back(normalised(*votes[voter], rule));
  }
  if (present.empty()) return std::nullopt;
  switch (rule) {
    case ScoringRule::zero_one: return mode_of(present);
    case ScoringRule::absolute:
      return std::all_of(present.begin(), present.end(), is_plain) ? mode_of(present)
                                                                   : median_of(present);
    case ScoringRule::squared: break;
  }
  return std::accumulate(present.begin(), present.end(), 0.0) / static_cast<double>(present.size());
}

double score_of(double prediction, double target, ScoringRule rule) {
  switch (rule) {
    case ScoringRule::zero_one: return prediction == target ? 1.0 : 0.0;
    case ScoringRule::absolute: return 1.0 - std::abs(target - prediction);
    case ScoringRule::squared: break;
  }
  return 1.0 - (target - prediction) * (target - prediction);
}

/// Whose votes are compared with whose.
struct Comparison {
  std::vector<std::size_t> judges;
  std::vector<std::size_t> targets;
};

std::vector<std::size_t> all_of(std::size_t voters) {
  std::vector<std::size_t> places(voters);
  std::iota(places.begin(), places.end(), std::size_t{0});
  return places;
}

/// Each one against the others (of the same voters) or against all (of other voters).
std::vector<Comparison> one_against(std::size_t voters, const std::vector<std::size_t>& all) {
  std::vector<Comparison> comparisons;
  for (std::size_t one = 0; one < voters; ++one) comparisons.push_back({{one}, all});
  return comparisons;
}

std::vector<Comparison> one_against_the_others(std::size_t voters) {
  std::vector<Comparison> comparisons;
  for (std::size_t one = 0; one < voters; ++one) {
    std::vector<std::size_t> others = all_of(voters);
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(one));
    comparisons.push_back({{one}, std::move(others)});
  }
  return comparisons;
}

const Votes& people_of(const AnalyzedTriple& triple) {
  return triple.people.empty() ? triple.judge : triple.people;
}

/// What becomes of a value of a triple when that triple counts so often.
using Weighed = std::function<std::optional<double>(std::span<const std::uint32_t> counts)>;

class Analyst {
 public:
  Analyst(std::span<const AnalyzedTriple> triples, ScoringRule rule, const BootstrapPlan& plan,
          Rng rng)
      : triples_(triples), rule_(rule), plan_(plan), rng_(rng) {}

  JudgeAnalysis analyze() const;

 private:
  using Target = const Votes& (*)(const AnalyzedTriple&);

  AnalyzedValue with_interval(const Weighed& weighed) const;
  AnalyzedValue agreement(const std::vector<Comparison>& comparisons, Target target) const;
  AnalyzedValue error(const std::vector<Comparison>& comparisons, Target target) const;
  AnalyzedValue share(const std::function<std::optional<bool>(const AnalyzedTriple&)>& holds) const;
  AnalyzedValue prefers_first() const;
  using Correlation = std::optional<double> (*)(std::span<const double>, std::span<const double>);
  AnalyzedValue correlation(Correlation of) const;

  std::span<const AnalyzedTriple> triples_;
  ScoringRule rule_;
  const BootstrapPlan& plan_;
  Rng rng_;
};

AnalyzedValue Analyst::with_interval(const Weighed& weighed) const {
  const std::vector<std::uint32_t> once(triples_.size(), 1);
  AnalyzedValue result{.value = weighed(once)};
  if (!result.value || plan_.resamples == 0) return result;
  result.interval =
      refit_intervals(triples_.size(), plan_, rng_, [&](std::span<const std::uint32_t> counts) {
        return std::vector<std::optional<double>>{weighed(counts)};
      }).front();
  return result;
}

AnalyzedValue Analyst::agreement(const std::vector<Comparison>& comparisons, Target target) const {
  // Scores are computed once: [comparison][triple].
  std::vector<Votes> scores;
  for (const Comparison& comparison : comparisons) {
    Votes& of_triples = scores.emplace_back();
    for (const AnalyzedTriple& triple : triples_) {
      const auto prediction = estimate_of(triple.judge, comparison.judges, rule_);
      const auto wanted = estimate_of(target(triple), comparison.targets, rule_);
      of_triples.push_back(prediction && wanted
                               ? std::optional(score_of(*prediction, *wanted, rule_))
                               : std::nullopt);
    }
  }
  return with_interval([scores](std::span<const std::uint32_t> counts) -> std::optional<double> {
    double sum_of_means = 0.0;
    for (const Votes& of_triples : scores) {
      double sum = 0.0;
      double n = 0.0;
      for (std::size_t t = 0; t < counts.size(); ++t) {
        if (!of_triples[t]) continue;
        sum += counts[t] * *of_triples[t];
        n += counts[t];
      }
      if (n == 0.0) return std::nullopt;
      sum_of_means += sum / n;
    }
    if (scores.empty()) return std::nullopt;
    return 100.0 * sum_of_means / static_cast<double>(scores.size());
  });
}

AnalyzedValue Analyst::error(const std::vector<Comparison>& comparisons, Target target) const {
  AnalyzedValue result = agreement(comparisons, target);
  if (result.value) result.value = 100.0 - *result.value;
  if (result.interval) {
    result.interval = Interval{100.0 - result.interval->high, 100.0 - result.interval->low};
  }
  return result;
}

AnalyzedValue Analyst::share(
    const std::function<std::optional<bool>(const AnalyzedTriple&)>& holds) const {
  std::vector<std::optional<bool>> held;
  for (const AnalyzedTriple& triple : triples_) held.push_back(holds(triple));
  return with_interval([held](std::span<const std::uint32_t> counts) -> std::optional<double> {
    double yes = 0.0;
    double n = 0.0;
    for (std::size_t t = 0; t < counts.size(); ++t) {
      if (!held[t]) continue;
      yes += *held[t] ? counts[t] : 0.0;
      n += counts[t];
    }
    if (n == 0.0) return std::nullopt;
    return yes / n;
  });
}

AnalyzedValue Analyst::prefers_first() const {
  return with_interval([this](std::span<const std::uint32_t> counts) -> std::optional<double> {
    double sum = 0.0;
    double n = 0.0;
    for (std::size_t t = 0; t < counts.size(); ++t) {
      for (const auto& vote : triples_[t].judge) {
        if (!vote) continue;
        sum += counts[t] * (*vote == kDrawAsOld ? kDraw : *vote);
        n += counts[t];
      }
    }
    if (n == 0.0) return std::nullopt;
    return 2.0 - sum / n;
  });
}

struct WinRate {
  double sum = 0.0;
  double n = 0.0;
};

void add_votes(const Votes& votes, double count, WinRate& rate) {
  for (const auto& vote : votes) {
    if (!vote) continue;
    rate.sum += count * ((*vote == kDrawAsOld ? kDraw : *vote) - 1.0);
    rate.n += count;
  }
}

AnalyzedValue Analyst::correlation(Correlation of) const {
  constexpr double kFewestVotes = 100.0;
  return with_interval([this, of](std::span<const std::uint32_t> counts) {
    std::map<std::size_t, std::pair<WinRate, WinRate>> by_generator;
    for (std::size_t t = 0; t < counts.size(); ++t) {
      if (!triples_[t].generator) continue;
      auto& [judge, people] = by_generator[*triples_[t].generator];
      add_votes(triples_[t].judge, counts[t], judge);
      add_votes(people_of(triples_[t]), counts[t], people);
    }
    std::vector<double> judged;
    std::vector<double> voted;
    for (const auto& [generator, rates] : by_generator) {
      if (rates.second.n <= kFewestVotes || rates.first.n == 0.0) continue;
      judged.push_back(rates.first.sum / rates.first.n);
      voted.push_back(rates.second.sum / rates.second.n);
    }
    return of(judged, voted);
  });
}

/// Which of the two the first vote prefers; nullopt for a draw and where there is no vote.
std::optional<bool> first_is_best(const AnalyzedTriple& triple) {
  if (triple.judge.empty() || !triple.judge.front()) return std::nullopt;
  const double vote = *triple.judge.front();
  if (vote >= 1.0 && vote < kDraw) return true;
  return vote > kDraw && vote <= 2.0 ? std::optional(false) : std::nullopt;
}

std::optional<bool> prefers_longer(const AnalyzedTriple& triple) {
  constexpr double kClearlyLonger = 30.0;  // code points
  const auto first = first_is_best(triple);
  const double difference =
      static_cast<double>(triple.length_1) - static_cast<double>(triple.length_2);
  if (!first || std::abs(difference) <= kClearlyLonger) return std::nullopt;
  return *first == (difference > 0.0);
}

std::optional<bool> prefers_list(const AnalyzedTriple& triple) {
  const auto first = first_is_best(triple);
  if (!first || triple.has_list_1 == triple.has_list_2) return std::nullopt;
  return *first == triple.has_list_1;
}

JudgeAnalysis Analyst::analyze() const {
  JudgeAnalysis analysis;
  if (triples_.empty()) return analysis;
  const std::size_t votes = triples_.front().judge.size();
  const bool are_people = triples_.front().people.empty();
  const std::size_t people = triples_.front().people.size();
  const Target own = [](const AnalyzedTriple& triple) -> const Votes& {
    return triple.judge;
  };
  if (are_people) {
    analysis.human_agreement = agreement(one_against_the_others(votes), own);
    analysis.bias = {.value = 0.0};
  } else {
    analysis.human_agreement = agreement(one_against(votes, all_of(people)), people_of);
    if (votes > 1) analysis.bias = error({{all_of(votes), all_of(people)}}, people_of);
  }
  if (votes > 1) analysis.variance = error(one_against_the_others(votes), own);
  analysis.spearman = correlation(spearman_correlation);
  analysis.pearson = correlation(pearson_correlation);
  analysis.prefers_longer = share(prefers_longer);
  analysis.prefers_lists = share(prefers_list);
  analysis.prefers_first = prefers_first();
  for (const AnalyzedTriple& triple : triples_) {
    for (const auto& vote : triple.judge) analysis.parsed += vote ? 1U : 0U;
  }
  return analysis;
}

}  // namespace

JudgeAnalysis analyze_judge(std::span<const AnalyzedTriple> triples, ScoringRule rule,
                            const BootstrapPlan& plan, Rng rng) {
  return Analyst(triples, rule, plan, rng).analyze();
}

}  // namespace evenhand
