
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands/choice.h"
#include "cli/commands/interval_flags.h"
#include "cli/commands/score_formats.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "cli/value_text.h"
#include "report/json_text.h"
#include "report/terminal_text.h"
#include "run/score_mmlu.h"

namespace evenhand {
namespace {

Json categories_json(const ChoiceMeans& means) {
  Json categories = Json::object();
  for (const CategoryMean& mean : means.categories) {
    categories[mean.category] = {{"questions", mean.questions},
                                 {"micro", mean.micro},
                                 {"micro_interval", or_null(mean.micro_interval)},
                                 {"macro_subjects", mean.macro_subjects},
                                 {"pooled_standard_error", or_null(mean.pooled_standard_error)}};
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
                                 {"accuracy_interval", or_null(subject.interval)},
                                 {"standard_error", or_null(subject.standard_error)}};
  }
  return subjects;
}

void add_means(Json& json, const std::string& prefix, const ChoiceMeans& means) {
  add_value(json, prefix + "micro", means.micro, means.micro_interval);
  add_value(json, prefix + "macro_subjects", means.macro_subjects, means.macro_subjects_interval);
  add_value(json, prefix + "macro_categories", means.macro_categories,
            means.macro_categories_interval);
}

Json row_json(const MmluRow& row) {
  const ChoiceMeans& means = row.means;
  Json json = {{"model", row.model.text}};
  add_means(json, "", means);
  json["standard_error"] = or_null(means.standard_error);
  json["pooled_standard_error"] = or_null(means.pooled_standard_error);
  json["invalid_rate"] = static_cast<double>(row.invalid) / static_cast<double>(means.questions);
  json["categories"] = categories_json(means);
  json["subjects"] = subjects_json(row);
  json["coverage"] = {{"expected", means.questions},
                      {"judged", means.questions - row.invalid},
                      {"unparsed", row.invalid}};
  if (!row.audited) return json;
  json["audited_questions"] = row.audited->questions;
  add_means(json, "audited_", *row.audited);
  return json;
}

std::string board_json(const MmluBoard& board, const std::string& sorting) {
  Json models = Json::array();
  for (const MmluRow& row : board.rows) models.push_back(row_json(row));
  Json document = {{"format", "mmlu"},
                   {"category", sorting},
                   {"models", std::move(models)},
                   {"warnings", board.warnings}};
  for (const auto& [question, why] : board.excluded) {
    document["excluded"].push_back({{"question", question}, {"why", why}});
  }
  return document_text(document);
}

std::string percent_text(const std::optional<double>& share,
                         const std::optional<Interval>& interval) {
  return value_text(share, interval, {.scale = 100.0});
}

void print_parts(const MmluRow& row, Console& console) {
  console.out << "\n" << terminal_line(row.model.text) << "\n";
  for (const CategoryMean& mean : row.means.categories) {
    console.out << fmt::format("  {:<42} {:>6} {:>22}\n", mean.category, mean.questions,
                               percent_text(mean.micro, mean.micro_interval));
  }
  for (const MmluSubjectRow& subject : row.subjects) {
    console.out << fmt::format("    {:<40} {:>6} {:>22}\n", terminal_cell(subject.subject, 40),
                               subject.questions, percent_text(subject.accuracy, subject.interval));
  }
}

constexpr const char* kLine = "{:<34} {:>22} {:>22} {:>22} {:>8}\n";

void print_means(const std::string& model, const ChoiceMeans& means, std::size_t invalid,
                 Console& console) {
  console.out << fmt::format(
      kLine, terminal_cell(model, 34), percent_text(means.micro, means.micro_interval),
      percent_text(means.macro_subjects, means.macro_subjects_interval),
      percent_text(means.macro_categories, means.macro_categories_interval), invalid);
}

void print_audited(const MmluBoard& board, Console& console) {
  console.out << "\nWithout the " << counted(board.excluded.size(), "question")
              << " that the overlay excludes:\n";
  for (const MmluRow& row : board.rows) {
    if (row.audited) {
      print_means(row.model.text, *row.audited, row.audited_invalid, console);
    } else {
      console.out << terminal_line(row.model.text) << ": no question is left\n";
    }
  }
}

void print_board(const MmluBoard& board, Console& console) {
  console.out << fmt::format(kLine, "model", "micro %", "by subject %", "by category %", "invalid");
  for (const MmluRow& row : board.rows) {
    print_means(row.model.text, row.means, row.invalid, console);
  }
  if (!board.excluded.empty()) print_audited(board, console);
  console.out << "\nInvalid replies count as wrong; in brackets the 95 % interval, resampled by "
                 "question.\n";
  for (const MmluRow& row : board.rows) print_parts(row, console);
}

struct Flags {
  MmluScoring scoring;
  std::string sorting = "hendrycks";
  IntervalFlags intervals = {};
  bool json = false;
};

Options describe(Flags& flags) {
  Options options("score mmlu", "Accuracies on MMLU from predictions that exist already.",
                  {"evenhand score mmlu predictions.csv",
                   "evenhand score mmlu samples_mmlu.jsonl --category lm_eval --json",
                   "evenhand score mmlu predictions.csv --overlay flaws.yaml"});
  options.positionals("PREDICTIONS", flags.scoring.predictions,
                      "CSV, JSON or JSON lines: a row a question, or a row a subject");
  options.text("--category", flags.sorting,
               "who sorts subjects into categories: hendrycks, or lm_eval, which has anatomy in "
               "stem (default: hendrycks)");
  options.text("--overlay", flags.scoring.overlay,
               "scores besides without the questions that this file excludes, as 'evenhand audit' "
               "writes it");
  flags.intervals.declare(options);
  options.flag("--json", flags.json, "print JSON");
  return options;
}

Result<void> settle(Flags& flags) {
  EVENHAND_TRY(flags.scoring.sorting,
               choice_of<MmluCategories>({"hendrycks", "lm_eval"}, "--category", flags.sorting));
  return flags.intervals.settle(flags.scoring);
}

}  // namespace

CommandResult score_mmlu_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_OK(settle(flags));
  EVENHAND_TRY(const MmluBoard board, score_mmlu(flags.scoring, world));
  if (flags.json) {
    console.out << board_json(board, flags.sorting);
    return ExitCode::success;
  }
  tell_remarks(board.warnings, console);
  print_board(board, console);
  return ExitCode::success;
}

}  // namespace evenhand
