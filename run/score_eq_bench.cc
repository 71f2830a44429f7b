#include "run/score_eq_bench.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/text.h"
#include "judge/emotions.h"
#include "stats/two_pass_score.h"

namespace evenhand {
namespace {

// Below this share of readable questions upstream marks a run as failed.
constexpr double kLeastParseable = 0.8333;
constexpr double kHighestIntensity = 10.0;

EqBenchVersion version_of(const EqBenchScoring& scoring, const EqBenchResults& results) {
  if (scoring.version) return *scoring.version;
  return results.version == "v1" ? EqBenchVersion::v1 : EqBenchVersion::v2;
}

/// Scores one model's replies against the key.
class Marker {
 public:
  Marker(const EqBenchScoring& scoring, EqBenchVersion version)
      : scoring_(scoring), version_(version) {}

  TwoPasses mark(const EqBenchQuestion& question, const EqBenchReply& reply) {
    const std::vector<Emotion> key = key_of(question);
    const EmotionReply passes = passes_of(question, reply);
    return {.first = score(passes.first_pass, key), .revised = score(passes.revised, key)};
  }

  /// Readable passes with an intensity above 10, which count as upstream counts them.
  std::size_t beyond_scale() const { return beyond_scale_; }

 private:
  std::vector<Emotion> key_of(const EqBenchQuestion& question) const {
    const std::vector<double>& intensities =
        version_ == EqBenchVersion::v1 ? question.normalised : question.full_scale;
    std::vector<Emotion> key;
    for (std::size_t e = 0; e < question.labels.size(); ++e) {
      key.push_back({.label = question.labels[e], .intensity = intensities[e]});
    }
    return key;
  }

  static EmotionReply passes_of(const EqBenchQuestion& question, const EqBenchReply& reply) {
    if (reply.raw) return read_emotions(*reply.raw, language_of_prompt(question.prompt));
    EmotionReply passes;
    for (const auto& [label, intensity] : reply.first_pass) {
      passes.first_pass.push_back({label, intensity});
    }
    for (const auto& [label, intensity] : reply.revised) {
      passes.revised.push_back({label, intensity});
    }
    return passes;
  }

  std::optional<double> score(const std::vector<Emotion>& answer, const std::vector<Emotion>& key) {
    const auto answered = intensities_of(answer, key);
    if (!answered) return std::nullopt;
    if (*std::max_element(answered->begin(), answered->end()) > kHighestIntensity) ++beyond_scale_;
    std::vector<double> wanted;
    for (const Emotion& emotion : key) wanted.push_back(emotion.intensity);
    if (version_ == EqBenchVersion::v1) return emotion_score_v1(*answered, wanted);
    return emotion_score(*answered, wanted, scoring_.at_five);
  }

  const EqBenchScoring& scoring_;
  EqBenchVersion version_;
  std::size_t beyond_scale_ = 0;
};

Result<void> check_keys(const std::vector<EqBenchQuestion>& questions, EqBenchVersion version,
                        const std::string& path) {
  for (const EqBenchQuestion& question : questions) {
    const bool v1 = version == EqBenchVersion::v1;
    if (!(v1 ? question.normalised : question.full_scale).empty()) continue;
    return Error{
        .what = "question '" + question.id.text + "' has no key of version " + (v1 ? "1" : "2"),
        .hint = std::string("--bench ") + (v1 ? "v2" : "v1") + " scores the other version",
        .place = SourcePlace{.file = path, .line = question.line}};
  }
  return {};
}

void warn(EqBenchBoard& board, const ModelId& model, const std::string& what) {
  board.warnings.push_back(model.text + ": " + what);
}

/// Replies to questions that the file of questions does not have: another version's, most likely.
void warn_of_strangers(const std::vector<EqBenchQuestion>& questions, const EqBenchResults& results,
                       EqBenchBoard& board) {
  std::set<QuestionId> known;
  for (const EqBenchQuestion& question : questions) known.insert(question.id);
  std::set<QuestionId> strangers;
  for (const auto& replies : results.iterations) {
    for (const auto& [id, reply] : replies) {
      if (!known.contains(id)) strangers.insert(id);
    }
  }
  if (strangers.empty()) return;
  warn(board, results.model,
       "replies to " + counted(strangers.size(), "question") +
           " that the file of questions does not have, '" + strangers.begin()->text +
           "' among them");
}

EqBenchRow score_results(const std::vector<EqBenchQuestion>& questions,
                         const EqBenchResults& results, const EqBenchScoring& scoring,
                         EqBenchBoard& board) {
  EqBenchRow row{.model = results.model, .version = version_of(scoring, results)};
  Marker marker(scoring, row.version);
  std::vector<std::vector<TwoPasses>> iterations;
  for (const auto& replies : results.iterations) {
    std::vector<TwoPasses>& marks = iterations.emplace_back();
    for (const EqBenchQuestion& question : questions) {
      const auto reply = replies.find(question.id);
      marks.push_back(reply == replies.end() ? TwoPasses{} : marker.mark(question, reply->second));
      const bool readable = marks.back().first || marks.back().revised;
      if (reply != replies.end()) ++(readable ? row.judged : row.unparsed);
    }
    row.revised = row.revised || two_pass_score(marks).revised_counts;
  }
  row.iterations = iterations.size();
  row.expected = questions.size() * row.iterations;
  row.parseable = static_cast<double>(row.judged) / static_cast<double>(row.iterations);
  const TwoPassEstimate estimate =
      two_pass_estimate(iterations, {.resamples = scoring.resamples},
                        Rng::for_purpose(scoring.seed, "score/" + row.model.text));
  if (row.parseable < kLeastParseable * static_cast<double>(questions.size())) {
    warn(board, row.model,
         shortest_text(row.parseable) + " of " + std::to_string(questions.size()) +
             " questions can be read, fewer than 83.33 %: no score");
  } else {
    row.score = estimate.score;
    row.score_interval = estimate.interval;
    row.standard_error = estimate.standard_error;
  }
  if (marker.beyond_scale() > 0) {
    warn(board, row.model,
         "an intensity above 10 in " + std::to_string(marker.beyond_scale()) +
             (marker.beyond_scale() == 1 ? " pass" : " passes") + "; it counts, as upstream");
  }
  return row;
}

EqBenchRow stated_row(const EqBenchResults& results, const EqBenchScoring& scoring,
                      EqBenchBoard& board) {
  EqBenchRow row{.model = results.model, .version = version_of(scoring, results)};
  row.score = results.stated_score;
  row.iterations = results.iterations.size();
  std::set<QuestionId> questions;
  for (const auto& replies : results.iterations) {
    for (const auto& [id, reply] : replies) questions.insert(id);
  }
  row.expected = questions.size() * row.iterations;
  row.parseable = results.stated_parseable.value_or(0.0);
  row.judged = static_cast<std::size_t>(
      std::clamp(std::round(row.parseable), 0.0, static_cast<double>(questions.size())));
  row.judged *= row.iterations;
  row.unparsed = row.expected - row.judged;
  warn(board, row.model, "the file's own score, not worked out again: --questions brings the key");
  return row;
}

}  // namespace

void score_eq_bench_replies(const std::vector<EqBenchQuestion>& questions,
                            const EqBenchResults& results, const EqBenchScoring& scoring,
                            EqBenchBoard& board) {
  board.rows.push_back(score_results(questions, results, scoring, board));
}

Result<EqBenchBoard> score_eq_bench(const EqBenchScoring& scoring, const World& world) {
  std::vector<EqBenchQuestion> questions;
  if (!scoring.questions.empty()) {
    EVENHAND_TRY(questions, read_eq_bench_questions(world.files, scoring.questions));
  }
  EqBenchBoard board;
  for (const std::string& path : scoring.results) {
    EVENHAND_TRY(const auto all, read_eq_bench_results(world.files, path));
    for (const EqBenchResults& results : all) {
      if (questions.empty()) {
        board.rows.push_back(stated_row(results, scoring, board));
        continue;
      }
      EVENHAND_OK(check_keys(questions, version_of(scoring, results), scoring.questions));
      warn_of_strangers(questions, results, board);
      score_eq_bench_replies(questions, results, scoring, board);
    }
  }
  std::stable_sort(board.rows.begin(), board.rows.end(),
                   [](const EqBenchRow& a, const EqBenchRow& b) {
                     return a.score.value_or(-INFINITY) > b.score.value_or(-INFINITY);
                   });
  return board;
}

}  // namespace evenhand
