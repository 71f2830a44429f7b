#include "judge/games.h"

#include <algorithm>

#include "base/check.h"
#include "base/rng.h"
#include "judge/python_random.h"

namespace evenhand {
namespace {

// The name of the candidate does not enter, nor the turn: one seating for the whole question.
Seating drawn_seating(const Question& question, std::uint64_t seed) {
  const std::string text = question.turns.empty() ? std::string() : question.turns.front().user;
  Rng rng = Rng::for_purpose(seed, "seating/" + text);
  return rng.below(2) == 0 ? Seating::candidate_first : Seating::baseline_first;
}

// AlpacaEval seeds Python's generator with the instruction and puts the model's output first, in
// place of the baseline's, in the upper half of draws.
Seating seating_of_alpaca_eval(const Question& question, std::uint64_t seed) {
  const std::string text = question.turns.empty() ? std::string() : question.turns.front().user;
  PythonRandom random("is_switched_outputs" + text + std::to_string(seed));
  return random.random() >= 0.5 ? Seating::candidate_first : Seating::baseline_first;
}

std::vector<Seating> seatings(const Question& question, const ProtocolOptions& options) {
  switch (options.seats) {
    case Seats::both: return {Seating::candidate_first, Seating::baseline_first};
    case Seats::drawn: return {drawn_seating(question, options.seed)};
    case Seats::drawn_as_alpaca_eval: return {seating_of_alpaca_eval(question, options.seed)};
  }
  check_failed("known Seats", __FILE__, __LINE__);
}

std::size_t turns_to_judge(const Exhibit& exhibit) {
  std::size_t turns = std::min(exhibit.question.turns.size(), exhibit.candidate.turns.size());
  if (exhibit.baseline != nullptr) turns = std::min(turns, exhibit.baseline->turns.size());
  return turns;
}

Game game_of(const Exhibit& exhibit, Seating seating, int turn, int repeat) {
  Game game{.question = exhibit.question.id, .candidate = exhibit.candidate.model};
  if (exhibit.baseline != nullptr) game.baseline = exhibit.baseline->model;
  game.seating = seating;
  game.turn = turn;
  game.repeat = repeat;
  game.sample = exhibit.candidate.sample;
  return game;
}

std::vector<Game> games_in(const Exhibit& exhibit, const std::vector<Seating>& seatings,
                           int repeats) {
  std::vector<Game> games;
  const auto turns = static_cast<int>(turns_to_judge(exhibit));
  for (int turn = 0; turn < turns; ++turn) {
    for (int repeat = 0; repeat < repeats; ++repeat) {
      for (const Seating seating : seatings)
        games.push_back(game_of(exhibit, seating, turn, repeat));
    }
  }
  return games;
}

}  // namespace

std::string_view name_of(VerdictGrammar grammar) {
  switch (grammar) {
    case VerdictGrammar::strict: return "strict";
    case VerdictGrammar::upstream: return "upstream";
    case VerdictGrammar::upstream_v0_1: return "upstream_v0.1";
  }
  return "";
}

std::string_view name_of(Seats seats) {
  switch (seats) {
    case Seats::both: return "both";
    case Seats::drawn: return "drawn";
    case Seats::drawn_as_alpaca_eval: return "alpaca_eval";
  }
  check_failed("known Seats", __FILE__, __LINE__);
}

std::vector<Game> games_between(const Exhibit& exhibit, const ProtocolOptions& options) {
  EVENHAND_CHECK(exhibit.baseline != nullptr);
  return games_in(exhibit, seatings(exhibit.question, options), options.repeats);
}

std::vector<Game> games_alone(const Exhibit& exhibit, const ProtocolOptions& options) {
  const Exhibit alone{.question = exhibit.question, .candidate = exhibit.candidate};
  return games_in(alone, {Seating::candidate_first}, options.repeats);
}

std::optional<Ruling> tie_of_equals(const Exhibit& exhibit, const Game& game) {
  EVENHAND_CHECK(exhibit.baseline != nullptr && game.turn >= 0);
  const std::vector<AnswerTurn>& ours = exhibit.candidate.turns;
  const std::vector<AnswerTurn>& theirs = exhibit.baseline->turns;
  const std::size_t turns = static_cast<std::size_t>(game.turn) + 1;
  if (ours.size() < turns || theirs.size() < turns) return std::nullopt;
  for (std::size_t i = 0; i < turns; ++i) {
    if (ours[i].text != theirs[i].text) return std::nullopt;
  }
  return Preference{.candidate_share = 0.5};
}

}  // namespace evenhand
