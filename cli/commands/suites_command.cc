#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/commands/choice.h"
#include "cli/options.h"
#include "report/json_text.h"
#include "report/terminal_text.h"
#include "suites/suite_loader.h"

namespace evenhand {
namespace {

std::map<std::string, std::size_t> questions_by_category(const Suite& suite) {
  std::map<std::string, std::size_t> counts;
  for (const Question& question : suite.questions) ++counts[question.category];
  return counts;
}

std::size_t turns_of(const Suite& suite) {
  std::size_t turns = 0;
  for (const Question& question : suite.questions) turns += question.turns.size();
  return turns;
}

Json summary_json(const Suite& suite) {
  return {{"name", suite.id.text},
          {"version", suite.version},
          {"title", suite.title},
          {"protocol", suite.protocol.text},
          {"questions", suite.questions.size()},
          {"turns", turns_of(suite)},
          {"digest", suite.digest.text},
          {"folder", suite.folder}};
}

Json question_json(const Question& question) {
  Json turns = Json::array();
  for (const Turn& turn : question.turns) {
    turns.push_back({{"user", turn.user},
                     {"reference", turn.reference ? Json(*turn.reference) : Json(nullptr)}});
  }
  return {{"id", question.id.text}, {"category", question.category}, {"turns", std::move(turns)}};
}

Result<Suite> load_named(const std::string& name, const World& world) {
  EVENHAND_TRY(const std::string folder, find_suite(world.files, world.shelf, name, "."));
  return load_suite(world.files, folder);
}

CommandResult list_suites(const World& world, Console& console, bool json) {
  Json suites = Json::array();
  for (const std::string& name : built_in_suites(world.files, world.shelf)) {
    EVENHAND_TRY(const Suite suite, load_named(name, world));
    if (json) {
      suites.push_back(summary_json(suite));
      continue;
    }
    console.out << fmt::format("{:<12} {:>4} questions  {:<14} {}\n", suite.id.text,
                               suite.questions.size(), suite.protocol.text,
                               terminal_text(suite.title));
  }
  if (json) console.out << document_text({{"suites", std::move(suites)}});
  return ExitCode::success;
}

std::string question_text(const Question& question) {
  std::string text = fmt::format("\n{}  ({})\n", question.id.text, question.category);
  for (std::size_t t = 0; t < question.turns.size(); ++t) {
    const Turn& turn = question.turns[t];
    text += fmt::format("  turn {}: {}\n", t + 1, replaced(turn.user, "\n", "\n    "));
    if (turn.reference) {
      text += fmt::format("  reference: {}\n", replaced(*turn.reference, "\n", "\n    "));
    }
  }
  return terminal_text(text);
}

CommandResult show_suite(const std::string& name, const World& world, Console& console, bool json) {
  EVENHAND_TRY(const Suite suite, load_named(name, world));
  if (json) {
    Json document = summary_json(suite);
    document["description"] = suite.description;
    for (const Question& question : suite.questions) {
      document["items"].push_back(question_json(question));
    }
    console.out << document_text(document);
    return ExitCode::success;
  }
  console.out << terminal_text(fmt::format(
      "{}: {}\n{}\nversion {}, licence {}, protocol {}, {} questions, sha256 {}\n", suite.id.text,
      suite.title, std::string(trimmed(suite.description)), suite.version, suite.licence,
      suite.protocol.text, suite.questions.size(), suite.digest.text));
  for (const auto& [category, count] : questions_by_category(suite)) {
    console.out << fmt::format("  {:<16} {:>4}\n", terminal_text(category), count);
  }
  for (const Question& question : suite.questions) console.out << question_text(question);
  return ExitCode::success;
}

CommandResult check_suite(const std::string& name, const World& world, Console& console,
                          bool json) {
  EVENHAND_TRY(const Suite suite, load_named(name, world));
  const std::vector<std::string> remarks = suite_remarks(suite);
  if (json) {
    Json document = summary_json(suite);
    document["remarks"] = remarks;
    console.out << document_text(document);
    return ExitCode::success;
  }
  for (const std::string& remark : remarks) console.out << terminal_text(remark) << "\n";
  console.out << fmt::format("{}: {} questions, {} remarks\n", terminal_text(suite.id.text),
                             suite.questions.size(), remarks.size());
  return ExitCode::success;
}

}  // namespace

CommandResult suites_command(Arguments arguments, World& world, Console& console) {
  std::string action = "list";
  std::string name;
  bool json = false;
  Options options("suites", "Lists the built-in suites; shows or checks one, built in or your own.",
                  {"evenhand suites", "evenhand suites show chat", "evenhand suites check ./mine"});
  options.optional_positional("ACTION", action, "list, show or check (default: list)");
  options.optional_positional("SUITE", name, "the name of a built-in suite, or a folder");
  options.flag("--json", json, "print JSON");
  EVENHAND_TRY(const Asked asked, options.parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  if (action == "list") return list_suites(world, console, json);
  EVENHAND_OK(place_among({"list", "show", "check"}, "action", action));
  if (name.empty()) return Error{.what = "'suites " + action + "' needs the name of a suite"};
  return action == "show" ? show_suite(name, world, console, json)
                          : check_suite(name, world, console, json);
}

}  // namespace evenhand
