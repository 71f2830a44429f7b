#include "stats/margin_ratings.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "base/check.h"
#include "stats/distributions.h"

namespace evenhand {
namespace {

constexpr double kDraw = 1e-9;        // a share so near to one half
constexpr double kNoSpread = 1e-6;    // raw ratings so near to each other
constexpr double kFarBehind = -30.0;  // below, the density vanishes before its ratio does

/// The expected lead given a win, in units of its deviation: density over distribution.
double surprise(double lead) {
  // The beginning of the series of Mills' ratio.
  if (lead < kFarBehind) return -lead - 1.0 / lead + 2.0 / (lead * lead * lead);
  const double density = std::exp(-lead * lead / 2.0) / std::sqrt(2.0 * M_PI);
  return density / normal_cdf(lead);
}

Skill moved(const Skill& skill, double variance, double whole, double step, double shrink) {
  return {.mean = skill.mean + variance / std::sqrt(whole) * step,
          .deviation = std::sqrt(variance * (1.0 - variance / whole * shrink))};
}

struct Meeting {
  double first;  // variances, drift added
  double second;
  double whole;  // of the difference of two performances
  double lead;   // of the first, in deviations of the whole
};

Meeting meeting_of(const Skill& first, const Skill& second, const SkillScale& scale) {
  const double drift = scale.drift * scale.drift;
  Meeting meeting{.first = first.deviation * first.deviation + drift,
                  .second = second.deviation * second.deviation + drift,
                  .whole = 0.0,
                  .lead = 0.0};
  meeting.whole = 2.0 * scale.luck * scale.luck + meeting.first + meeting.second;
  meeting.lead = (first.mean - second.mean) / std::sqrt(meeting.whole);
  return meeting;
}

}  // namespace

double share_of_marks(double own, double other, double most) {
  EVENHAND_CHECK(most > 0.0);
  return 0.5 + std::clamp((own - other) / most, -1.0, 1.0) / 2.0;
}

GamesOfShare games_of_share(double share, std::size_t bins) {
  EVENHAND_CHECK(bins >= 1);
  const double lead = std::abs(share - 0.5);
  if (lead < kDraw) return {.won = 1, .lost = 1};
  const double games = std::ceil(lead / (0.5 / static_cast<double>(bins)));
  const auto count = static_cast<std::size_t>(std::clamp(games, 1.0, static_cast<double>(bins)));
  return share > 0.5 ? GamesOfShare{.won = count} : GamesOfShare{.lost = count};
}

std::pair<Skill, Skill> after_win(const Skill& winner, const Skill& loser,
                                  const SkillScale& scale) {
  const Meeting meeting = meeting_of(winner, loser, scale);
  const double step = surprise(meeting.lead);
  const double shrink = step * (step + meeting.lead);
  return {moved(winner, meeting.first, meeting.whole, step, shrink),
          moved(loser, meeting.second, meeting.whole, -step, shrink)};
}

std::pair<Skill, Skill> after_draw(const Skill& one, const Skill& other, const SkillScale& scale) {
  const Meeting meeting = meeting_of(one, other, scale);
  return {moved(one, meeting.first, meeting.whole, -meeting.lead, 1.0),
          moved(other, meeting.second, meeting.whole, meeting.lead, 1.0)};
}

std::vector<Skill> ladder_of(std::span<const MarginMeeting> meetings, std::size_t models,
                             std::size_t bins, const SkillScale& scale,
                             std::span<const std::uint32_t> counts) {
  std::vector<Skill> skills(models, {.mean = scale.mean, .deviation = scale.deviation});
  for (const MarginMeeting& meeting : meetings) {
    EVENHAND_CHECK(meeting.first < models && meeting.second < models);
    const GamesOfShare games = games_of_share(meeting.share, bins);
    Skill& first = skills[meeting.first];
    Skill& second = skills[meeting.second];
    const std::uint32_t times = counts.empty() ? 1 : counts[meeting.item];
    for (std::uint32_t time = 0; time < times; ++time) {
      if (games.won > 0 && games.lost > 0) {
        std::tie(first, second) = after_draw(first, second, scale);
        continue;
      }
      for (std::size_t g = 0; g < games.won; ++g) {
        std::tie(first, second) = after_win(first, second, scale);
      }
      for (std::size_t g = 0; g < games.lost; ++g) {
        std::tie(second, first) = after_win(second, first, scale);
      }
    }
  }
  return skills;
}

std::vector<MarginMeeting> within_window(std::span<const MarginMeeting> meetings,
                                         std::span<const Skill> skills, std::size_t window) {
  std::vector<std::size_t> order(skills.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return skills[a].mean > skills[b].mean; });
  std::vector<std::size_t> place(skills.size());
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  std::vector<MarginMeeting> near;
  for (const MarginMeeting& meeting : meetings) {
    const auto [low, high] = std::minmax(place[meeting.first], place[meeting.second]);
    if (high - low <= window) near.push_back(meeting);
  }
  return near;
}

Anchoring anchored(std::pair<double, double> raw, std::pair<double, double> wanted) {
  const double spread = raw.first - raw.second;
  Anchoring anchoring;
  if (std::abs(spread) >= kNoSpread) anchoring.scale = (wanted.first - wanted.second) / spread;
  anchoring.shift = wanted.first - anchoring.scale * raw.first;
  return anchoring;
}

double calibrated_score(double score, const std::array<double, 5>& landmarks) {
  constexpr std::array<double, 5> kTargets = {0.0, 3.0, 5.0, 7.0, 10.0};
  std::size_t piece = 0;
  while (piece + 2 < landmarks.size() && score > landmarks[piece + 1]) ++piece;
  const double slope =
      (kTargets[piece + 1] - kTargets[piece]) / (landmarks[piece + 1] - landmarks[piece]);
  return kTargets[piece] + (score - landmarks[piece]) * slope;
}

}  // namespace evenhand
