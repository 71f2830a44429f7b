#include "run/rate.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/text.h"
#include "run/rate_component.h"
#include "stats/vote_anomaly.h"

namespace evenhand {
namespace {

constexpr const char* kFeatureNames[kStyleFeatures] = {"length", "header", "list", "bold"};

/// Which component each model is in: the groups that battles connect, largest first.
class Components {
 public:
  Components(std::span<const Battle> battles, std::size_t models) : parent_(models) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
    for (const Battle& battle : battles) {
      parent_[root_of(battle.model_a)] = root_of(battle.model_b);
    }
    std::vector<std::vector<std::size_t>> by_root(models);
    for (std::size_t model = 0; model < models; ++model) by_root[root_of(model)].push_back(model);
    for (auto& members : by_root) {
      if (!members.empty()) members_.push_back(std::move(members));
    }
    std::stable_sort(members_.begin(), members_.end(),
                     [](const auto& a, const auto& b) { return a.size() > b.size(); });
  }

  const std::vector<std::vector<std::size_t>>& members() const { return members_; }

 private:
  std::size_t root_of(std::size_t model) {
    while (parent_[model] != model) model = parent_[model] = parent_[parent_[model]];
    return model;
  }

  std::vector<std::size_t> parent_;
  std::vector<std::vector<std::size_t>> members_;
};

ConnectedBattles battles_within(const BattleLog& log, const std::vector<std::size_t>& members) {
  std::vector<std::uint32_t> place_of(log.models.size(), UINT32_MAX);
  for (std::size_t i = 0; i < members.size(); ++i) {
    place_of[members[i]] = static_cast<std::uint32_t>(i);
  }
  ConnectedBattles within{.models = members.size(), .battles = {}, .styles = {}};
  for (std::size_t i = 0; i < log.battles.size(); ++i) {
    Battle battle = log.battles[i];
    if (place_of[battle.model_a] == UINT32_MAX) continue;
    battle.model_a = place_of[battle.model_a];
    battle.model_b = place_of[battle.model_b];
    within.battles.push_back(battle);
    if (!log.styles.empty()) within.styles.push_back(log.styles[i]);
  }
  return within;
}

/// Only the battles that `stays` says yes to, by their places.
template <class Stays>
void keep_battles(BattleLog& log, Stays stays) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < log.battles.size(); ++i) {
    if (!stays(i)) continue;
    log.battles[kept] = log.battles[i];
    if (!log.styles.empty()) log.styles[kept] = log.styles[i];
    if (!log.judges.empty()) log.judges[kept] = log.judges[i];
    ++kept;
  }
  log.battles.resize(kept);
  if (!log.styles.empty()) log.styles.resize(kept);
  if (!log.judges.empty()) log.judges.resize(kept);
}

void drop_ties(BattleLog& log) {
  keep_battles(log, [&](std::size_t i) { return log.battles[i].share_a != 0.5; });
}

/// All votes of judges who vote against everybody else; gives how many judges these are.
std::size_t drop_outliers(BattleLog& log) {
  std::vector<JudgedBattle> votes;
  votes.reserve(log.battles.size());
  for (std::size_t i = 0; i < log.battles.size(); ++i) {
    const Battle& battle = log.battles[i];
    const bool a_is_low = log.models[battle.model_a] < log.models[battle.model_b];
    votes.push_back({log.judges[i], a_is_low ? battle.model_a : battle.model_b,
                     a_is_low ? battle.model_b : battle.model_a,
                     a_is_low ? battle.share_a : 1.0 - battle.share_a});
  }
  const std::vector<std::uint32_t> outliers = anomalous_judges(votes);
  const std::size_t before = log.battles.size();
  keep_battles(log, [&](std::size_t i) {
    return !std::binary_search(outliers.begin(), outliers.end(), log.judges[i]);
  });
  log.filtered_out += before - log.battles.size();
  return outliers.size();
}

/// Collects what each component comes to into one board.
class BoardMaker {
 public:
  BoardMaker(const BattleLog& log, const RateOrder& order) : log_(log), order_(order) {
    for (const std::string& model : log.models) rows_.push_back({.model = model});
    for (const Battle& battle : log.battles) count(battle);
    for (const Battle& battle : log.battles) board_.battles += battle.count;
    board_.read = log.read;
    board_.filtered_out = log.filtered_out;
    board_.bad = log.bad;
  }

  void add(const std::vector<std::size_t>& members);
  Result<void> anchor();
  RateBoard finish();

 private:
  void count(const Battle& battle);
  void add_style(const RatedComponent& rated);
  void warn();
  std::vector<CountedBattle> counted_by_row() const;
  void predict();

  const BattleLog& log_;
  const RateOrder& order_;
  std::vector<RatingRow> rows_;  // by the log's numbers
  RateBoard board_;
};

void BoardMaker::count(const Battle& battle) {
  RatingRow& a = rows_[battle.model_a];
  RatingRow& b = rows_[battle.model_b];
  a.battles += battle.count;
  b.battles += battle.count;
  if (battle.share_a == 0.5) {
    a.ties += battle.count;
    b.ties += battle.count;
    return;
  }
  (battle.share_a == 1.0 ? a : b).wins += battle.count;
  (battle.share_a == 1.0 ? b : a).losses += battle.count;
}

void BoardMaker::add(const std::vector<std::size_t>& members) {
  std::vector<std::string> names;
  for (const std::size_t member : members) names.push_back(log_.models[member]);
  const RatedComponent rated = rate_component(battles_within(log_, members), order_, names.front());
  for (std::size_t i = 0; i < members.size(); ++i) {
    RatingRow& row = rows_[members[i]];
    row.component = board_.components.size();
    row.rating = rated.ratings[i];
    row.interval = rated.intervals[i];
    row.rank_lower = rated.rank_lower[i];
    row.rank_upper = rated.rank_upper[i];
    row.separated = rated.separated[i];
  }
  for (const RatedComponent::Open& pair : rated.open) {
    board_.open.push_back({.ahead = names[pair.ahead],
                           .behind = names[pair.behind],
                           .difference = pair.difference,
                           .battles_needed = pair.battles_needed});
  }
  if (board_.components.empty()) {
    add_style(rated);
    board_.tie_weight = rated.tie_weight;
  }
  board_.components.push_back(std::move(names));
}

void BoardMaker::add_style(const RatedComponent& rated) {
  if (!order_.battles.with_style) return;
  for (std::size_t k = 0; k < kStyleFeatures; ++k) {
    board_.style.push_back({kFeatureNames[k], rated.style[k], rated.style_intervals[k]});
    if (rated.style[k]) continue;
    board_.warnings.push_back(std::string(kFeatureNames[k]) +
                              " never differs between two answers in another way, so style "
                              "control leaves it out");
  }
}

/// Moves what is shown, and nothing else: ranks and widths of intervals stay.
Result<void> BoardMaker::anchor() {
  if (!order_.anchor) return {};
  const auto& [name, shown] = *order_.anchor;
  const auto found = std::find_if(rows_.begin(), rows_.end(), [&, wanted = name](const auto& row) {
    return row.model == wanted;
  });
  if (found == rows_.end()) {
    return Error{.what = "the anchor '" + name + "' is in none of the battles",
                 .hint = did_you_mean(name, log_.models)};
  }
  if (!found->rating) {
    return Error{.what = "the anchor '" + name + "' has no rating",
                 .hint = "it won or lost everything; choose a model that did not"};
  }
  const double shift = shown - *found->rating;
  const std::size_t component = found->component;
  for (RatingRow& row : rows_) {
    if (row.component != component || !row.rating) continue;
    *row.rating += shift;
    if (row.interval)
      row.interval = Interval{row.interval->low + shift, row.interval->high + shift};
  }
  return {};
}

void BoardMaker::warn() {
  std::vector<std::string> separated;
  for (const RatingRow& row : rows_) {
    if (row.separated) separated.push_back(row.model);
  }
  if (!separated.empty()) {
    board_.warnings.push_back(
        joined(separated, ", ") + (separated.size() == 1 ? " has" : " have") +
        " won or lost everything against the rest, so that no finite rating fits best");
  }
  if (log_.lengths_in_characters > 0) {
    board_.warnings.push_back("no token counts in " + std::to_string(log_.lengths_in_characters) +
                              " of " + std::to_string(log_.battles.size()) +
                              " battles: length is in characters there");
  }
  if (board_.components.size() > 1) {
    board_.warnings.push_back(std::to_string(board_.components.size()) +
                              " groups of models never met: ratings compare within a group only");
  }
  if (log_.bad > 0) {
    board_.warnings.push_back(std::to_string(log_.bad) + " of " + std::to_string(log_.read) +
                              " battles could not be read and are left out, such as " +
                              log_.bad_examples.front());
  }
}

/// By the places of the sorted rows.
std::vector<CountedBattle> BoardMaker::counted_by_row() const {
  std::vector<std::size_t> place(rows_.size());
  for (std::size_t i = 0; i < board_.rows.size(); ++i) {
    const auto model = std::find(log_.models.begin(), log_.models.end(), board_.rows[i].model);
    place[static_cast<std::size_t>(model - log_.models.begin())] = i;
  }
  std::vector<CountedBattle> counted;
  counted.reserve(log_.battles.size());
  for (const Battle& battle : log_.battles) {
    counted.push_back({place[battle.model_a], place[battle.model_b], battle.share_a,
                       static_cast<double>(battle.count)});
  }
  return counted;
}

void BoardMaker::predict() {
  for (const RatingRow& row : board_.rows) {
    auto& cells = board_.predicted.emplace_back();
    for (const RatingRow& other : board_.rows) {
      const bool known = row.rating && other.rating && row.component == other.component;
      cells.push_back(
          known ? std::optional(1.0 / (1.0 + std::pow(10.0, (*other.rating - *row.rating) / 400.0)))
                : std::nullopt);
    }
  }
}

RateBoard BoardMaker::finish() {
  warn();
  board_.rows = rows_;
  std::stable_sort(board_.rows.begin(), board_.rows.end(),
                   [](const RatingRow& a, const RatingRow& b) { return a.rating > b.rating; });
  board_.matrices = battle_matrices(counted_by_row(), rows_.size());
  board_.average_win_rates = average_win_rates(board_.matrices, rows_.size());
  predict();
  return std::move(board_);
}

Error several_components(const Components& components, const BattleLog& log) {
  std::vector<std::string> groups;
  for (const auto& members : components.members()) {
    groups.push_back(
        log.models[members.front()] +
        (members.size() > 1 ? " and " + std::to_string(members.size() - 1) + " more" : ""));
  }
  return {.what = std::to_string(groups.size()) +
                  " groups of models never met, so their ratings cannot be compared: " +
                  joined(groups, "; "),
          .hint = "--allow-disconnected rates each group by itself"};
}

/// Does it make no difference which battle came when, or who judged it?
bool only_counts_matter(const RateOrder& order) {
  const BattleOrder& battles = order.battles;
  return order.method == RateMethod::bradley_terry && !battles.with_style && !battles.with_judges &&
         !battles.votes_per_day && !battles.thin_above;
}

}  // namespace

Result<RateBoard> rate(const RateOrder& told, const World& world) {
  RateOrder order = told;
  if (only_counts_matter(order)) order.battles.takes = BattlesTaken::counted;
  EVENHAND_TRY(BattleLog log, read_battles(world.files, order.battles));
  const std::size_t outliers = order.battles.with_judges ? drop_outliers(log) : 0;
  if (order.ties == TieRule::drop) drop_ties(log);
  if (log.battles.empty()) return Error{.what = "every battle is a tie, and ties are dropped"};
  const Components components(log.battles, log.models.size());
  std::vector<std::vector<std::size_t>> met;
  for (const auto& members : components.members()) {
    if (members.size() > 1) met.push_back(members);
  }
  if (met.size() > 1 && !order.allow_disconnected) return several_components(components, log);
  BoardMaker maker(log, order);
  for (const auto& members : components.members()) maker.add(members);
  EVENHAND_OK(maker.anchor());
  RateBoard board = maker.finish();
  if (order.battles.with_judges) {
    board.warnings.push_back(std::to_string(outliers) +
                             " judges vote against everybody else and are left out");
  }
  return board;
}

}  // namespace evenhand
