#include "run/agree_alpaca_eval.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <span>
#include <tuple>
#include <utility>

#include "base/text.h"
#include "formats/alpaca_eval_votes.h"
#include "formats/contains_list.h"

namespace evenhand {
namespace {

using TripleKey = std::tuple<std::string, std::string, std::string>;

TripleKey key_of(const AlpacaEvalVote& vote) {
  return {vote.instruction, vote.output_1, vote.output_2};
}

/// The triples that enough people voted on, in the order of the file, with all that does not depend
/// on the judge.
class Triples {
 public:
  Triples(const std::vector<AlpacaEvalVote>& people, std::size_t votes_needed) {
    std::map<TripleKey, std::vector<const AlpacaEvalVote*>> votes;
    std::vector<TripleKey> order;
    for (const AlpacaEvalVote& vote : people) {
      auto& of_triple = votes[key_of(vote)];
      if (of_triple.empty()) order.push_back(key_of(vote));
      of_triple.push_back(&vote);
    }
    for (const TripleKey& key : order) {
      const auto& of_triple = votes.at(key);
      if (of_triple.size() < votes_needed) continue;
      add(key, std::span(of_triple).first(votes_needed));
    }
  }

  void name_generators(const std::vector<AlpacaEvalVote>& votes) {
    for (const AlpacaEvalVote& vote : votes) {
      const auto place = places_.find(key_of(vote));
      if (place == places_.end() || vote.generator.empty()) continue;
      const auto number = generators_.emplace(vote.generator, generators_.size()).first->second;
      triples_[place->second].generator = number;
    }
  }

  /// With a judge's votes in the order in which they come; a triple that it was asked about less
  /// often has gaps.
  std::vector<AnalyzedTriple> judged_by(const std::vector<AlpacaEvalVote>& votes) const {
    std::vector<AnalyzedTriple> judged = triples_;
    std::size_t most = 0;
    for (const AlpacaEvalVote& vote : votes) {
      const auto place = places_.find(key_of(vote));
      if (place == places_.end()) continue;
      judged[place->second].judge.push_back(vote.preference);
      most = std::max(most, judged[place->second].judge.size());
    }
    for (AnalyzedTriple& triple : judged) triple.judge.resize(most);
    return judged;
  }

  std::vector<AnalyzedTriple> judged_by_people() const {
    std::vector<AnalyzedTriple> judged = triples_;
    for (AnalyzedTriple& triple : judged) triple.judge = std::exchange(triple.people, {});
    return judged;
  }

  /// Always the longer output; the second where both are of one length.
  std::vector<AnalyzedTriple> judged_by_length(std::size_t times) const {
    std::vector<AnalyzedTriple> judged = triples_;
    for (AnalyzedTriple& triple : judged) {
      triple.judge.assign(times, triple.length_1 > triple.length_2 ? 1.0 : 2.0);
    }
    return judged;
  }

  std::size_t size() const { return triples_.size(); }

 private:
  void add(const TripleKey& key, std::span<const AlpacaEvalVote* const> votes) {
    const AlpacaEvalVote& first = *votes.front();
    AnalyzedTriple triple{.length_1 = code_points(first.output_1),
                          .length_2 = code_points(first.output_2),
                          .has_list_1 = contains_list(first.output_1),
                          .has_list_2 = contains_list(first.output_2)};
    for (const AlpacaEvalVote* vote : votes) triple.people.push_back(vote->preference);
    places_.emplace(key, triples_.size());
    triples_.push_back(std::move(triple));
  }

  std::vector<AnalyzedTriple> triples_;
  std::map<TripleKey, std::size_t> places_;
  std::map<std::string, std::size_t> generators_;
};

std::string name_of(const std::vector<AlpacaEvalVote>& votes, const std::string& path) {
  if (!votes.empty() && !votes.front().annotator.empty()) return votes.front().annotator;
  return std::filesystem::path(path).stem().string();
}

/// Per 1,000 examples, over the votes that tell.
std::optional<double> per_thousand(const std::vector<AlpacaEvalVote>& votes,
                                   std::optional<double> AlpacaEvalVote::*what) {
  double sum = 0.0;
  double n = 0.0;
  for (const AlpacaEvalVote& vote : votes) {
    if (!(vote.*what)) continue;
    sum += *(vote.*what);
    n += 1.0;
  }
  if (n == 0.0) return std::nullopt;
  return 1000.0 * sum / n;
}

AnalyzedJudge analyzed(const std::string& name, const std::vector<AnalyzedTriple>& triples,
                       const JudgeAnalysisOrder& order) {
  return {.name = name,
          .analysis = analyze_judge(triples, order.rule, {.resamples = order.resamples},
                                    Rng::for_purpose(order.seed, "judge analysis/" + name))};
}

Result<Triples> read_triples(const JudgeAnalysisOrder& order,
                             const std::vector<AlpacaEvalVote>& people) {
  Triples triples(people, order.people);
  if (triples.size() > 0) return triples;
  return Error{.what = "no triple in " + order.people_file + " has " +
                       std::to_string(order.people) + " votes of people",
               .hint = "--votes N says how many are needed"};
}

using VotesByJudge = std::vector<std::pair<std::string, std::vector<AlpacaEvalVote>>>;

/// Files that name the same judge are votes of one judge that was asked several times.
Result<VotesByJudge> read_judges(const JudgeAnalysisOrder& order, const World& world) {
  VotesByJudge judges;
  for (const std::string& path : order.judge_files) {
    EVENHAND_TRY(std::vector<AlpacaEvalVote> votes, read_alpaca_eval_votes(world.files, path));
    const std::string name = name_of(votes, path);
    auto known = std::find_if(judges.begin(), judges.end(),
                              [&](const auto& judge) { return judge.first == name; });
    if (known == judges.end()) {
      judges.emplace_back(name, std::vector<AlpacaEvalVote>());
      known = judges.end() - 1;
    }
    known->second.insert(known->second.end(), votes.begin(), votes.end());
  }
  return judges;
}

Result<void> add_judge(const Triples& triples, const std::string& name,
                       const std::vector<AlpacaEvalVote>& votes, const JudgeAnalysisOrder& order,
                       JudgeAnalysisBoard& board) {
  const std::vector<AnalyzedTriple> judged = triples.judged_by(votes);
  if (judged.front().judge.empty()) {
    return Error{.what = "the judge '" + name + "' was asked about none of the " +
                         std::to_string(triples.size()) + " triples in " + order.people_file,
                 .hint = "triples are joined by instruction, output_1 and output_2"};
  }
  AnalyzedJudge judge = analyzed(name, judged, order);
  judge.price = per_thousand(votes, &AlpacaEvalVote::price);
  judge.seconds = per_thousand(votes, &AlpacaEvalVote::seconds);
  const std::size_t asked = judged.size() * judged.front().judge.size();
  if (judge.analysis.parsed < asked) {
    board.warnings.push_back(name + ": " + std::to_string(asked - judge.analysis.parsed) + " of " +
                             std::to_string(asked) +
                             " votes are missing or could not be read; they are left out");
  }
  board.judges.push_back(std::move(judge));
  return {};
}

}  // namespace

Result<JudgeAnalysisBoard> agree_alpaca_eval(const JudgeAnalysisOrder& order, const World& world) {
  EVENHAND_TRY(const auto people, read_alpaca_eval_votes(world.files, order.people_file));
  EVENHAND_TRY(const VotesByJudge judges, read_judges(order, world));
  EVENHAND_TRY(Triples triples, read_triples(order, people));
  triples.name_generators(people);
  for (const auto& [name, votes] : judges) triples.name_generators(votes);
  if (!order.generators_file.empty()) {
    EVENHAND_TRY(const auto named, read_alpaca_eval_votes(world.files, order.generators_file));
    triples.name_generators(named);
  }
  JudgeAnalysisBoard board{.triples = triples.size()};
  for (const auto& [name, votes] : judges) {
    EVENHAND_OK(add_judge(triples, name, votes, order, board));
  }
  AnalyzedJudge humans = analyzed("humans", triples.judged_by_people(), order);
  humans.price = per_thousand(people, &AlpacaEvalVote::price);
  humans.seconds = per_thousand(people, &AlpacaEvalVote::seconds);
  board.judges.push_back(std::move(humans));
  board.judges.push_back(analyzed("longest", triples.judged_by_length(order.people), order));
  return board;
}

}  // namespace evenhand
