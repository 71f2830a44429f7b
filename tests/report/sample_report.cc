#include "tests/report/sample_report.h"

namespace evenhand {
namespace {

Answer answer(const char* question, const char* model, const char* text) {
  return {.question = {question},
          .model = {model},
          .turns = {{.text = text,
                     .finish_reason = "stop",
                     .served_model = "served-" + std::string(model),
                     .usage = {.input_tokens = 12, .output_tokens = 34},
                     .cost = 0.001}}};
}

Verdict verdict(const char* question, const char* candidate, Seating seating, Ruling ruling,
                const char* words) {
  return {.game = {.question = {question},
                   .candidate = {candidate},
                   .baseline = ModelId{"base"},
                   .judge = {"gpt"},
                   .seating = seating},
          .ruling = std::move(ruling),
          .judgement = words,
          .served_model = "gpt-4.1-2025-04-14",
          .usage = {.input_tokens = 300, .output_tokens = 5},
          .cost = 0.0025};
}

CandidateRow row_of_ours() {
  return {.model = {"ours"},
          .rank = 1,
          .coverage = {.expected = 3, .answered = 3, .judged = 3, .games = 6},
          .win_rate = Estimate{2.0 / 3.0, Interval{0.3333333333333333, 1.0}},
          .length_controlled_win_rate = Estimate{0.6125, Interval{0.28, 0.97}},
          .wins = 2,
          .losses = 1,
          .by_category = {{"math", {0.5, Interval{0.0, 1.0}}}, {"writing", {1.0}}},
          .position_consistency = Estimate{2.0 / 3.0, Interval{0.0, 1.0}},
          .first_seat_share = 1.0,
          .mean_length = 21.333333333333332,
          .answering = {.calls = 3, .input_tokens = 36, .output_tokens = 102, .cost = 0.003},
          .judging = {.calls = 6, .input_tokens = 1800, .output_tokens = 30, .cost = 1.23},
          .by_judge = {{.judge = {"gpt"}, .headline = Estimate{2.0 / 3.0, Interval{0.33, 1.0}}}}};
}

CandidateRow row_of_half() {
  return {.model = {"organisation/half-of-a-very-long-name-checkpoint-1200"},
          .rank = 2,
          .coverage = {.expected = 3,
                       .answered = 2,
                       .judged = 1,
                       .truncated = 1,
                       .failed = 1,
                       .games = 4,
                       .unreadable = 1,
                       .failed_games = 1},
          .win_rate = Estimate{0.25},
          .losses = 1,
          .position_consistency = Estimate{0.0},
          .mean_length = 1234.5,
          .answering = {.calls = 3,
                        .input_tokens = 24,
                        .output_tokens = 68,
                        .unknown_tokens = 1,
                        .cost = 0.002,
                        .unknown_cost = 1},
          .judging = {.calls = 4, .input_tokens = 1200, .output_tokens = 20, .unknown_cost = 4},
          .by_judge = {{.judge = {"gpt"}, .headline = Estimate{0.25}, .unreadable = 1}}};
}

std::vector<Answer> sample_answers() {
  const char* const half = "organisation/half-of-a-very-long-name-checkpoint-1200";
  std::vector<Answer> answers = {
      answer("q1", "base", "2 + 2 = 5"),
      answer("q1", "ours", "2 + 2 = 4"),
      answer("q1", half, "Four, since **two** and two <b>make</b> four."),
      answer("q2", "base", "Proof: trivial."),
      answer("q2", "ours", "By induction.\n\n1. Base.\n2. Step."),
      answer("q3", "base", "Haiku"),
      answer("q3", "ours", "Old pond\nfrog leaps in\nwater's sound 🐸"),
      answer("q3", half, "Old po"),
  };
  answers[4].turns[0].reasoning = "Let me think about n = 1 first.";
  answers[7].turns[0].stop = StopReason::out_of_tokens;
  answers[7].turns[0].finish_reason = "length";
  answers[7].turns[0].cost = std::nullopt;
  answers[7].turns[0].usage = {};
  answers.insert(answers.begin() + 5,
                 {.question = {"q2"},
                  .model = {half},
                  .turns = {},
                  .failure = Failure{ErrorKind::context_too_long,
                                     "the server says: 9000 tokens do not fit into 8192"}});
  return answers;
}

std::vector<Verdict> sample_verdicts() {
  const char* const half = "organisation/half-of-a-very-long-name-checkpoint-1200";
  const Preference win{.candidate_share = 1.0, .margin = Margin::clear};
  const Preference loss{.candidate_share = 0.0};
  const auto first = Seating::candidate_first;
  const auto second = Seating::baseline_first;
  std::vector<Verdict> verdicts = {
      verdict("q1", "ours", first, win, "A is right, B is not. [[A]]"),
      verdict("q1", "ours", second, win, "B is right. [[B]]"),
      verdict("q1", half, first, loss, "B is shorter. [[B]]"),
      verdict("q1", half, second, Preference{}, "Equal. [[C]]"),
      verdict("q2", "ours", first, win, "[[A]]"),
      verdict("q2", "ours", second, loss, "[[A]]"),
      verdict("q3", "ours", first, win, "<script>alert(1)</script> [[A]]"),
      verdict("q3", "ours", second, win, "[[B]]"),
      verdict("q3", half, first, Unreadable{"no verdict line"}, "Both have their merits."),
      verdict("q3", half, second, win, ""),
  };
  verdicts.back().ruling = std::nullopt;
  verdicts.back().failure = Failure{ErrorKind::timed_out, "no reply within 600 s"};
  return verdicts;
}

}  // namespace

ReportData sample_pairwise_report() {
  return {.program_version = "0.1.0",
          .run = "nightly",
          .suite = {"instruct"},
          .suite_title = "Following instructions",
          .suite_version = "1.0",
          .suite_digest = {"a1b2c3"},
          .prompts_digest = {"d4e5f6"},
          .protocol = {"pairwise"},
          .seats = "both",
          .baseline = ModelId{"base"},
          .judges = {{"gpt"}},
          .seed = 7,
          .command = "evenhand run nightly.yaml --offline",
          .rows = {row_of_ours(), row_of_half()},
          .warnings = {"judge 'gpt' answered as 'gpt-4.1-2025-04-14'"},
          .served_models = {{"gpt-4.1", "gpt-4.1-2025-04-14"}},
          .questions = {{.id = {"q1"}, .category = "math", .turns = {{.user = "2 + 2?"}}},
                        {.id = {"q2"},
                         .category = "math",
                         .turns = {{.user = "Prove it.", .reference = "By induction."}}},
                        {.id = {"q3"}, .category = "writing", .turns = {{.user = "A haiku."}}}},
          .answers = sample_answers(),
          .verdicts = sample_verdicts(),
          .settings = {{"temperature of ours", "0.7"}, {"max_tokens of ours", "1024"}}};
}

ReportData sample_graded_report() {
  const Answer two_turns{.question = {"81"},
                         .model = {"ours"},
                         .turns = {{.text = "Aloha!", .finish_reason = "stop"},
                                   {.text = "A trip.", .finish_reason = "stop"}}};
  const auto graded = [](int turn, double points, const char* words) {
    return Verdict{
        .game = {.question = {"81"}, .candidate = {"ours"}, .judge = {"gpt"}, .turn = turn},
        .ruling = Grade{.points = points},
        .judgement = words};
  };
  return {.program_version = "0.1.0",
          .run = "turns",
          .suite = {"mt"},
          .suite_digest = {"a1b2c3"},
          .protocol = {"graded"},
          .judges = {{"gpt"}},
          .rows = {{.model = {"ours"},
                    .rank = 1,
                    .coverage = {.expected = 1, .answered = 1, .judged = 1, .games = 2},
                    .grade = Estimate{8.5, Interval{8.21, 8.79}},
                    .by_turn = {{9.0, Interval{8.5, 9.5}}, {8.0, Interval{7.0, 9.0}}},
                    .mean_length = 13.0},
                   {.model = {"模型-七"}, .coverage = {.expected = 1, .missing = 1}}},
          .questions = {{.id = {"81"},
                         .category = "writing",
                         .turns = {{.user = "Write a post on Hawaii."}, {.user = "Shorter."}}}},
          .answers = {two_turns},
          .verdicts = {graded(0, 9.0, "Fine. [[9]]"), graded(1, 8.0, "Less so. [[8]]")}};
}

}  // namespace evenhand
