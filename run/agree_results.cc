#include "run/agree_results.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "formats/preference_votes.h"
#include "run/results_folder.h"

namespace evenhand {
namespace {

/// What is judged: the second name is empty where the first is graded alone.
using Thing = std::tuple<int, QuestionId, ModelId, ModelId>;
using Marks = std::map<Thing, double>;
using Pair = std::pair<ModelId, ModelId>;

constexpr int kAllTurns = -1;

struct Rater {
  std::string name;
  std::vector<Verdict> verdicts;
  MarkSort sort = MarkSort::preference;
  Marks by_turn = {};
  Marks over_turns = {};
};

Pair pair_of(const Game& game) {
  const ModelId none;
  if (!game.baseline) return {game.candidate, none};
  return std::minmax(game.candidate, *game.baseline);
}

double out_of_in(const std::vector<ResultsFolder>& runs) {
  double most = 0.0;
  for (const ResultsFolder& run : runs) {
    for (const Verdict& verdict : run.verdicts) {
      const auto* grade = verdict.ruling ? std::get_if<Grade>(&*verdict.ruling) : nullptr;
      if (grade != nullptr) most = std::max(most, grade->out_of);
    }
  }
  return most > 0.0 ? most : 10.0;
}

void add_marks(std::span<const Verdict> verdicts, int turn, double out_of, Marks& marks) {
  std::set<Pair> pairs;
  std::set<QuestionId> seen;
  for (const Verdict& verdict : verdicts) {
    pairs.insert(pair_of(verdict.game));
    seen.insert(verdict.game.question);
  }
  const std::vector<QuestionId> questions(seen.begin(), seen.end());
  const ScoreTable table(verdicts);
  for (const auto& [first, second] : pairs) {
    const bool alone = second.text.empty();
    const QuestionScores scores =
        alone ? table.pooled(first, questions) : table.against(first, second, questions);
    for (std::size_t q = 0; q < questions.size(); ++q) {
      if (!scores[q]) continue;
      marks[{turn, questions[q], first, second}] = *scores[q] * (alone ? out_of : 1.0);
    }
  }
}

void settle(Rater& rater, double out_of) {
  std::map<int, std::vector<Verdict>> by_turn;
  for (const Verdict& verdict : rater.verdicts) {
    by_turn[verdict.game.turn].push_back(verdict);
    if (!verdict.game.baseline) rater.sort = MarkSort::grade;
  }
  for (const auto& [turn, verdicts] : by_turn) add_marks(verdicts, turn, out_of, rater.by_turn);
  add_marks(rater.verdicts, kAllTurns, out_of, rater.over_turns);
}

std::vector<Rater> judges_of(const std::vector<ResultsFolder>& runs) {
  std::map<ModelId, std::set<std::string>> places;
  for (const ResultsFolder& run : runs) {
    for (const Verdict& verdict : run.verdicts) places[verdict.game.judge].insert(run.folder);
  }
  std::vector<Rater> judges;
  for (const ResultsFolder& run : runs) {
    std::map<ModelId, std::vector<Verdict>> of_run;
    for (const Verdict& verdict : run.verdicts) of_run[verdict.game.judge].push_back(verdict);
    for (auto& [judge, verdicts] : of_run) {
      const bool in_several = places[judge].size() > 1;
      judges.push_back({.name = judge.text + (in_several ? " (" + run.folder + ")" : ""),
                        .verdicts = std::move(verdicts)});
    }
  }
  return judges;
}

std::set<ModelId> candidates_in(const std::vector<ResultsFolder>& runs) {
  std::set<ModelId> names;
  for (const ResultsFolder& run : runs) {
    for (const ResultsRow& row : run.board.rows) names.insert(row.model);
  }
  return names;
}

/// Questions and candidates, numbered for the statistics.
struct Roll {
  std::map<QuestionId, std::size_t> questions = {};
  std::set<ModelId> candidates = {};

  std::vector<QuestionScores> scores_of(const Rater& rater) const {
    std::vector<QuestionId> names;
    for (const auto& [question, number] : questions) names.push_back(question);
    const ScoreTable table(rater.verdicts);
    std::vector<QuestionScores> scores;
    for (const ModelId& candidate : candidates) scores.push_back(table.pooled(candidate, names));
    return scores;
  }
};

Roll roll_of(const std::vector<ResultsFolder>& runs) {
  Roll roll{.candidates = candidates_in(runs)};
  for (const ResultsFolder& run : runs) {
    for (const QuestionId& question : run.questions) roll.questions.emplace(question, 0);
  }
  std::size_t number = 0;
  for (auto& [question, place] : roll.questions) place = number++;
  return roll;
}

/// What `rater` prefers of two models, by its own preferences or else by its grades.
std::optional<double> preference_of(const Rater& rater, const QuestionId& question,
                                    const Pair& pair) {
  const auto mark = [&](const ModelId& first, const ModelId& second) -> std::optional<double> {
    const auto found = rater.over_turns.find({kAllTurns, question, first, second});
    return found == rater.over_turns.end() ? std::nullopt : std::optional(found->second);
  };
  if (const auto preference = mark(pair.first, pair.second)) return preference;
  const auto first = mark(pair.first, {});
  const auto second = mark(pair.second, {});
  if (!first || !second) return std::nullopt;
  return *first > *second ? 1.0 : *first < *second ? 0.0 : 0.5;
}

using Votes = std::vector<PreferenceVote>;

/// As if the people were one judge who was asked as often as there are votes.
Rater people_of(const Votes& votes) {
  Rater people{.name = "people", .verdicts = {}};
  int repeat = 0;
  for (const PreferenceVote& vote : votes) {
    people.verdicts.push_back({.game = {.question = vote.question,
                                        .candidate = vote.candidate,
                                        .baseline = vote.baseline,
                                        .judge = {"people"},
                                        .repeat = repeat++},
                               .ruling = Preference{.candidate_share = vote.candidate_share}});
  }
  return people;
}

/// Every vote, seen from the model whose name sorts first.
std::map<std::pair<QuestionId, Pair>, std::vector<double>> shares_of(const Votes& votes) {
  std::map<std::pair<QuestionId, Pair>, std::vector<double>> shares;
  for (const PreferenceVote& vote : votes) {
    const Pair pair = std::minmax(vote.candidate, vote.baseline);
    shares[{vote.question, pair}].push_back(
        pair.first == vote.candidate ? vote.candidate_share : 1.0 - vote.candidate_share);
  }
  return shares;
}

/// Builds the rows.
class Comparing {
 public:
  Comparing(const ResultsAgreementOrder& order, Roll roll, ResultsAgreement& agreement)
      : order_(order), roll_(std::move(roll)), agreement_(agreement) {}

  void add_judges(const Rater& first, const Rater& second) {
    std::vector<MarkPair> pairs;
    for (const auto& [thing, mark] : first.by_turn) {
      const auto other = second.by_turn.find(thing);
      if (other == second.by_turn.end()) continue;
      pairs.push_back({roll_.questions.at(std::get<1>(thing)), mark, other->second});
    }
    add_row(first, second, first.sort, pairs);
    agreement_.rows.back().board = board_of(first, second);
  }

  void add_people(const Rater& judge, const Rater& people, const Votes& votes) {
    std::vector<MarkPair> pairs;
    for (const auto& [thing, shares] : shares_of(votes)) {
      const auto preference = preference_of(judge, thing.first, thing.second);
      if (!preference) continue;
      for (const double share : shares) {
        pairs.push_back({roll_.questions.at(thing.first), *preference, share});
      }
    }
    add_row(judge, people, MarkSort::preference, pairs);
    agreement_.rows.back().board = board_of(judge, people);
  }

  void add_people_alone(const Rater& people, const Votes& votes) {
    std::vector<MarkPair> pairs;
    for (const auto& [thing, shares] : shares_of(votes)) {
      const auto question = roll_.questions.find(thing.first);
      if (question == roll_.questions.end()) continue;
      for (std::size_t i = 0; i < shares.size(); ++i) {
        for (std::size_t j = i + 1; j < shares.size(); ++j) {
          pairs.push_back({question->second, shares[i], shares[j]});
        }
      }
    }
    if (!pairs.empty()) add_row(people, people, MarkSort::preference, pairs);
  }

  void add_alpha(const std::vector<Rater>& judges) {
    agreement_.alpha_sort = judges[0].sort;
    std::map<Thing, std::vector<double>> marks;
    for (const Rater& judge : judges) {
      if (judge.sort != agreement_.alpha_sort) continue;
      for (const auto& [thing, mark] : judge.by_turn) marks[thing].push_back(mark);
    }
    std::vector<MarkedThing> things;
    for (auto& [thing, values] : marks) {
      if (values.size() < 2) continue;
      things.push_back({roll_.questions.at(std::get<1>(thing)), std::move(values)});
    }
    agreement_.alpha_things = things.size();
    agreement_.alpha = raters_alpha(things, agreement_.alpha_sort, plan(), rng("alpha"));
  }

 private:
  BootstrapPlan plan() const { return {.resamples = order_.resamples}; }
  Rng rng(const std::string& purpose) const { return Rng::for_purpose(order_.seed, purpose); }

  void add_row(const Rater& first, const Rater& second, MarkSort sort,
               std::span<const MarkPair> pairs) {
    const std::string names = first.name + " and " + second.name;
    if (pairs.empty()) {
      agreement_.warnings.push_back(names + ": nothing that both judged can be compared");
    }
    agreement_.rows.push_back(
        {.first = first.name,
         .second = second.name,
         .sort = sort,
         .agreement = rater_agreement(pairs, sort, plan(), rng("agreement/" + names)),
         .board = {}});
  }

  BoardAgreement board_of(const Rater& first, const Rater& second) const {
    return board_agreement(roll_.scores_of(first), roll_.scores_of(second), plan(),
                           rng("board/" + first.name + " and " + second.name));
  }

  const ResultsAgreementOrder& order_;
  Roll roll_;
  ResultsAgreement& agreement_;
};

std::vector<std::string> texts_of(const Answer& answer) {
  std::vector<std::string> texts;
  for (const AnswerTurn& turn : answer.turns) texts.push_back(turn.text);
  return texts;
}

/// Judges of different runs may have read different answers of a model of the same name.
Result<void> warn_of_answers(const std::vector<ResultsFolder>& runs, const World& world,
                             std::vector<std::string>& warnings) {
  EVENHAND_TRY(const auto answers_a, read_results_answers(world.files, runs[0].folder));
  const AnswersByName a = first_answers(answers_a);
  for (std::size_t r = 1; r < runs.size(); ++r) {
    EVENHAND_TRY(const auto answers_b, read_results_answers(world.files, runs[r].folder));
    std::size_t different = 0;
    for (const auto& [model, answers] : first_answers(answers_b)) {
      const auto known = a.find(model);
      if (known == a.end()) continue;
      for (const auto& [question, answer] : answers) {
        const auto other = known->second.find(question);
        const bool differs =
            other != known->second.end() && texts_of(*other->second) != texts_of(*answer);
        different += differs ? 1 : 0;
      }
    }
    if (different == 0) continue;
    warnings.push_back(runs[r].folder + " judged other answers than " + runs[0].folder + " in " +
                       std::to_string(different) +
                       " cases, of the same model to the same question: judges differ there for "
                       "a reason");
  }
  return {};
}

Result<std::vector<ResultsFolder>> read_runs(const ResultsAgreementOrder& order, const World& world,
                                             std::vector<std::string>& warnings) {
  std::vector<ResultsFolder> runs;
  for (const std::string& folder : order.folders) {
    const bool twice = std::any_of(runs.begin(), runs.end(),
                                   [&](const auto& run) { return run.folder == folder; });
    if (twice) return Error{.what = folder + " is named twice"};
    EVENHAND_TRY(ResultsFolder run, read_results_folder(world.files, folder));
    runs.push_back(std::move(run));
    const ResultsBoard& board = runs.back().board;
    if (board.suite != runs[0].board.suite) {
      return Error{.what = folder + " is a run of the suite '" + board.suite.text + "', " +
                           runs[0].folder + " of '" + runs[0].board.suite.text + "'",
                   .hint = "judges can be held against each other on the same questions only"};
    }
    if (board.suite_digest != runs[0].board.suite_digest) {
      warnings.push_back("the suite of " + folder + " is not, letter for letter, that of " +
                         runs[0].folder);
    }
  }
  return runs;
}

/// Those on questions that the runs have.
Votes known_votes(Votes votes, const Roll& roll, const std::string& file,
                  std::vector<std::string>& warnings) {
  const std::size_t all = votes.size();
  std::erase_if(
      votes, [&](const PreferenceVote& vote) { return !roll.questions.contains(vote.question); });
  if (votes.size() < all) {
    warnings.push_back(file + ": " + std::to_string(all - votes.size()) + " of " +
                       std::to_string(all) + " votes are on questions that no run has; left out");
  }
  return votes;
}

}  // namespace

Result<ResultsAgreement> agree_results(const ResultsAgreementOrder& order, const World& world) {
  ResultsAgreement agreement;
  EVENHAND_TRY(const std::vector<ResultsFolder> runs, read_runs(order, world, agreement.warnings));
  if (runs.size() > 1) EVENHAND_OK(warn_of_answers(runs, world, agreement.warnings));
  std::vector<Rater> judges = judges_of(runs);
  if (judges.empty() || (judges.size() == 1 && order.votes_file.empty())) {
    return Error{.what = judges.empty() ? "no verdict in these runs" : "only one judge",
                 .hint = "name another run, or people's votes with --votes"};
  }
  agreement.out_of = out_of_in(runs);
  for (Rater& judge : judges) settle(judge, agreement.out_of);
  const Roll roll = roll_of(runs);
  Comparing comparing(order, roll, agreement);
  for (std::size_t i = 0; i < judges.size(); ++i) {
    for (std::size_t j = i + 1; j < judges.size(); ++j) comparing.add_judges(judges[i], judges[j]);
  }
  if (judges.size() > 1) comparing.add_alpha(judges);
  if (order.votes_file.empty()) return agreement;
  EVENHAND_TRY(Votes votes, read_preference_votes(world.files, order.votes_file));
  votes = known_votes(std::move(votes), roll, order.votes_file, agreement.warnings);
  const Rater people = people_of(votes);
  for (const Rater& judge : judges) comparing.add_people(judge, people, votes);
  comparing.add_people_alone(people, votes);
  return agreement;
}

}  // namespace evenhand
