#include "report/question_marks.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/text.h"

namespace evenhand {
namespace {

/// -1, 0 or 1 for who won; grades as they are. nullopt for no ruling that can be read.
std::optional<double> outcome_of(const Verdict& verdict) {
  if (!verdict.ruling) return std::nullopt;
  if (const auto* grade = std::get_if<Grade>(&*verdict.ruling)) return grade->points;
  const auto* preference = std::get_if<Preference>(&*verdict.ruling);
  if (preference == nullptr) return std::nullopt;
  if (preference->candidate_share == 0.5) return 0.0;
  return preference->candidate_share > 0.5 ? 1.0 : -1.0;
}

/// Candidate, opponent, judge, turn, and two of repeat, sample and seating.
using Key = std::tuple<ModelId, ModelId, ModelId, int, int, int>;

Key but_for_seat(const Game& game) {
  return {game.candidate, game.baseline.value_or(ModelId{}), game.judge, game.turn, game.repeat,
          game.sample};
}

Key but_for_repeat(const Game& game) {
  return {game.candidate, game.baseline.value_or(ModelId{}), game.judge,
          game.turn,      static_cast<int>(game.seating),    game.sample};
}

template <class KeyOf>
bool any_differ(const std::vector<const Verdict*>& verdicts, const KeyOf& key_of) {
  std::map<Key, double> first;
  for (const Verdict* verdict : verdicts) {
    const auto outcome = outcome_of(*verdict);
    if (!outcome || verdict->by_rule) continue;
    const auto [place, is_new] = first.emplace(key_of(verdict->game), *outcome);
    if (!is_new && place->second != *outcome) return true;
  }
  return false;
}

/// Whether for some candidate and opponent one judge's games end above even and another's below,
/// or, of grades, whether means differ by more than two points.
bool judges_differ(const std::vector<const Verdict*>& verdicts) {
  struct Mean {
    double sum = 0.0;
    double count = 0.0;
    double value() const { return sum / count; }
  };
  std::map<std::pair<ModelId, ModelId>, std::map<ModelId, Mean>> means;
  bool grades = false;
  for (const Verdict* verdict : verdicts) {
    const auto outcome = outcome_of(*verdict);
    if (!outcome) continue;
    const Game& game = verdict->game;
    Mean& mean = means[{game.candidate, game.baseline.value_or(ModelId{})}][game.judge];
    mean.sum += *outcome;
    mean.count += 1.0;
    grades |= std::holds_alternative<Grade>(*verdict->ruling);
  }
  return std::any_of(means.begin(), means.end(), [grades](const auto& entry) {
    double low = entry.second.begin()->second.value();
    double high = low;
    for (const auto& [judge, mean] : entry.second) {
      low = std::min(low, mean.value());
      high = std::max(high, mean.value());
    }
    return grades ? high - low > 2.0 : low < 0.0 && high > 0.0;
  });
}

bool is_unreadable(const Verdict* verdict) {
  return verdict->ruling && std::holds_alternative<Unreadable>(*verdict->ruling);
}

bool is_cut_off(const Answer* answer) {
  return std::any_of(answer->turns.begin(), answer->turns.end(),
                     [](const AnswerTurn& turn) { return turn.stop == StopReason::out_of_tokens; });
}

}  // namespace

QuestionMarks marks_of(const std::vector<const Answer*>& answers,
                       const std::vector<const Verdict*>& verdicts) {
  const auto failed = [](const auto* thing) {
    return thing->failure.has_value();
  };
  return {.moved = any_differ(verdicts, but_for_seat),
          .judges = judges_differ(verdicts),
          .repeats = any_differ(verdicts, but_for_repeat),
          .unreadable = std::any_of(verdicts.begin(), verdicts.end(), is_unreadable),
          .missing = std::any_of(answers.begin(), answers.end(), failed) ||
                     std::any_of(verdicts.begin(), verdicts.end(), failed),
          .cut_off = std::any_of(answers.begin(), answers.end(), is_cut_off)};
}

std::string mark_words(const QuestionMarks& marks) {
  constexpr std::pair<bool QuestionMarks::*, const char*> kNames[] = {
      {&QuestionMarks::moved, "moved"},     {&QuestionMarks::judges, "judges"},
      {&QuestionMarks::repeats, "repeats"}, {&QuestionMarks::unreadable, "unreadable"},
      {&QuestionMarks::missing, "missing"}, {&QuestionMarks::cut_off, "cut-off"}};
  std::vector<std::string> words;
  for (const auto& [mark, name] : kNames) {
    if (marks.*mark) words.emplace_back(name);
  }
  return joined(words, " ");
}

std::vector<const Verdict*> moved_games(const std::vector<const Verdict*>& verdicts) {
  std::map<Key, std::vector<const Verdict*>> pairs;
  for (const Verdict* verdict : verdicts) {
    if (verdict->by_rule || !outcome_of(*verdict)) continue;
    pairs[but_for_seat(verdict->game)].push_back(verdict);
  }
  std::vector<const Verdict*> moved;
  for (const auto& [key, games] : pairs) {
    const bool same = std::all_of(games.begin(), games.end(), [&](const Verdict* game) {
      return *outcome_of(*game) == *outcome_of(*games.front());
    });
    if (!same) moved.insert(moved.end(), games.begin(), games.end());
  }
  return moved;
}

}  // namespace evenhand
