#include "run/score_alpaca_eval.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <unordered_set>

#include "base/text.h"
#include "formats/alpaca_eval_annotations.h"
#include "formats/alpaca_eval_calibration.h"
#include "formats/answers_file.h"
#include "run/in_parallel.h"
#include "run/refit_plan.h"
#include "stats/bradley_terry.h"
#include "stats/joint_length_control.h"

namespace evenhand {
namespace {

constexpr const char* kUsualBaseline = "gpt4_1106_preview";  // of AlpacaEval 2

/// What is kept of an annotation: the texts of a board of models would fill the memory.
struct SheetRow {
  std::string instruction;
  double baseline_length = 0.0;  // code points
  double model_length = 0.0;
  bool same_output = false;
  std::optional<double> preference = {};  // in [1, 2]
  std::optional<std::size_t> place = {};  // of the instruction in the built-in set
  int line = 0;
};

/// One model's annotations, in the order of their file.
struct Sheet {
  std::string path;
  std::vector<SheetRow> rows;
  AlpacaEvalRow line;
};

std::vector<double> preferences_of(const Sheet& sheet) {
  std::vector<double> preferences;
  for (const SheetRow& row : sheet.rows) {
    if (row.preference) preferences.push_back(*row.preference);
  }
  return preferences;
}

Interval in_percent(const Interval& interval) {
  return {100.0 * interval.low, 100.0 * interval.high};
}

double mean_length(const Sheet& sheet) {
  double sum = 0.0;
  for (const SheetRow& row : sheet.rows) {
    sum += row.model_length;
  }
  return std::trunc(sum / static_cast<double>(sheet.rows.size()));
}

void add_raw_numbers(Sheet& sheet, const AlpacaEvalScoring& scoring) {
  AlpacaEvalRow& line = sheet.line;
  const std::vector<double> preferences = preferences_of(sheet);
  line.metrics = alpaca_eval_metrics(preferences);
  line.expected = sheet.rows.size();
  line.judged = preferences.size();
  line.unparsed = sheet.rows.size() - preferences.size();
  line.avg_length = mean_length(sheet);
  std::vector<double> shares;
  shares.reserve(preferences.size());
  for (const double preference : preferences) shares.push_back(preference - 1.0);
  if (scoring.resamples == 0) return;
  const auto interval = mean_interval(shares, {.resamples = scoring.resamples}, {},
                                      Rng::for_purpose(scoring.seed, "win rate/" + line.model));
  if (interval) line.win_rate_interval = in_percent(*interval);
}

SheetRow row_from(AlpacaEvalAnnotation& annotation) {
  return {.instruction = std::move(annotation.instruction),
          .baseline_length = static_cast<double>(annotation.length_1),
          .model_length = static_cast<double>(annotation.length_2),
          .same_output = annotation.same_output,
          .preference = annotation.preference,
          .line = annotation.line};
}

/// Puts one annotation on the sheet of its model.
Result<void> take_row(const std::string& path, AlpacaEvalAnnotation& row,
                      std::vector<Sheet>& sheets) {
  auto sheet = std::find_if(sheets.begin(), sheets.end(), [&](const Sheet& known) {
    return known.line.model == row.generator_2;
  });
  if (sheet == sheets.end()) {
    sheet = sheets.insert(sheet, {.path = path, .rows = {}, .line = {}});
    sheet->line = {.model = row.generator_2,
                   .baseline = row.generator_1,
                   .judge = row.annotator,
                   .metrics = {}};
  }
  if (sheet->line.baseline != row.generator_1) {
    return Error{.what = "two baselines in one file: '" + sheet->line.baseline + "' and '" +
                         row.generator_1 + "'",
                 .place = SourcePlace{.file = path, .line = row.line}};
  }
  sheet->rows.push_back(row_from(row));
  return {};
}

Result<void> check_instructions(const Sheet& sheet) {
  std::unordered_set<std::string_view> instructions;
  instructions.reserve(sheet.rows.size());
  for (const SheetRow& row : sheet.rows) {
    if (instructions.insert(row.instruction).second) continue;
    return Error{.what = "two annotations of one instruction for '" + sheet.line.model + "'",
                 .place = SourcePlace{.file = sheet.path, .line = row.line}};
  }
  return {};
}

/// The sheets of one file, a model each.
Result<std::vector<Sheet>> read_file(const std::string& path, const AlpacaEvalScoring& scoring,
                                     const World& world, const AlpacaEvalCalibration& set) {
  EVENHAND_TRY(std::vector<AlpacaEvalAnnotation> rows,
               read_alpaca_eval_annotations(world.files, path));
  if (rows.empty()) return Error{.what = "no annotations", .place = SourcePlace{.file = path}};
  std::vector<Sheet> sheets;
  for (AlpacaEvalAnnotation& row : rows) EVENHAND_OK(take_row(path, row, sheets));
  for (Sheet& sheet : sheets) {
    EVENHAND_OK(check_instructions(sheet));
    for (SheetRow& row : sheet.rows) row.place = set.place(row.instruction);
    add_raw_numbers(sheet, scoring);
  }
  return sheets;
}

Result<std::vector<Sheet>> read_sheets(const AlpacaEvalScoring& scoring, const World& world,
                                       const AlpacaEvalCalibration& set) {
  std::vector<std::optional<Result<std::vector<Sheet>>>> read(scoring.annotations.size());
  in_parallel(read.size(), [&](std::size_t i) {
    read[i].emplace(read_file(scoring.annotations[i], scoring, world, set));
  });
  std::vector<Sheet> sheets;
  std::map<std::string, std::string> path_of;
  for (auto& file : read) {
    if (!*file) return std::move(file->error());
    for (Sheet& sheet : **file) {
      const auto [known, is_new] = path_of.emplace(sheet.line.model, sheet.path);
      if (!is_new) {
        return Error{.what = "the model '" + sheet.line.model + "' stands in two files",
                     .hint = "the other is " + known->second,
                     .place = SourcePlace{.file = sheet.path}};
      }
      sheets.push_back(std::move(sheet));
    }
  }
  return sheets;
}

bool all_in_built_in_set(const std::vector<Sheet>& sheets) {
  return std::all_of(sheets.begin(), sheets.end(), [](const Sheet& sheet) {
    return std::all_of(sheet.rows.begin(), sheet.rows.end(),
                       [](const SheetRow& row) { return row.place.has_value(); });
  });
}

Result<double> difficulty_of(const Sheet& sheet, std::size_t position, Join join,
                             const AlpacaEvalCalibration& calibration) {
  const SheetRow& row = sheet.rows[position];
  auto place = join == Join::position ? std::optional(position) : row.place;
  if (join == Join::instruction && calibration.place_of.empty()) place.reset();  // another set
  if (place && *place < calibration.difficulty.size()) return calibration.difficulty[*place];
  return Error{.what = "an instruction that is not the calibration's",
               .hint = join == Join::position
                           ? "the calibration has " +
                                 std::to_string(calibration.difficulty.size()) + " instructions"
                           : "--join position takes the order of the file instead of the texts",
               .place = SourcePlace{.file = sheet.path, .line = row.line}};
}

Result<std::vector<LengthControlRow>> rows_for_fit(const Sheet& sheet, Join join,
                                                   const AlpacaEvalCalibration& calibration) {
  std::vector<LengthControlRow> rows;
  for (std::size_t i = 0; i < sheet.rows.size(); ++i) {
    const SheetRow& row = sheet.rows[i];
    LengthControlRow made{.preference = {},
                          .baseline_length = row.baseline_length,
                          .candidate_length = row.model_length};
    if (row.preference) made.preference = *row.preference - 1.0;
    EVENHAND_TRY(made.difficulty, difficulty_of(sheet, i, join, calibration));
    rows.push_back(made);
  }
  return rows;
}

bool is_the_baseline_itself(const Sheet& sheet) {
  return std::all_of(sheet.rows.begin(), sheet.rows.end(),
                     [](const SheetRow& row) { return row.same_output; });
}

std::vector<GamedRow> gamed_rows(const AlpacaEvalCalibration& calibration) {
  std::vector<GamedRow> rows;
  for (const AlpacaEvalCalibration::Gamed& row : calibration.gamed) {
    rows.push_back({.preference = row.preference,
                    .standardized_length = row.standardized_length,
                    .difficulty = row.difficulty});
  }
  return rows;
}

Result<void> fit_sheet(Sheet& sheet, const AlpacaEvalScoring& scoring,
                       const AlpacaEvalCalibration& calibration,
                       const std::vector<GamedRow>& gamed) {
  AlpacaEvalRow& line = sheet.line;
  if (is_the_baseline_itself(sheet)) {  // one half by definition, with weights of zero
    line.length_controlled_winrate = 50.0;
    line.lc_standard_error = 0.0;
    line.weights = LengthControlWeights{};
    return {};
  }
  EVENHAND_TRY(const std::vector<LengthControlRow> rows,
               rows_for_fit(sheet, scoring.join, calibration));
  const auto fit = fit_length_control(rows, gamed);
  if (!fit) return {};
  line.length_controlled_winrate = 100.0 * fit->win_rate;
  line.lc_standard_error = 100.0 * fit->published_standard_error;
  line.weights = fit->weights;
  line.inverse_penalty = fit->inverse_penalty;
  if (scoring.resamples == 0) return {};
  const auto interval =
      length_control_interval(rows, gamed, refit_plan(scoring.resamples),
                              Rng::for_purpose(scoring.seed, "length control/" + line.model));
  if (interval) line.length_controlled_interval = in_percent(*interval);
  return {};
}

/// Every model on its own, with the calibration's difficulties.
Result<void> fit_sheets(std::vector<Sheet>& sheets, const AlpacaEvalScoring& scoring,
                        const AlpacaEvalCalibration& calibration) {
  const std::vector<GamedRow> gamed = gamed_rows(calibration);
  std::vector<Result<void>> fitted(sheets.size());
  in_parallel(sheets.size(), [&](std::size_t s) {
    fitted[s] = fit_sheet(sheets[s], scoring, calibration, gamed);
  });
  for (std::size_t s = 0; s < sheets.size(); ++s) {
    if (!fitted[s]) return fitted[s];
    AlpacaEvalRow& line = sheets[s].line;
    line.expected = std::max(line.expected, calibration.difficulty.size());
  }
  return {};
}

/// All models' annotations as one board, a column an instruction in the order of first appearance.
std::vector<std::vector<LengthCell>> board_of(const std::vector<Sheet>& sheets) {
  std::map<std::string, std::size_t> place_of;
  for (const Sheet& sheet : sheets) {
    for (const SheetRow& row : sheet.rows) {
      place_of.emplace(row.instruction, place_of.size());
    }
  }
  std::vector<std::vector<LengthCell>> board;
  for (const Sheet& sheet : sheets) {
    std::vector<LengthCell>& cells = board.emplace_back(place_of.size());
    for (const SheetRow& row : sheet.rows) {
      LengthCell& cell = cells[place_of.at(row.instruction)];
      if (row.preference) cell.share = *row.preference - 1.0;
      cell.baseline_length = row.baseline_length;
      cell.candidate_length = row.model_length;
    }
  }
  return board;
}

/// Without a calibration: difficulties from the models at hand.
void fit_jointly(std::vector<Sheet>& sheets, const AlpacaEvalScoring& scoring,
                 std::vector<std::string>& warnings) {
  const JointLengthControl joint = control_length_jointly(
      board_of(sheets), refit_plan(std::max<std::size_t>(1, scoring.resamples)),
      Rng::for_purpose(scoring.seed, "joint length control"));
  for (std::size_t c = 0; c < sheets.size(); ++c) {
    const LengthControlledCandidate& candidate = joint.candidates[c];
    AlpacaEvalRow& line = sheets[c].line;
    if (candidate.win_rate) line.length_controlled_winrate = 100.0 * *candidate.win_rate;
    if (candidate.interval && scoring.resamples > 0)
      line.length_controlled_interval = in_percent(*candidate.interval);
    if (candidate.remark) warnings.push_back(line.model + ": " + *candidate.remark);
  }
}

/// Ratings that reproduce the predicted win rates as well as ratings can.
void rate_by_matrix(AlpacaEvalBoard& board) {
  std::vector<CountedBattle> battles;
  for (std::size_t a = 0; a < board.rows.size(); ++a) {
    for (std::size_t b = a + 1; b < board.rows.size(); ++b) {
      const double share = board.matrix[a][b] / 100.0;
      battles.push_back({a, b, 1.0, share});
      battles.push_back({a, b, 0.0, 1.0 - share});
    }
  }
  const auto fit = fit_bradley_terry(battles, board.rows.size());
  if (!fit) return;
  for (std::size_t i = 0; i < board.rows.size(); ++i) {
    board.rows[i].predicted_rating = elo_of(fit->strengths[i]);
  }
}

void fill_matrix(AlpacaEvalBoard& board, const AlpacaEvalCalibration& calibration) {
  for (const AlpacaEvalRow& row : board.rows) {
    if (!row.weights) return;
  }
  for (const AlpacaEvalRow& row : board.rows) {
    std::vector<double> rates;
    for (const AlpacaEvalRow& other : board.rows) {
      rates.push_back(100.0 *
                      predicted_win_rate(*row.weights, *other.weights, calibration.difficulty));
    }
    board.matrix.push_back(std::move(rates));
  }
  rate_by_matrix(board);
}

void warn(const Sheet& sheet, const std::string& calibration, std::vector<std::string>& warnings) {
  const AlpacaEvalRow& line = sheet.line;
  if (line.unparsed > 0) {
    warnings.push_back(line.model + ": " + std::to_string(line.unparsed) + " of " +
                       std::to_string(line.expected) + " annotations have no preference");
  }
  if (calibration == "built-in" && line.baseline != kUsualBaseline) {
    warnings.push_back(line.model + ": the built-in calibration is for the baseline " +
                       kUsualBaseline + ", not for " + line.baseline);
  }
  if (line.length_controlled_winrate && line.metrics.win_rate &&
      is_far_from_raw(*line.metrics.win_rate / 100.0, *line.length_controlled_winrate / 100.0)) {
    warnings.push_back(line.model + ": length control moves the win rate unusually far");
  }
}

/// Baselines may be one model under two names, so this is no error.
void warn_of_baselines(const std::vector<Sheet>& sheets, std::vector<std::string>& warnings) {
  for (const Sheet& sheet : sheets) {
    const AlpacaEvalRow& first = sheets.front().line;
    if (sheet.line.baseline == first.baseline) continue;
    warnings.push_back("two baselines on one board, " + first.baseline + " (" + first.model +
                       ") and " + sheet.line.baseline + " (" + sheet.line.model +
                       "): win rates against different models do not compare");
    return;
  }
}

/// avg_length as AlpacaEval has it is over all outputs, those without annotation included.
Result<void> take_lengths(const AlpacaEvalScoring& scoring, const World& world,
                          std::vector<Sheet>& sheets) {
  if (scoring.model_outputs.empty()) return {};
  if (sheets.size() != 1) {
    return Error{.what = "--model-outputs goes with the annotations of one model, not of " +
                         std::to_string(sheets.size())};
  }
  EVENHAND_TRY(const AnswersFile outputs, read_answers(world.files, scoring.model_outputs));
  double sum = 0.0;
  for (const AnswerRow& row : outputs.rows) {
    sum += static_cast<double>(code_points(row.turns.front()));
  }
  sheets.front().line.avg_length = std::trunc(sum / static_cast<double>(outputs.rows.size()));
  return {};
}

}  // namespace

Result<AlpacaEvalBoard> score_alpaca_eval(const AlpacaEvalScoring& scoring, const World& world) {
  EVENHAND_TRY(AlpacaEvalCalibration calibration,
               load_alpaca_eval_2(world.files, world.calibration_folder));
  EVENHAND_TRY(std::vector<Sheet> sheets, read_sheets(scoring, world, calibration));
  EVENHAND_OK(take_lengths(scoring, world, sheets));
  AlpacaEvalBoard board;
  warn_of_baselines(sheets, board.warnings);
  const bool known_set = all_in_built_in_set(sheets);
  if (!scoring.calibration.empty()) {
    EVENHAND_TRY(AlpacaEvalCalibration given, read_calibration(world.files, scoring.calibration));
    if (given.difficulty.size() == calibration.difficulty.size()) {
      given.place_of = std::move(calibration.place_of);
    }
    calibration = std::move(given);
    board.calibration = scoring.calibration;
  } else {
    board.calibration = known_set ? "built-in" : "fitted on the models given";
  }
  if (scoring.calibration.empty() && !known_set) {
    fit_jointly(sheets, scoring, board.warnings);
  } else {
    EVENHAND_OK(fit_sheets(sheets, scoring, calibration));
  }
  for (Sheet& sheet : sheets) {
    warn(sheet, board.calibration, board.warnings);
    board.rows.push_back(std::move(sheet.line));
  }
  fill_matrix(board, calibration);
  return board;
}

}  // namespace evenhand
