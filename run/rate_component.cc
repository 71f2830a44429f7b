#include "run/rate_component.h"

#include <algorithm>
#include <map>
#include <numbers>
#include <tuple>

#include "run/refit_plan.h"
#include "stats/bradley_terry.h"
#include "stats/davidson.h"
#include "stats/elo.h"
#include "stats/rating_spread.h"
#include "stats/style_control.h"

namespace evenhand {
namespace {

constexpr double kMiddle = 1000.0;
constexpr double kPointsOfLogOdds = 400.0 / std::numbers::ln10;

std::vector<CountedBattle> counted(std::span<const Battle> battles) {
  std::map<std::tuple<std::uint32_t, std::uint32_t, double>, double> counts;
  for (const Battle& battle : battles) {
    counts[{battle.model_a, battle.model_b, battle.share_a}] += static_cast<double>(battle.count);
  }
  std::vector<CountedBattle> all;
  for (const auto& [key, count] : counts) {
    all.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), count});
  }
  return all;
}

/// The models whose strengths are finite and comparable: of several such groups the one with the
/// most battles.
std::vector<std::size_t> rateable(std::span<const CountedBattle> battles, std::size_t models) {
  const std::vector<std::size_t> groups = comparable_groups(battles, models);
  std::map<std::size_t, double> weight;
  for (const CountedBattle& battle : battles) {
    weight[groups[battle.first]] += battle.count;
    weight[groups[battle.second]] += battle.count;
  }
  std::map<std::size_t, std::size_t> sizes;
  for (const std::size_t group : groups) ++sizes[group];
  std::size_t best = 0;
  for (const auto& [group, size] : sizes) {
    const auto rank = [&](std::size_t g) {
      return std::pair(sizes[g] > 1, weight[g]);
    };
    if (rank(group) > rank(best)) best = group;
  }
  std::vector<std::size_t> members;
  for (std::size_t model = 0; model < models; ++model) {
    if (groups[model] == best) members.push_back(model);
  }
  return members;
}

/// Fills in what a component's fit and its resamples say.
class ComponentRater {
 public:
  ComponentRater(const ConnectedBattles& battles, const RateOrder& order,
                 const std::string& seed_name)
      : battles_(battles),
        order_(order),
        rng_(Rng::for_purpose(order.seed, "ratings/" + seed_name)),
        plan_(refit_plan(std::max<std::size_t>(1, order.resamples))),
        counted_(counted(battles.battles)),
        members_(rateable(counted_, battles.models)) {
    rated_.ratings.resize(battles.models);
    rated_.intervals.resize(battles.models);
    rated_.rank_lower.resize(battles.models);
    rated_.rank_upper.resize(battles.models);
    rated_.separated.assign(battles.models, true);
    for (const std::size_t member : members_) rated_.separated[member] = false;
    if (members_.size() < 2) rated_.separated.assign(battles.models, true);
  }

  RatedComponent rate() {
    if (order_.method == RateMethod::elo) {
      by_elo();
    } else if (order_.battles.with_style) {
      by_style_control();
    } else if (members_.size() > 1) {
      order_.ties == TieRule::davidson ? by_davidson() : by_bradley_terry();
    }
    return std::move(rated_);
  }

 private:
  /// The battles among the members, by their places in `members_`.
  std::vector<CountedBattle> battles_of_members() const;
  std::vector<std::size_t> everybody() const;
  void place(const std::vector<std::size_t>& models, const std::vector<double>& ratings);
  void spread(const std::vector<std::size_t>& models, const std::vector<double>& ratings,
              const RatingDraws& draws);
  void by_bradley_terry();
  void by_sandwich(const BradleyTerry& fit);
  void by_davidson();
  void by_elo();
  void by_style_control();

  const ConnectedBattles& battles_;
  const RateOrder& order_;
  const Rng rng_;
  const BootstrapPlan plan_;
  const std::vector<CountedBattle> counted_;
  const std::vector<std::size_t> members_;
  RatedComponent rated_;
};

std::vector<CountedBattle> ComponentRater::battles_of_members() const {
  std::vector<std::size_t> place_of(battles_.models, members_.size());
  for (std::size_t i = 0; i < members_.size(); ++i) place_of[members_[i]] = i;
  std::vector<CountedBattle> among;
  for (CountedBattle battle : counted_) {
    battle.first = place_of[battle.first];
    battle.second = place_of[battle.second];
    if (battle.first == members_.size() || battle.second == members_.size()) continue;
    among.push_back(battle);
  }
  return among;
}

std::vector<std::size_t> ComponentRater::everybody() const {
  std::vector<std::size_t> models(battles_.models);
  for (std::size_t i = 0; i < models.size(); ++i) models[i] = i;
  return models;
}

void ComponentRater::place(const std::vector<std::size_t>& models,
                           const std::vector<double>& ratings) {
  for (std::size_t i = 0; i < models.size(); ++i) rated_.ratings[models[i]] = ratings[i];
}

std::vector<double> on_elo_scale(const std::vector<double>& strengths) {
  std::vector<double> ratings;
  for (const double strength : strengths) ratings.push_back(elo_of(strength));
  return ratings;
}

/// Intervals, places and open questions; ratings and draws are points.
void ComponentRater::spread(const std::vector<std::size_t>& models,
                            const std::vector<double>& ratings, const RatingDraws& draws) {
  const std::vector<Interval> intervals = intervals_of(draws);
  const std::vector<Places> places = places_of(draws);
  for (std::size_t i = 0; i < models.size(); ++i) {
    rated_.intervals[models[i]] = intervals[i];
    rated_.rank_lower[models[i]] = places[i].low;
    rated_.rank_upper[models[i]] = places[i].high;
  }
  const auto log_odds = [](const std::vector<double>& points) {
    std::vector<double> strengths;
    for (const double point : points) strengths.push_back((point - kMiddle) / kPointsOfLogOdds);
    return strengths;
  };
  RatingDraws strengths;
  for (const std::vector<double>& draw : draws) strengths.push_back(log_odds(draw));
  for (const Unsettled& pair : unsettled_neighbours(log_odds(ratings), strengths)) {
    rated_.open.push_back({.ahead = models[pair.ahead],
                           .behind = models[pair.behind],
                           .difference = pair.difference * kPointsOfLogOdds,
                           .battles_needed = pair.battles_needed});
  }
}

RatingDraws on_elo_scale(RatingDraws draws, std::size_t models) {
  for (std::vector<double>& draw : draws) {
    draw.resize(models);
    for (double& value : draw) value = elo_of(value);
  }
  return draws;
}

void ComponentRater::by_bradley_terry() {
  const std::vector<CountedBattle> among = battles_of_members();
  const auto fit = fit_bradley_terry(among, members_.size());
  if (!fit) return;
  const std::vector<double> ratings = on_elo_scale(fit->strengths);
  place(members_, ratings);
  if (order_.resamples == 0) return;
  if (order_.intervals == RateIntervals::sandwich) return by_sandwich(*fit);
  spread(members_, ratings,
         on_elo_scale(resampled_strengths(among, members_.size(), plan_, rng_), members_.size()));
}

void ComponentRater::by_sandwich(const BradleyTerry& fit) {
  for (std::size_t i = 0; i < members_.size(); ++i) {
    const Interval interval = fit.interval(i);
    std::size_t better = 0;
    std::size_t worse = 0;
    for (std::size_t j = 0; j < members_.size(); ++j) {
      if (j == i) continue;
      const Interval lead = fit.difference(j, i);
      if (lead.low > 0.0) ++better;
      if (lead.high < 0.0) ++worse;
    }
    rated_.intervals[members_[i]] = Interval{elo_of(interval.low), elo_of(interval.high)};
    rated_.rank_lower[members_[i]] = 1 + better;
    rated_.rank_upper[members_[i]] = members_.size() - worse;
  }
}

void ComponentRater::by_davidson() {
  const std::vector<CountedBattle> among = battles_of_members();
  const auto fit = fit_davidson(among, members_.size());
  if (!fit) return by_bradley_terry();  // without a tie the two are the same
  rated_.tie_weight = fit->tie;
  const std::vector<double> ratings = on_elo_scale(fit->strengths);
  place(members_, ratings);
  if (order_.resamples == 0) return;
  spread(members_, ratings,
         on_elo_scale(resampled_davidson(among, members_.size(), plan_, rng_), members_.size()));
}

void ComponentRater::by_elo() {
  std::vector<TimedBattle> timed;
  timed.reserve(battles_.battles.size());
  for (const Battle& battle : battles_.battles) {
    timed.push_back({battle.model_a, battle.model_b, battle.share_a});
  }
  const EloRules rules{.k = order_.k};
  const std::vector<double> ratings = online_elo(timed, battles_.models, rules);
  place(everybody(), ratings);
  if (order_.resamples == 0) return;
  spread(everybody(), ratings, resampled_elo(timed, battles_.models, rules, plan_, rng_));
}

void ComponentRater::by_style_control() {
  constexpr double kPublishedPenalty = 0.5;
  std::vector<StyledBattle> styled;
  styled.reserve(battles_.battles.size());
  for (std::size_t i = 0; i < battles_.battles.size(); ++i) {
    const Battle& battle = battles_.battles[i];
    styled.push_back({battle.model_a, battle.model_b, battle.share_a, battles_.styles[i].a,
                      battles_.styles[i].b});
  }
  const auto fit = fit_style_control(styled, battles_.models, kAllForm, kPublishedPenalty);
  if (!fit) return;
  rated_.style = fit->coefficients;
  const std::vector<double> ratings = on_elo_scale(fit->strengths);
  place(everybody(), ratings);
  if (order_.resamples == 0) return;
  RatingDraws draws = resampled_style_control(styled, *fit, kPublishedPenalty, plan_, rng_);
  RatingDraws coefficients;
  for (const std::vector<double>& draw : draws) {
    coefficients.emplace_back(draw.end() - kStyleFeatures, draw.end());
  }
  const std::vector<Interval> intervals = intervals_of(coefficients);
  for (std::size_t k = 0; k < kStyleFeatures; ++k) {
    if (fit->coefficients[k]) rated_.style_intervals[k] = intervals[k];
  }
  spread(everybody(), ratings, on_elo_scale(std::move(draws), battles_.models));
}

}  // namespace

RatedComponent rate_component(const ConnectedBattles& battles, const RateOrder& order,
                              const std::string& seed_name) {
  return ComponentRater(battles, order, seed_name).rate();
}

}  // namespace evenhand
