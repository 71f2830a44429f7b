#include "run/score_eq_bench3.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "base/text.h"
#include "formats/eq_bench3_results.h"
#include "judge/criterion_marks.h"
#include "run/estimated_mean.h"
#include "run/refit_plan.h"
#include "stats/margin_ratings.h"
#include "stats/running_mean.h"

namespace evenhand {
namespace {

constexpr double kMostPoints = 20.0;
constexpr double kMostMarks = 30.0;       // a lead of so many is the whole share
constexpr std::size_t kBins = 20;         // of ratings
constexpr std::size_t kBinsOfSpread = 5;  // of upstream's intervals
constexpr double kNormal = 1.96;
constexpr long long kFirstAnalysis = 400;  // scenarios from here on analyse a transcript

constexpr std::array<std::string_view, 6> kOfRolePlay = {
    "demonstrated_empathy", "pragmatic_ei",        "depth_of_insight",
    "social_dexterity",     "emotional_reasoning", "message_tailoring"};
constexpr std::array<std::string_view, kOfRolePlay.size()> kOfAnalysis = {
    "depth_of_insight",       "emotional_reasoning",    "theory_of_mind",
    "subtext_identification", "intellectual_grounding", "correctness"};

bool is_analysis(const QuestionId& scenario) {
  const auto number = parse_integer(scenario.text);
  return number && *number >= kFirstAnalysis;
}

bool within_scale(double points) { return points >= 0.0 && points <= kMostPoints; }

/// Over the criteria that count in such a scenario.
RunningMean points_of(const EqBench3Task& task) {
  RunningMean points;
  for (const std::string_view name : is_analysis(task.scenario) ? kOfAnalysis : kOfRolePlay) {
    const auto found = task.points.find(std::string(name));
    if (found == task.points.end() || !within_scale(found->second)) continue;
    points.add(found->second);
  }
  return points;
}

using Rows = std::map<ModelId, EqBench3Row>;

EqBench3Row& row_of(Rows& rows, const ModelId& model) {
  EqBench3Row& row = rows[model];
  row.model = model;
  return row;
}

void warn_of_marks(const std::vector<EqBench3Task>& tasks, EqBench3Board& board) {
  std::size_t left_out = 0;
  std::size_t scored = 0;
  std::size_t incomplete = 0;
  for (const EqBench3Task& task : tasks) {
    left_out += task.numberless;
    for (const auto& [name, value] : task.points) {
      if (!within_scale(value)) ++left_out;
    }
    const std::size_t criteria = points_of(task).count;
    if (criteria > 0) ++scored;
    if (criteria > 0 && criteria < kOfRolePlay.size()) ++incomplete;
  }
  if (left_out > 0) {
    board.warnings.push_back(counted(left_out, "rubric mark") +
                             " outside 0 to 20 or without a number left out");
  }
  if (incomplete > 0) {
    board.warnings.push_back(std::to_string(incomplete) + " of " + counted(scored, "scored task") +
                             " without a mark for every criterion that counts");
  }
}

void score_rubrics(const std::vector<EqBench3Task>& tasks, const EqBench3Scoring& scoring,
                   Rows& rows) {
  std::map<ModelId, std::map<QuestionId, RunningMean>> scenarios;
  std::map<ModelId, std::map<std::string, RunningMean>> criteria;
  for (const EqBench3Task& task : tasks) {
    EqBench3Row& row = row_of(rows, task.model);
    ++row.tasks;
    const RunningMean points = points_of(task);
    if (points.count == 0) continue;
    ++row.scored_tasks;
    scenarios[task.model][task.scenario].add(points.value());
    for (const auto& [name, value] : task.points) {
      if (within_scale(value)) criteria[task.model][name].add(value);
    }
  }
  for (auto& [model, means] : scenarios) {
    std::vector<double> values;
    for (const auto& [scenario, mean] : means) values.push_back(mean.value());
    EqBench3Row& row = rows[model];
    row.rubric = estimated_mean(values, scoring.resamples, {.high = kMostPoints},
                                Rng::for_purpose(scoring.seed, "rubric/" + model.text));
    for (const auto& [name, mean] : criteria[model]) row.criteria[name] = mean.value();
  }
}

/// One scenario of two models, by name, over both orders.
struct Met {
  StrengthMarks marks;
  bool first_order = false;
  bool second_order = false;
};
using Meetings = std::map<std::tuple<ModelId, ModelId, QuestionId, std::string>, Met>;

/// An analysis decides one mark, whatever its lead.
StrengthMarks counted_marks(const EqBench3Comparison& comparison) {
  StrengthMarks marks = strength_marks(comparison.verdicts, MarkRule::eq_bench_3);
  if (!is_analysis(comparison.scenario)) return marks;
  return {.first = marks.first > marks.second ? 1 : 0,
          .second = marks.second > marks.first ? 1 : 0};
}

Meetings meetings_of(const std::vector<EqBench3Comparison>& comparisons, Rows& rows,
                     EqBench3Board& board) {
  Meetings meetings;
  std::size_t again = 0;
  std::size_t unreadable = 0;
  for (const EqBench3Comparison& comparison : comparisons) {
    EqBench3Row& first = row_of(rows, comparison.first);
    EqBench3Row& second = row_of(rows, comparison.second);
    if (!names_either(comparison.verdicts)) {
      ++unreadable;
      continue;
    }
    const bool swapped = comparison.second < comparison.first;
    Met& met = meetings[{std::min(comparison.first, comparison.second),
                         std::max(comparison.first, comparison.second), comparison.scenario,
                         comparison.iteration}];
    bool& seen = swapped ? met.second_order : met.first_order;
    if (seen) {
      ++again;
      continue;
    }
    seen = true;
    const StrengthMarks marks = counted_marks(comparison);
    met.marks.first += swapped ? marks.second : marks.first;
    met.marks.second += swapped ? marks.first : marks.second;
    ++first.comparisons;
    ++second.comparisons;
  }
  const auto alone = std::count_if(meetings.begin(), meetings.end(), [](const auto& entry) {
    return !entry.second.first_order || !entry.second.second_order;
  });
  if (unreadable > 0) {
    board.warnings.push_back(counted(unreadable, "comparison") +
                             " without any winner left out: no criterion names A0493 or A0488");
  }
  if (again > 0)
    board.warnings.push_back(counted(again, "comparison") + " that came twice left out");
  if (alone > 0) {
    board.warnings.push_back(std::to_string(alone) + " of " + counted(meetings.size(), "meeting") +
                             " judged in one order only");
  }
  return meetings;
}

/// Ratings of all models that met anybody.
class Ladder {
 public:
  Ladder(const Meetings& meetings, const EqBench3Scoring& scoring) : scoring_(scoring) {
    std::map<ModelId, std::size_t> places;
    std::map<QuestionId, std::size_t> items;
    for (const auto& [key, met] : meetings) {
      const auto& [first, second, scenario, iteration] = key;
      places.try_emplace(first, 0);
      places.try_emplace(second, 0);
      items.try_emplace(scenario, items.size());
    }
    for (auto& [model, place] : places) {
      place = models_.size();
      models_.push_back(model);
    }
    for (const auto& [key, met] : meetings) {
      const auto& [first, second, scenario, iteration] = key;
      meetings_.push_back({.first = places.at(first),
                           .second = places.at(second),
                           .item = items.at(scenario),
                           .share = share_of_marks(met.marks.first, met.marks.second, kMostMarks)});
    }
    items_ = items.size();
    if (scoring_.window == 0) return;
    meetings_ =
        within_window(meetings_, ladder_of(meetings_, models_.size(), kBins, {}), scoring_.window);
  }

  /// Why ratings cannot be moved to where the anchors should be; empty where they can.
  std::string why_raw() const {
    const std::string both = high().text + " and " + low().text;
    const auto high_place = place_of(high());
    const auto low_place = place_of(low());
    if (!high_place || !low_place) return both + " are not both there";
    const std::vector<bool> met = who_met({});
    if (!met[*high_place] || !met[*low_place]) {
      return both + " have not both a comparison that counts";
    }
    const auto skills = ladder_of(meetings_, models_.size(), kBins, {});
    if (anchoring_of(skills, met)) return "";
    return "comparisons put " + both + " the other way round than their anchors";
  }

  void rate(Rows& rows) const {
    const std::vector<Skill> skills = ladder_of(meetings_, models_.size(), kBins, {});
    const std::vector<Skill> spread = ladder_of(meetings_, models_.size(), kBinsOfSpread, {});
    const std::vector<bool> met = who_met({});
    const auto anchoring = anchoring_of(skills, met);
    const Anchoring map = anchoring.value_or(Anchoring{});
    for (std::size_t m = 0; m < models_.size(); ++m) {
      if (!met[m]) continue;
      EqBench3Row& row = rows.at(models_[m]);
      row.rating = Estimate{.value = map(skills[m].mean)};
      const double margin = kNormal * spread[m].deviation;
      row.upstream_interval = Interval{map(skills[m].mean - margin), map(skills[m].mean + margin)};
    }
    if (scoring_.resamples > 0) add_intervals(rows, anchoring ? Units::anchored : Units::raw);
  }

 private:
  enum class Units { raw, anchored };

  const ModelId& high() const { return scoring_.high_anchor.first; }
  const ModelId& low() const { return scoring_.low_anchor.first; }

  std::optional<std::size_t> place_of(const ModelId& model) const {
    const auto found = std::lower_bound(models_.begin(), models_.end(), model);
    if (found == models_.end() || *found != model) return std::nullopt;
    return static_cast<std::size_t>(found - models_.begin());
  }

  /// nullopt where an anchor met nobody, whose skill says nothing, or where the better anchor would
  /// be below the worse: that scale would turn everybody upside down.
  std::optional<Anchoring> anchoring_of(const std::vector<Skill>& skills,
                                        const std::vector<bool>& met) const {
    const auto high_place = place_of(high());
    const auto low_place = place_of(low());
    if (!high_place || !low_place || !met[*high_place] || !met[*low_place]) return std::nullopt;
    const Anchoring map = anchored({skills[*high_place].mean, skills[*low_place].mean},
                                   {scoring_.high_anchor.second, scoring_.low_anchor.second});
    return map.scale > 0.0 ? std::optional(map) : std::nullopt;
  }

  /// A model without a game has the scale's mean, which says nothing of it.
  std::vector<bool> who_met(std::span<const std::uint32_t> counts) const {
    std::vector<bool> met(models_.size(), false);
    for (const MarginMeeting& meeting : meetings_) {
      if (!counts.empty() && counts[meeting.item] == 0) continue;
      met[meeting.first] = met[meeting.second] = true;
    }
    return met;
  }

  /// On an anchored scale a resample that cannot be anchored has no ratings.
  void add_intervals(Rows& rows, Units units) const {
    const Refit refit = [&](std::span<const std::uint32_t> counts) {
      const auto skills = ladder_of(meetings_, models_.size(), kBins, {}, counts);
      const std::vector<bool> met = who_met(counts);
      const auto map = units == Units::raw ? std::optional(Anchoring{}) : anchoring_of(skills, met);
      std::vector<std::optional<double>> ratings(models_.size());
      if (!map) return ratings;
      for (std::size_t m = 0; m < models_.size(); ++m) {
        if (met[m]) ratings[m] = (*map)(skills[m].mean);
      }
      return ratings;
    };
    const auto intervals = refit_intervals(items_, refit_plan(scoring_.resamples),
                                           Rng::for_purpose(scoring_.seed, "ratings"), refit);
    for (std::size_t m = 0; m < models_.size() && m < intervals.size(); ++m) {
      EqBench3Row& row = rows.at(models_[m]);
      if (row.rating) row.rating->interval = intervals[m];
    }
  }

  const EqBench3Scoring& scoring_;
  std::vector<ModelId> models_;  // sorted
  std::vector<MarginMeeting> meetings_;
  std::size_t items_ = 0;
};

void score_comparisons(const EqBench3Results& results, const EqBench3Scoring& scoring, Rows& rows,
                       EqBench3Board& board) {
  if (results.failed_comparisons > 0) {
    board.warnings.push_back(counted(results.failed_comparisons, "comparison") +
                             " failed and left out");
  }
  if (results.comparisons.empty()) return;
  const Ladder ladder(meetings_of(results.comparisons, rows, board), scoring);
  const std::string why_raw = ladder.why_raw();
  board.anchored = why_raw.empty();
  if (!board.anchored) board.warnings.push_back("ratings are raw: " + why_raw);
  ladder.rate(rows);
}

bool is_better(const EqBench3Row& a, const EqBench3Row& b) {
  const auto number = [](const std::optional<Estimate>& estimate) {
    return estimate ? estimate->value : -1e9;
  };
  return std::pair(number(a.rating), number(a.rubric)) >
         std::pair(number(b.rating), number(b.rubric));
}

}  // namespace

Result<EqBench3Board> score_eq_bench3(const EqBench3Scoring& scoring, const World& world) {
  EqBench3Results all;
  for (const std::string& path : scoring.results) {
    EVENHAND_TRY(EqBench3Results results, read_eq_bench3_results(world.files, path));
    std::move(results.tasks.begin(), results.tasks.end(), std::back_inserter(all.tasks));
    std::move(results.comparisons.begin(), results.comparisons.end(),
              std::back_inserter(all.comparisons));
    all.failed_comparisons += results.failed_comparisons;
  }
  if (all.tasks.empty() && all.comparisons.empty()) {
    return Error{.what = "no task and no comparison in " + joined(scoring.results, ", ")};
  }
  EqBench3Board board;
  Rows rows;
  score_rubrics(all.tasks, scoring, rows);
  warn_of_marks(all.tasks, board);
  score_comparisons(all, scoring, rows, board);
  for (auto& [model, row] : rows) board.rows.push_back(std::move(row));
  std::stable_sort(board.rows.begin(), board.rows.end(), is_better);
  return board;
}

}  // namespace evenhand
