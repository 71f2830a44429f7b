#include <algorithm>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/commands/choice.h"
#include "cli/commands/import_formats.h"
#include "cli/commands/new_file.h"
#include "cli/messages.h"
#include "cli/options.h"
#include "formats/alpaca_eval_suite.h"
#include "formats/arena_hard_suite.h"
#include "formats/choice_suite.h"
#include "formats/eq_bench_suite.h"
#include "formats/mt_bench_suite.h"
#include "formats/truthful_generation.h"
#include "formats/truthful_likelihood.h"
#include "report/json_text.h"
#include "report/terminal_text.h"

namespace evenhand {
namespace {

struct ImportFlags {
  std::string format;
  std::string outputs;
  std::string questions;
  std::string references;
  std::string prompts;
  std::string errata;
  std::string answers;
  std::string version;
  std::string examples;
  std::optional<long long> shots = {};
  std::optional<long long> shuffle = {};
  std::string task;
  std::string primer;
  bool revise = false;
  std::string out;
  bool overwrite = false;
  bool json = false;
};

Result<ImportedSuite> import_from_alpaca_eval(const ImportFlags& flags, const World& world) {
  if (flags.outputs.empty()) return Error{.what = "'import alpaca_eval' needs --outputs FILE"};
  return import_alpaca_eval(world.files, flags.outputs);
}

std::optional<std::string> given(const std::string& path) {
  return path.empty() ? std::nullopt : std::optional(path);
}

Result<ImportedSuite> import_from_mt_bench(const ImportFlags& flags, const World& world) {
  if (flags.questions.empty()) return Error{.what = "'import mt_bench' needs --questions FILE"};
  return import_mt_bench(world.files, {.questions = flags.questions,
                                       .references = given(flags.references),
                                       .judge_prompts = given(flags.prompts),
                                       .errata = given(flags.errata)});
}

Result<ImportedSuite> import_from_arena_hard(const ImportFlags& flags, const World& world) {
  if (flags.questions.empty()) return Error{.what = "'import arena_hard' needs --questions FILE"};
  const std::filesystem::path words =
      std::filesystem::path(world.prompts_folder) / "pairwise-five-own-answer.txt";
  return import_arena_hard(world.files, {.questions = flags.questions,
                                         .answers = given(flags.answers),
                                         .version = flags.version,
                                         .judge_words = words.string()});
}

Result<ImportedSuite> import_from_eq_bench(const ImportFlags& flags, const World& world) {
  if (flags.questions.empty()) return Error{.what = "'import eq_bench' needs --questions FILE"};
  return import_eq_bench(world.files, flags.questions,
                         flags.revise ? EqBenchForm::revised : EqBenchForm::plain);
}

Result<ChoiceImport> choices_ordered(const ImportFlags& flags) {
  constexpr long long kMostShots = 100;
  if (flags.questions.empty()) {
    return Error{.what = "'import " + flags.format + "' needs --questions FILE or FOLDER"};
  }
  if (flags.shots && (*flags.shots < 0 || *flags.shots > kMostShots)) {
    return Error{.what = "--shots must be between 0 and 100"};
  }
  if (flags.shuffle && *flags.shuffle < 0) return Error{.what = "--shuffle cannot be negative"};
  ChoiceImport order{.name = flags.format, .questions = flags.questions};
  order.shots = static_cast<std::size_t>(flags.shots.value_or(0));
  order.examples = flags.examples;
  if (flags.shuffle) order.shuffle = static_cast<std::uint64_t>(*flags.shuffle);
  return order;
}

Result<ImportedSuite> import_from_mmlu(const ImportFlags& flags, const World& world) {
  EVENHAND_TRY(const ChoiceImport order, choices_ordered(flags));
  return import_choices(world.files, order);
}

/// The task likelihood alone has a text before its questions, and only letters can be shuffled.
Result<void> check_task_options(const ImportFlags& flags) {
  const bool has_letters = flags.task.empty() || flags.task.starts_with("mc");
  if (!flags.primer.empty() && flags.task != "likelihood") {
    return Error{.what = "--primer is for '--task likelihood'"};
  }
  if (flags.shuffle && !has_letters) {
    return Error{.what = "'--task " + flags.task + "' has no options to --shuffle"};
  }
  return {};
}

/// Its files have the right answer first, always: as they are they would measure nothing.
Result<ImportedSuite> import_from_truthfulqa(const ImportFlags& flags, const World& world) {
  EVENHAND_TRY(ChoiceImport order, choices_ordered(flags));
  if (!order.shuffle) order.shuffle = 0;
  if (!flags.task.empty()) {
    EVENHAND_OK(place_among({"generation", "likelihood", "mc0", "mc1"}, "--task", flags.task));
  }
  EVENHAND_OK(check_task_options(flags));
  if (flags.task == "generation") return import_truthful_generation(world.files, flags.questions);
  if (flags.task == "likelihood") {
    return import_truthful_likelihood(world.files, flags.questions, given(flags.primer));
  }
  if (flags.task == "mc0") order.task = TruthfulTask::mc0;
  return import_choices(world.files, order);
}

struct ImportFormat {
  std::string_view name;
  Result<ImportedSuite> (*import)(const ImportFlags& flags, const World& world);
};

constexpr ImportFormat kFormats[] = {
    {"alpaca_eval", import_from_alpaca_eval}, {"arena_hard", import_from_arena_hard},
    {"eq_bench", import_from_eq_bench},       {"mmlu", import_from_mmlu},
    {"mt_bench", import_from_mt_bench},       {"truthfulqa", import_from_truthfulqa},
};

Options describe(ImportFlags& flags) {
  Options options("import",
                  "Makes a suite, with its baseline, from another tool's files. 'evenhand import "
                  "arena --help': battles from Chatbot Arena's vote logs.",
                  {"evenhand import alpaca_eval --outputs model_outputs.json --out suites/alpaca",
                   "evenhand import arena_hard --questions question.jsonl --answers model_answer "
                   "--out suites/hard",
                   "evenhand import mt_bench --questions question.jsonl --references gpt-4.jsonl "
                   "--out suites/mt",
                   "evenhand import truthfulqa --questions TruthfulQA.csv --task likelihood --out "
                   "suites/truthful"});
  options.positional("FORMAT", flags.format,
                     "alpaca_eval, arena, arena_hard, eq_bench, mmlu, mt_bench or truthfulqa");
  options.text("--outputs", flags.outputs, "alpaca_eval: the reference model's outputs");
  options.text("--questions", flags.questions,
               "arena_hard, mt_bench: question.jsonl; eq_bench: its JSON; mmlu, truthfulqa: a file "
               "or folder");
  options.text("--answers", flags.answers,
               "arena_hard: folder model_answer, for the answers of the baselines");
  options.text("--version", flags.version, "arena_hard: v0.1 or v2.0 (default: by the questions)");
  options.text("--references", flags.references, "mt_bench: reference_answer/*.jsonl");
  options.text("--prompts", flags.prompts,
               "mt_bench: judge_prompts.jsonl, whose words come in place of evenhand's");
  options.text("--errata", flags.errata, "mt_bench: better references, a line each");
  options.integer("--shots", flags.shots,
                  "mmlu: examples before each question, from 'dev' (default: 0, with reasoning)");
  options.text("--examples", flags.examples, "mmlu: the examples, where they lie elsewhere");
  options.integer("--shuffle", flags.shuffle,
                  "mmlu, truthfulqa: seed that puts options in another order");
  options.text(
      "--task", flags.task,
      "truthfulqa: mc1, all false answers; mc0, the best one alone; likelihood, log probabilities "
      "of all answers; generation, open questions for a judge (default: mc1)");
  options.text("--primer", flags.primer,
               "truthfulqa: text before each question of the task likelihood (default: six "
               "answered questions of evenhand's own)");
  options.flag("--revise", flags.revise, "eq_bench: ask for critique and revised scores");
  options.text("--out", flags.out, "folder of the new suite");
  options.flag("--overwrite", flags.overwrite, "replace a suite that is there already");
  options.flag("--json", flags.json, "print JSON");
  return options;
}

Result<const ImportFormat*> find_format(const std::string& name) {
  auto format = row_named(kFormats, "format", name);
  if (format) return format;
  std::vector<std::string> names = names_of(kFormats);
  names.insert(names.begin(), "arena");
  return unknown_word("format", name, names);
}

struct OwnOption {
  std::string name;
  bool is_given;
  std::vector<std::string> formats;  // that have it
};

std::vector<OwnOption> own_options(const ImportFlags& flags) {
  return {
      {"--outputs", !flags.outputs.empty(), {"alpaca_eval"}},
      {"--questions",
       !flags.questions.empty(),
       {"arena_hard", "eq_bench", "mmlu", "mt_bench", "truthfulqa"}},
      {"--answers", !flags.answers.empty(), {"arena_hard"}},
      {"--version", !flags.version.empty(), {"arena_hard"}},
      {"--references", !flags.references.empty(), {"mt_bench"}},
      {"--prompts", !flags.prompts.empty(), {"mt_bench"}},
      {"--errata", !flags.errata.empty(), {"mt_bench"}},
      {"--shots", flags.shots.has_value(), {"mmlu"}},
      {"--examples", !flags.examples.empty(), {"mmlu"}},
      {"--shuffle", flags.shuffle.has_value(), {"mmlu", "truthfulqa"}},
      {"--task", !flags.task.empty(), {"truthfulqa"}},
      {"--primer", !flags.primer.empty(), {"truthfulqa"}},
      {"--revise", flags.revise, {"eq_bench"}},
  };
}

/// Whoever gives an option expects something of it.
Result<void> check_options(const ImportFlags& flags) {
  for (const OwnOption& option : own_options(flags)) {
    const auto& formats = option.formats;
    const bool is_own = std::find(formats.begin(), formats.end(), flags.format) != formats.end();
    if (!option.is_given || is_own) continue;
    return Error{.what = "'import " + flags.format + "' has no " + option.name,
                 .hint = option.name + " is for " + joined(formats, ", ")};
  }
  return {};
}

Result<void> check_place(const ImportFlags& flags, const World& world) {
  if (flags.out.empty()) return Error{.what = "'import' needs --out FOLDER"};
  const std::string suite = (std::filesystem::path(flags.out) / "suite.yaml").string();
  return flags.overwrite ? Result<void>() : refuse_to_replace(world.files, suite);
}

std::string import_json(const ImportFlags& flags, const ImportedSuite& suite) {
  const Json document = {
      {"format", flags.format},
      {"folder", flags.out},
      {"questions", suite.questions},
      {"baseline", suite.baseline.text.empty() ? Json(nullptr) : Json(suite.baseline.text)},
      {"warnings", suite.remarks}};
  return document_text(document);
}

void print_import(const ImportFlags& flags, const ImportedSuite& suite, Console& console) {
  tell_remarks(suite.remarks, console);
  console.out << terminal_line(flags.out) << ": " << suite.questions << " questions";
  if (!suite.baseline.text.empty()) {
    console.out << ", baseline " << terminal_line(suite.baseline.text);
  }
  console.out << "\n";
}

}  // namespace

CommandResult import_command(Arguments arguments, World& world, Console& console) {
  if (!arguments.empty() && arguments[0] == "arena") {
    return import_arena_command(arguments.subspan(1), world, console);
  }
  ImportFlags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_TRY(const ImportFormat* const format, find_format(flags.format));
  EVENHAND_OK(check_options(flags));
  EVENHAND_OK(check_place(flags, world));
  EVENHAND_TRY(const ImportedSuite suite, format->import(flags, world));
  for (const auto& [name, contents] : suite.files) {
    const std::string path = (std::filesystem::path(flags.out) / name).string();
    EVENHAND_OK(world.files.replace(path, contents));
  }
  if (flags.json) {
    console.out << import_json(flags, suite);
  } else {
    print_import(flags, suite, console);
  }
  return ExitCode::success;
}

}  // namespace evenhand
