#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/options.h"
#include "report/json_text.h"
#include "report/terminal_text.h"
#include "run/conduct.h"

namespace evenhand {
namespace {

std::string plan_json(const Plan& plan) {
  Json rows = Json::array();
  for (const PlannedCalls& row : plan.rows) {
    rows.push_back({{"role", row.role},
                    {"name", row.name.text},
                    {"endpoint", row.endpoint.text},
                    {"model", row.model},
                    {"calls", row.calls},
                    {"stored", row.stored},
                    {"input_tokens_estimate", row.input_tokens},
                    {"output_tokens_estimate", row.output_tokens},
                    {"cost_estimate", or_null(row.cost)}});
  }
  const Json document = {
      {"format", "evenhand.plan"},
      {"version", 1},
      {"questions", plan.questions},
      {"calls", plan.calls()},
      {"stored", plan.stored()},
      {"cost_estimate", or_null(plan.cost())},
      {"smallest_win_rate_difference", or_null(plan.smallest_win_rate_difference)},
      {"smallest_paired_difference", plan.smallest_paired_difference},
      {"rows", std::move(rows)}};
  return document_text(document);
}

std::string cost_text(const std::optional<double>& cost) {
  return cost ? fmt::format("${:.2f}", *cost) : "unknown";
}

std::string table_text(const Plan& plan) {
  std::string text =
      fmt::format("{:<10} {:<28} {:<14} {:>8} {:>8} {:>12} {:>12} {:>9}\n", "role", "model",
                  "endpoint", "to ask", "stored", "input tok.", "output tok.", "cost");
  for (const PlannedCalls& row : plan.rows) {
    text += fmt::format("{:<10} {:<28} {:<14} {:>8} {:>8} {:>12} {:>12} {:>9}\n", row.role,
                        shorten_to_width(terminal_text(row.name.text), 28),
                        shorten_to_width(terminal_text(row.endpoint.text), 14), row.calls,
                        row.stored, row.input_tokens, row.output_tokens, cost_text(row.cost));
  }
  text += fmt::format("\n{} questions, {} calls to make, {} replies stored, estimated cost {}\n",
                      plan.questions, plan.calls(), plan.stored(), cost_text(plan.cost()));
  text +=
      "Tokens are estimates: four characters a token, answers of 400 tokens where none is known.\n";
  return text;
}

std::string power_text(const Plan& plan) {
  std::string text;
  if (plan.smallest_win_rate_difference) {
    text += fmt::format(
        "Smallest difference from 50 % that a win rate can show: {:.1f} points (80 % power, 5 "
        "%).\n",
        100.0 * *plan.smallest_win_rate_difference);
  }
  text += fmt::format(
      "Smallest difference between two candidates on these questions: {:.3f} of the scale (80 %\n"
      "power, 5 %), where the scores' differences by question have a standard deviation of 0.5.\n",
      plan.smallest_paired_difference);
  return text;
}

}  // namespace

CommandResult plan_command(Arguments arguments, World& world, Console& console) {
  RunOptions run;
  run.version = kVersion;
  bool json = false;
  Options options("plan",
                  "Says what a run would do, without asking anybody: calls, tokens, cost, "
                  "and the smallest difference that the sample can show.",
                  {"evenhand plan nightly.yaml", "evenhand plan nightly.yaml --json"});
  options.positional("RUN.yaml", run.run_file, "the run file");
  options.text("--store", run.store,
               "where replies are kept (default: .evenhand/store.db beside the run file)");
  options.texts("--set", run.overrides, "override a setting: key=value (repeatable)");
  options.flag("--json", json, "print the plan as JSON");
  EVENHAND_TRY(const Asked asked, options.parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_TRY(const Plan plan, plan_only(run, world));
  console.out << (json ? plan_json(plan) : table_text(plan) + power_text(plan));
  return ExitCode::success;
}

}  // namespace evenhand
