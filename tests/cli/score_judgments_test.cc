// `score mt_bench`, `score alpaca_eval`, `score arena_hard` and `score eq_bench`, as a user runs
// them.
#include <cmath>

#include <nlohmann/json.hpp>

#include "base/file_system.h"
#include "tests/cli/finished_runs.h"

namespace evenhand {
namespace {

std::string mark(const std::string& question, const std::string& turn, const std::string& score) {
  return R"({"question_id": )" + question + R"(, "model": "ours", "judge": ["j", "single-v1"], )" +
         R"("judgment": "", "score": )" + score + R"(, "turn": )" + turn + "}\n";
}

std::string game(const std::string& question, const std::string& first, const std::string& second) {
  return R"({"question_id": )" + question + R"(, "model_1": "ours", "model_2": "gpt-3.5-turbo", )" +
         R"("judge": ["j", "pair-v2"], "g1_winner": ")" + first + R"(", "g2_winner": ")" + second +
         R"(", "g1_judgment": "", "g2_judgment": "", "turn": 1})" + "\n";
}

std::string annotation(const std::string& instruction, const std::string& preference) {
  return R"({"instruction": ")" + instruction +
         R"(", "output_1": "base", "generator_1": "base", )" +
         R"("output_2": "longer", "generator_2": "ours", "annotator": "j", "preference": )" +
         preference + "}";
}

std::string judgment(const std::string& question, const std::string& first,
                     const std::string& second) {
  return R"({"uid": ")" + question + R"(", "category": "hard_prompt", "judge": "j", )" +
         R"("model": "ours", "baseline": "base", "games": [{"score": )" + first +
         R"(}, {"score": )" + second + "}]}\n";
}

class ScoreJudgments : public FinishedRuns {
 protected:
  ScoreJudgments() {
    auto& files = sample.files.files;
    for (const char* const name : {"instructions.csv", "gamed.csv"}) {
      const std::string path =
          EVENHAND_SOURCE_DIR "/formats/data/alpaca_eval_2_" + std::string(name);
      files[path] = *DiskFileSystem().read(path, kMaxDataFile);
    }
    files["single.jsonl"] =
        mark("81", "1", "8") + mark("81", "2", "6") + mark("82", "1", "4") + mark("82", "2", "-1");
    files["q.jsonl"] = R"({"question_id": 81, "category": "writing", "turns": ["a", "b"]})"
                       "\n"
                       R"({"question_id": 82, "category": "math", "turns": ["a", "b"]})"
                       "\n";
    files["pair.jsonl"] = game("81", "model_1", "model_1") + game("82", "model_1", "model_2") +
                          game("83", "model_2", "model_2") + game("84", "error", "tie");
    files["ann.json"] = "[" + annotation("a", "1.75") + "," + annotation("b", "1.25") + "," +
                        annotation("c", "1.5") + "," + annotation("d", "null") + "]";
    files["j/ours.jsonl"] = judgment("q1", R"("B>>A")", R"("A=B")") +
                            judgment("q2", R"("A>B")", R"("B>A")") +
                            judgment("q3", "null", R"("B>A")");
    files["eq_q.json"] = R"({"1": {"prompt": "How?", "reference_answer_fullscale": )"
                         R"({"emotion1": "Sad", "emotion2": "Glad", "emotion3": "Calm", )"
                         R"("emotion4": "Mad", "emotion1_score": 0, "emotion2_score": 5, )"
                         R"("emotion3_score": 0, "emotion4_score": 5}}})";
    files["eq.json"] = R"({"model_path": "ours", "benchmark_score": 12.5, )"
                       R"("n_questions_parseable": 1, "raw_results": {"1": {"raw_inference": )"
                       R"({"1": "Sad: 0\nGlad: 5\nCalm: 0\nMad: 5"}}}})";
  }

  /// The table of what is asked, without intervals.
  std::string table_of(std::vector<std::string> arguments) {
    for (const char* const word : {"--bootstrap", "0"}) arguments.emplace_back(word);
    const Told told = tell(arguments);
    EXPECT_EQ(told.code, ExitCode::success) << told.err;
    warned = told.err;
    return told.out;
  }

  /// The first model of what is printed as JSON.
  nlohmann::json row_of(std::vector<std::string> arguments) {
    for (const char* const word : {"--bootstrap", "0", "--json"}) arguments.emplace_back(word);
    const Told told = tell(arguments);
    EXPECT_EQ(told.code, ExitCode::success) << told.err;
    EXPECT_EQ(told.err, "") << "warnings are in the document";
    document = nlohmann::json::parse(told.out);
    return document["models"][0];
  }

  std::string warned;
  nlohmann::json document;
};

TEST_F(ScoreJudgments, PrintsMarksOfMtBench) {
  const std::vector<std::string> arguments = {"score", "mt_bench", "single.jsonl", "--questions",
                                              "q.jsonl"};
  EXPECT_EQ(table_of(arguments),
            "model                                         average           first turn          "
            "second turn    judged\n"
            "ours                                             6.00                 6.00          "
            "       6.00       3/4\n"
            "\nThe average is over rows, as FastChat has it; in brackets the 95 % interval, "
            "resampled by question.\n");
  EXPECT_EQ(warned, "evenhand: ours: 1 row without a score, in no mean\n");
  EXPECT_EQ(row_of(arguments), nlohmann::json::parse(R"({"model": "ours",
      "first_turn": 6.0, "first_turn_interval": null, "n_first": 2,
      "second_turn": 6.0, "second_turn_interval": null, "n_second": 1,
      "average": 6.0, "average_interval": null,
      "categories": {"math": 4.0, "writing": 7.0},
      "categories_interval": {"math": null, "writing": null},
      "coverage": {"expected": 4, "judged": 3, "unparsed": 1}})"));
  EXPECT_EQ(document["format"], "mt_bench");
  EXPECT_EQ(document["mode"], "single");
  EXPECT_EQ(document["warnings"].size(), 1U);
}

TEST_F(ScoreJudgments, PrintsWinsOfMtBench) {
  const std::vector<std::string> arguments = {"score", "mt_bench", "pair.jsonl", "--mode",
                                              "pairwise-baseline"};
  EXPECT_EQ(table_of(arguments),
            "model                              win rate, tie = 1/2, %    win   loss    tie  "
            "inconsistent\n"
            "ours                                                50.00      1      1      1  "
            "           1\n"
            "\nIn brackets the 95 % interval, resampled by question. A tie is everything but two "
            "games that agree.\n");
  EXPECT_EQ(warned, "");
  EXPECT_EQ(row_of(arguments), nlohmann::json::parse(R"({"model": "ours",
      "win": 1, "loss": 1, "tie": 1, "inconsistent": 1,
      "win_rate": 0.3333333333333333, "loss_rate": 0.3333333333333333,
      "win_rate_adjusted": 0.5, "win_rate_adjusted_interval": null,
      "coverage": {"expected": 4, "judged": 3, "unparsed": 1}})"));
  EXPECT_EQ(document["mode"], "pairwise-baseline");
}

TEST_F(ScoreJudgments, PrintsWinRatesOfAlpacaEval) {
  const std::vector<std::string> arguments = {"score", "alpaca_eval", "ann.json"};
  EXPECT_EQ(table_of(arguments),
            "model                                   length-controlled %             win rate %    "
            "judged  length\n"
            "ours                                                      -                  50.00    "
            "   3/4       6\n"
            "\nIn brackets the 95 % interval, resampled by instruction, everything refitted.\n"
            "Calibration: fitted on the models given.\n");
  EXPECT_EQ(warned,
            "evenhand: ours: answers differ from the baseline's by the same length throughout, so "
            "length cannot be told from quality\n"
            "evenhand: ours: 1 of 4 annotations have no preference\n");
  nlohmann::json row = row_of(arguments);
  EXPECT_NEAR(row["standard_error"].get<double>(), 25.0 / std::sqrt(3.0), 1e-9);
  row.erase("standard_error");
  EXPECT_EQ(row, nlohmann::json::parse(R"({"model": "ours", "baseline": "base", "judge": "j",
      "win_rate": 50.0, "win_rate_interval": null, "discrete_win_rate": 50.0,
      "n_wins": 1, "n_wins_base": 1, "n_draws": 1, "n_total": 3, "avg_length": 6.0,
      "length_controlled_winrate": null, "length_controlled_winrate_interval": null,
      "lc_standard_error": null, "glm": null, "predicted_rating": null,
      "coverage": {"expected": 4, "judged": 3, "unparsed": 1}})"));
  EXPECT_EQ(document["format"], "alpaca_eval");
  EXPECT_EQ(document["join"], "instruction");
}

TEST_F(ScoreJudgments, PrintsScoresOfArenaHard) {
  const std::vector<std::string> arguments = {"score", "arena_hard", "--judgments", "j"};
  EXPECT_EQ(table_of(arguments),
            "model                                               score    rows  avg tokens     "
            "null      judged\n"
            "ours                                                58.33       6           -        "
            "1         4/6\n"
            "\nbase is the baseline, 50 by definition.\n");
  EXPECT_EQ(warned, "evenhand: 1 judgement with a game without a verdict; left out: both games\n");
  EXPECT_EQ(row_of(arguments), nlohmann::json::parse(R"({"model": "ours", "baseline": "base",
      "score": 58.333333333333336, "score_interval": null, "rows": 6, "null_judgments": 1,
      "avg_tokens": null, "coverage": {"expected": 6, "judged": 4, "unparsed": 1}})"));
  EXPECT_EQ(document["format"], "arena_hard");
  EXPECT_EQ(document["bench"], "v2.0");
}

TEST_F(ScoreJudgments, PrintsScoresOfEqBench) {
  const std::vector<std::string> arguments = {"score", "eq_bench", "eq.json", "--questions",
                                              "eq_q.json"};
  EXPECT_EQ(table_of(arguments),
            "model                                                           score  version     "
            "pass  parseable\n"
            "ours                                                           100.00       v2    "
            "first          1\n"
            "\n100 is perfect, 0 about what random answers score; in brackets the 95 % interval, "
            "resampled by question.\n");
  EXPECT_EQ(warned, "");
  EXPECT_EQ(row_of(arguments), nlohmann::json::parse(R"({"model": "ours", "score": 100.0,
      "score_interval": null, "standard_error": null, "parseable": 1.0, "version": "v2",
      "pass": "first", "iterations": 1,
      "coverage": {"expected": 1, "judged": 1, "unparsed": 0}})"));
  EXPECT_EQ(document["format"], "eq_bench");
}

TEST_F(ScoreJudgments, RefusesAnOptionThatItWouldNotRead) {
  struct {
    std::vector<std::string> arguments;
    const char* complaint;
  } const cases[] = {
      {{"arena_hard", "--judgments", "j", "--control-features", "length"},
       "evenhand: '--control-features' is for --style-control\n"},
  };
  for (const auto& c : cases) {
    std::vector<std::string> arguments = {"score"};
    arguments.insert(arguments.end(), c.arguments.begin(), c.arguments.end());
    const Told told = tell(arguments);
    EXPECT_EQ(told.code, ExitCode::usage);
    EXPECT_EQ(told.err, c.complaint);
  }
  EXPECT_EQ(
      tell({"score", "mt_bench", "pair.jsonl", "--mode", "pairwise-baseline", "--baseline", "you"})
          .err,
      "evenhand: no judgments with the baseline 'you'\n  hint: --baseline names another\n");
}

}  // namespace
}  // namespace evenhand
