#include "formats/battles.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <unordered_map>

#include "base/text.h"
#include "formats/battle_builder.h"
#include "formats/battle_file.h"

namespace evenhand {
namespace {

/// The first so many votes of each judge on each day.
void cap_votes(std::size_t most, std::vector<BattleEntry>& entries) {
  constexpr double kSecondsOfADay = 86'400.0;
  std::map<std::pair<std::size_t, double>, std::size_t> votes;
  std::erase_if(entries, [&](const BattleEntry& entry) {
    return votes[{entry.judge, std::floor(entry.tstamp / kSecondsOfADay)}]++ >= most;
  });
}

/// Prompts more frequent than the quantile keep as many battles as it says, rounded down.
void thin_prompts(double quantile, std::vector<BattleEntry>& entries) {
  std::unordered_map<std::size_t, std::size_t> counts;
  for (const BattleEntry& entry : entries) ++counts[entry.prompt];
  std::vector<std::size_t> frequencies;
  for (const auto& [prompt, count] : counts) frequencies.push_back(count);
  const double cut = prompt_frequency_cut(std::move(frequencies), quantile);
  std::unordered_map<std::size_t, std::size_t> kept;
  std::erase_if(entries, [&](const BattleEntry& entry) {
    if (static_cast<double>(counts[entry.prompt]) <= cut) return false;
    return kept[entry.prompt]++ >= static_cast<std::size_t>(cut);
  });
}

std::vector<std::uint32_t> numbered_judges(const std::vector<BattleEntry>& entries) {
  std::unordered_map<std::size_t, std::uint32_t> numbers;
  std::vector<std::uint32_t> judges;
  judges.reserve(entries.size());
  for (const BattleEntry& entry : entries) {
    const auto next = static_cast<std::uint32_t>(numbers.size());
    judges.push_back(numbers.emplace(entry.judge, next).first->second);
  }
  return judges;
}

/// Numbers models as FastChat does: by first appearance, all of side a before side b.
BattleLog numbered(std::vector<BattleEntry> entries, bool with_style) {
  BattleLog log;
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  const auto number_of = [&](std::string_view name) {
    const auto [found, is_new] =
        numbers.emplace(name, static_cast<std::uint32_t>(log.models.size()));
    if (is_new) log.models.emplace_back(name);
    return found->second;
  };
  for (BattleEntry& entry : entries) entry.battle.model_a = number_of(entry.side_a);
  for (BattleEntry& entry : entries) entry.battle.model_b = number_of(entry.side_b);
  log.battles.reserve(entries.size());
  for (const BattleEntry& entry : entries) {
    log.battles.push_back(entry.battle);
    if (!with_style) continue;
    log.styles.push_back(entry.style);
    if (entry.length_in_characters) ++log.lengths_in_characters;
  }
  return log;
}

void add_counts(const BattleLog& counts, BattleLog& log) {
  log.read = counts.read;
  log.filtered_out += counts.filtered_out;
  log.bad = counts.bad;
  log.bad_examples = counts.bad_examples;
}

/// Equal battles as one, models numbered as they are by numbered().
Result<BattleLog> counted_log(const BattleBuilder& builder) {
  BattleLog log;
  if (builder.equal().counts.empty()) return builder.nothing_left();
  const std::vector<std::uint32_t> place = builder.equal().places();
  log.models.resize(place.size());
  for (const auto& [name, number] : builder.equal().numbers) log.models[place[number]] = name;
  for (const auto& [battle, count] : builder.equal().counts) {
    log.battles.push_back({.model_a = place[battle.a],
                           .model_b = place[battle.b],
                           .share_a = battle.share_a,
                           .count = count});
  }
  std::sort(log.battles.begin(), log.battles.end(), [](const Battle& a, const Battle& b) {
    return std::tuple(a.model_a, a.model_b, a.share_a) <
           std::tuple(b.model_a, b.model_b, b.share_a);
  });
  add_counts(builder.counts(), log);
  return log;
}

}  // namespace

double prompt_frequency_cut(std::vector<std::size_t> frequencies, double quantile) {
  std::sort(frequencies.begin(), frequencies.end());
  const double at = quantile * static_cast<double>(frequencies.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, frequencies.size() - 1);
  const auto low = static_cast<double>(frequencies[below]);
  return low + (at - static_cast<double>(below)) * (static_cast<double>(frequencies[above]) - low);
}

Result<BattleLog> read_battles(const FileSystem& files, const BattleOrder& order) {
  BattleBuilder builder(order);
  EVENHAND_OK(take_battle_file(files, order.path, builder));
  if (order.takes == BattlesTaken::counted) return counted_log(builder);
  std::vector<BattleEntry>& entries = builder.entries();
  if (entries.empty()) return builder.nothing_left();
  if (!order.sort_by.empty()) {
    std::stable_sort(
        entries.begin(), entries.end(),
        [](const BattleEntry& a, const BattleEntry& b) { return a.sort_key < b.sort_key; });
  }
  const std::size_t before = entries.size();
  if (order.votes_per_day) cap_votes(*order.votes_per_day, entries);
  if (order.thin_above) thin_prompts(*order.thin_above, entries);
  const std::size_t left_out = before - entries.size();
  std::vector<std::uint32_t> judges =
      order.with_judges ? numbered_judges(entries) : std::vector<std::uint32_t>();
  BattleLog log = numbered(std::move(entries), order.with_style);
  log.judges = std::move(judges);
  log.filtered_out = left_out;
  add_counts(builder.counts(), log);
  return log;
}

}  // namespace evenhand
