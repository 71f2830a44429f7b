#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands/score_formats.h"
#include "cli/options.h"
#include "report/terminal_text.h"
#include "run/score_mmlu.h"

namespace evenhand {
namespace {

using Json = nlohmann::ordered_json;

Json number_json(const std::optional<double>& number) {
  return number ? Json(*number) : Json(nullptr);
}

Json interval_json(const std::optional<Interval>& interval) {
  return interval ? Json::array({interval->low, interval->high}) : Json(nullptr);
}

Json categories_json(const ChoiceMeans& means) {
  Json categories = Json::object();
  for (const CategoryMean& mean : means.categories) {
    categories[mean.category] = {
        {"questions", mean.questions},
        {"micro", mean.micro},
        {"micro_interval", interval_json(mean.micro_interval)},
        {"macro_subjects", mean.macro_subjects},
        {"pooled_standard_error", number_json(mean.pooled_standard_error)}};
  }
  return categories;
}

Json subjects_json(const MmluRow& row) {
  Json subjects = Json::object();
  for (const MmluSubjectRow& subject : row.subjects) {
    subjects[subject.subject] = {{"questions", subject.questions},
                                 {"correct", subject.right},
                                 {"invalid", subject.invalid},
                                 {"accuracy", subject.accuracy},
                                 {"accuracy_interval", interval_json(subject.interval)},
                                 {"standard_error", number_json(subject.standard_error)}};
  }
  return subjects;
}

Json row_json(const MmluRow& row) {
  const ChoiceMeans& means = row.means;
  const auto questions = static_cast<double>(means.questions);
  return {{"model", row.model.text},
          {"micro", means.micro},
          {"micro_interval", interval_json(means.micro_interval)},
          {"macro_subjects", means.macro_subjects},
          {"macro_subjects_interval", interval_json(means.macro_subjects_interval)},
          {"macro_categories", number_json(means.macro_categories)},
          {"macro_categories_interval", interval_json(means.macro_categories_interval)},
          {"standard_error", number_json(means.standard_error)},
          {"pooled_standard_error", number_json(means.pooled_standard_error)},
          {"invalid_rate", static_cast<double>(row.invalid) / questions},
          {"categories", categories_json(means)},
          {"subjects", subjects_json(row)},
          {"coverage",
           {{"expected", means.questions},
            {"judged", means.questions - row.invalid},
            {"unparsed", row.invalid}}}};
}

std::string board_json(const MmluBoard& board, const std::string& sorting) {
  Json models = Json::array();
  for (const MmluRow& row : board.rows) models.push_back(row_json(row));
  const Json document = {{"format", "mmlu"},
                         {"category", sorting},
                         {"models", std::move(models)},
                         {"warnings", board.warnings}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string percent_text(const std::optional<double>& share,
                         const std::optional<Interval>& interval) {
  if (!share) return "-";
  if (!interval) return fmt::format("{:.2f}", *share * 100.0);
  return fmt::format("{:.2f} [{:.2f}, {:.2f}]", *share * 100.0, interval->low * 100.0,
                     interval->high * 100.0);
}

void print_parts(const MmluRow& row, Console& console) {
  console.out << "\n" << terminal_line(row.model.text) << "\n";
  for (const CategoryMean& mean : row.means.categories) {
    console.out << fmt::format("  {:<42} {:>6} {:>22}\n", mean.category, mean.questions,
                               percent_text(mean.micro, mean.micro_interval));
  }
  for (const MmluSubjectRow& subject : row.subjects) {
    console.out << fmt::format("    {:<40} {:>6} {:>22}\n",
                               shorten_to_width(terminal_line(subject.subject), 40),
                               subject.questions, percent_text(subject.accuracy, subject.interval));
  }
}

void print_board(const MmluBoard& board, Console& console) {
  console.out << fmt::format("{:<34} {:>22} {:>22} {:>22} {:>8}\n", "model", "micro %",
                             "by subject %", "by category %", "invalid");
  for (const MmluRow& row : board.rows) {
    const ChoiceMeans& means = row.means;
    console.out << fmt::format(
        "{:<34} {:>22} {:>22} {:>22} {:>8}\n", shorten_to_width(terminal_line(row.model.text), 34),
        percent_text(means.micro, means.micro_interval),
        percent_text(means.macro_subjects, means.macro_subjects_interval),
        percent_text(means.macro_categories, means.macro_categories_interval), row.invalid);
  }
  console.out << "\nInvalid replies count as wrong; in brackets the 95 % interval, resampled by "
                 "question.\n";
  for (const MmluRow& row : board.rows) print_parts(row, console);
}

struct Flags {
  MmluScoring scoring;
  std::string sorting = "hendrycks";
  std::optional<long long> seed = {};
  std::optional<long long> bootstrap = {};
  bool json = false;
};

Options describe(Flags& flags) {
  Options options("score mmlu", "Accuracies on MMLU from predictions that exist already.",
                  {"evenhand score mmlu predictions.csv",
                   "evenhand score mmlu samples_mmlu.jsonl --category lm_eval --json"});
  options.positionals("PREDICTIONS", flags.scoring.predictions,
                      "CSV, JSON or JSON lines: a row a question, or a row a subject");
  options.text("--category", flags.sorting,
               "who sorts subjects into categories: hendrycks, or lm_eval, which has anatomy in "
               "stem (default: hendrycks)");
  options.integer("--seed", flags.seed, "of the intervals (default: 0)");
  options.integer("--bootstrap", flags.bootstrap,
                  "resamples behind each interval (default: 1000; 0: no intervals)");
  options.flag("--json", flags.json, "print JSON");
  return options;
}

Result<void> settle(Flags& flags) {
  const std::vector<std::string> sortings = {"hendrycks", "lm_eval"};
  if (std::find(sortings.begin(), sortings.end(), flags.sorting) == sortings.end()) {
    return Error{.what = "unknown --category '" + flags.sorting + "'",
                 .hint = did_you_mean(flags.sorting, sortings)};
  }
  if (flags.sorting == "lm_eval") flags.scoring.sorting = MmluCategories::lm_eval;
  EVENHAND_TRY(const IntervalFlags interval, interval_flags(flags.seed, flags.bootstrap));
  flags.scoring.seed = interval.seed;
  flags.scoring.resamples = interval.resamples;
  return {};
}

}  // namespace

CommandResult score_mmlu_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  Options options = describe(flags);
  EVENHAND_TRY(const auto help, options.parse(arguments));
  if (help) {
    console.out << *help;
    return ExitCode::success;
  }
  EVENHAND_OK(settle(flags));
  EVENHAND_TRY(const MmluBoard board, score_mmlu(flags.scoring, world));
  if (flags.json) {
    console.out << board_json(board, flags.sorting);
    return ExitCode::success;
  }
  for (const std::string& warning : board.warnings) {
    console.err << "evenhand: " << terminal_line(warning) << "\n";
  }
  print_board(board, console);
  return ExitCode::success;
}

}  // namespace evenhand
