#include "stats/score_games.h"

#include <numeric>

namespace evenhand {
namespace {

std::optional<double> share_of(const Verdict& verdict) {
  if (verdict.failure || !verdict.ruling) return std::nullopt;
  if (const auto* preference = std::get_if<Preference>(&*verdict.ruling)) {
    return preference->candidate_share;
  }
  if (const auto* grade = std::get_if<Grade>(&*verdict.ruling)) {
    return grade->points / grade->out_of;
  }
  return std::nullopt;
}

}  // namespace

std::vector<double> present(std::span<const std::optional<double>> scores) {
  std::vector<double> values;
  for (const std::optional<double>& score : scores) {
    if (score) values.push_back(*score);
  }
  return values;
}

std::optional<double> mean_of(std::span<const double> values) {
  if (values.empty()) return std::nullopt;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

ScoreTable::ScoreTable(std::span<const Verdict> verdicts) {
  for (const Verdict& verdict : verdicts) add(verdict);
}

void ScoreTable::add(const Verdict& verdict) {
  const Game& game = verdict.game;
  const std::size_t seat = game.seating == Seating::candidate_first ? 0 : 1;
  const auto share = share_of(verdict);
  const auto note = [&](const ModelId& model, const ModelId& opponent, std::size_t place,
                        std::optional<double> value) {
    Cell& cell = cells_[model][game.question][game.judge][opponent][game.turn];
    cell.at(place).played = true;
    if (!value) return;
    cell.at(place).sum += *value;
    ++cell.at(place).readable;
  };
  note(game.candidate, game.baseline.value_or(ModelId{}), seat, share);
  if (!game.baseline) return;
  note(*game.baseline, game.candidate, 1 - seat,
       share ? std::optional(1.0 - *share) : std::nullopt);
}

std::optional<double> ScoreTable::score_of(const Cell& cell) {
  std::vector<double> seats;
  for (const Seat& seat : cell) {
    if (!seat.played) continue;
    if (seat.readable == 0) return std::nullopt;
    seats.push_back(seat.sum / seat.readable);
  }
  return mean_of(seats);
}

std::optional<double> ScoreTable::score_of(const Turns& turns) {
  std::vector<double> scores;
  for (const auto& [turn, cell] : turns) {
    const auto score = score_of(cell);
    if (!score) return std::nullopt;
    scores.push_back(*score);
  }
  return mean_of(scores);
}

std::optional<double> ScoreTable::score_of(const Opponents& opponents) {
  std::vector<double> scores;
  for (const auto& [opponent, turns] : opponents) {
    if (const auto score = score_of(turns)) scores.push_back(*score);
  }
  return mean_of(scores);
}

const ScoreTable::Judges* ScoreTable::judges_of(const ModelId& candidate,
                                                const QuestionId& question) const {
  const auto questions = cells_.find(candidate);
  if (questions == cells_.end()) return nullptr;
  const auto judges = questions->second.find(question);
  return judges == questions->second.end() ? nullptr : &judges->second;
}

template <class ScoreOf>
QuestionScores ScoreTable::over_judges(const ModelId& candidate,
                                       std::span<const QuestionId> questions,
                                       ScoreOf score_of_judge) const {
  QuestionScores scores;
  scores.reserve(questions.size());
  for (const QuestionId& question : questions) {
    QuestionScores by_judge;
    if (const Judges* judges = judges_of(candidate, question)) {
      for (const auto& [judge, games] : *judges) by_judge.push_back(score_of_judge(games));
    }
    scores.push_back(mean_of(present(by_judge)));
  }
  return scores;
}

QuestionScores ScoreTable::pooled(const ModelId& candidate,
                                  std::span<const QuestionId> questions) const {
  return over_judges(candidate, questions,
                     [](const Opponents& opponents) { return score_of(opponents); });
}

QuestionScores ScoreTable::by_judge(const ModelId& candidate, const ModelId& judge,
                                    std::span<const QuestionId> questions) const {
  QuestionScores scores;
  for (const QuestionId& question : questions) {
    std::optional<double> score;
    if (const Judges* judges = judges_of(candidate, question)) {
      const auto games = judges->find(judge);
      if (games != judges->end()) score = score_of(games->second);
    }
    scores.push_back(score);
  }
  return scores;
}

QuestionScores ScoreTable::against(const ModelId& candidate, const ModelId& opponent,
                                   std::span<const QuestionId> questions) const {
  return over_judges(candidate, questions,
                     [&](const Opponents& opponents) -> std::optional<double> {
                       const auto turns = opponents.find(opponent);
                       return turns == opponents.end() ? std::nullopt : score_of(turns->second);
                     });
}

QuestionScores ScoreTable::by_turn(const ModelId& candidate, int turn,
                                   std::span<const QuestionId> questions) const {
  return over_judges(candidate, questions, [turn](const Opponents& opponents) {
    std::vector<double> scores;
    for (const auto& [opponent, turns] : opponents) {
      const auto cell = turns.find(turn);
      const auto score = cell == turns.end() ? std::nullopt : score_of(cell->second);
      if (score) scores.push_back(*score);
    }
    return mean_of(scores);
  });
}

}  // namespace evenhand
