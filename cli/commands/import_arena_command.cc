
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands/choice.h"
#include "cli/commands/import_formats.h"
#include "cli/commands/new_file.h"
#include "cli/options.h"
#include "formats/arena_log.h"
#include "report/json_text.h"
#include "report/terminal_text.h"

namespace evenhand {
namespace {

struct Flags {
  std::vector<std::string> logs;
  std::string identity = "substring";
  std::vector<std::string> excluded;
  std::vector<std::string> banned;
  std::vector<std::string> labels;
  bool numbers = false;
  std::string out;
  bool overwrite = false;
  bool json = false;
};

Options describe(Flags& flags) {
  Options options("import arena",
                  "Makes battles for 'evenhand rate' from Chatbot Arena's vote logs. Calls nobody.",
                  {"evenhand import arena --log 2024-01-31-conv.json --out battles.jsonl",
                   "evenhand import arena --log a.json --log b.json --identity word "
                   "--number-voters --out battles.jsonl"});
  options.texts("--log", flags.logs, "a log of votes, JSON a line (repeatable)");
  options.text(
      "--identity", flags.identity,
      "votes dropped where a model's or maker's name is said: substring (as the original), "
      "word, none (default: substring)");
  options.texts("--exclude-model", flags.excluded, "no battles of this model (repeatable)");
  options.texts("--ban", flags.banned, "no votes from this address (repeatable)");
  options.texts("--labels", flags.labels,
                "TASK=FILE: a classifier's replies, {question_id, judgment} a line (repeatable)");
  options.flag("--number-voters", flags.numbers, "numbers in place of the voters' addresses");
  options.text("--out", flags.out, "file of the battles, JSON a line");
  options.flag("--overwrite", flags.overwrite, "replace a file that is there already");
  options.flag("--json", flags.json, "print JSON");
  return options;
}

Result<ArenaLogRules> rules_of(const Flags& flags) {
  EVENHAND_TRY(const IdentityRule identity, choice_of<IdentityRule>({"substring", "word", "none"},
                                                                    "--identity", flags.identity));
  return ArenaLogRules{.identity = identity,
                       .excluded_models = {flags.excluded.begin(), flags.excluded.end()},
                       .banned_addresses = {flags.banned.begin(), flags.banned.end()}};
}

Result<CategoryTags> tags_of(const Flags& flags, const World& world) {
  CategoryTags tags;
  for (const std::string& told : flags.labels) {
    const std::size_t sign = told.find('=');
    if (sign == std::string::npos || sign == 0) {
      return Error{.what = "--labels needs TASK=FILE, found '" + told + "'",
                   .hint = "such as math_v0.1=replies.jsonl"};
    }
    const std::string task = told.substr(0, sign);
    EVENHAND_OK(add_category_tags(world.files, told.substr(sign + 1), task, tags));
  }
  return tags;
}

Result<void> check_places(const Flags& flags, const World& world) {
  if (flags.logs.empty()) return Error{.what = "'import arena' needs --log FILE"};
  if (flags.out.empty()) return Error{.what = "'import arena' needs --out FILE"};
  return flags.overwrite ? Result<void>() : refuse_to_replace(world.files, flags.out);
}

Json counts_json(const std::map<std::string, std::size_t>& counts) {
  Json all = Json::object();
  for (const auto& [name, count] : counts) all[name] = count;
  return all;
}

std::string battles_json(const Flags& flags, const ArenaBattles& battles,
                         std::size_t unread_labels) {
  const Json document = {{"format", "arena"},
                         {"file", flags.out},
                         {"records", battles.records},
                         {"battles", battles.battles},
                         {"anony", battles.anonymous},
                         {"left_out", counts_json(battles.left_out)},
                         {"leaks", counts_json(battles.leaks)},
                         {"unread_labels", unread_labels}};
  return document_text(document);
}

std::string words_of(const std::map<std::string, std::size_t>& counts) {
  std::vector<std::string> words;
  for (const auto& [name, count] : counts) words.push_back(name + " " + std::to_string(count));
  return joined(words, ", ");
}

void print_battles(const Flags& flags, const ArenaBattles& battles, Console& console) {
  console.out << terminal_line(flags.out) << ": " << battles.battles << " battles of "
              << battles.records << " records, " << battles.anonymous << " of them anonymous\n";
  if (!battles.left_out.empty()) {
    console.out << "  left out: " << words_of(battles.left_out) << "\n";
  }
  if (!battles.leaks.empty()) console.out << "  names said: " << words_of(battles.leaks) << "\n";
}

}  // namespace

CommandResult import_arena_command(Arguments arguments, World& world, Console& console) {
  Flags flags;
  EVENHAND_TRY(const Asked asked, describe(flags).parse(arguments, console.out));
  if (asked == Asked::help) return ExitCode::success;
  EVENHAND_OK(check_places(flags, world));
  EVENHAND_TRY(const ArenaLogRules rules, rules_of(flags));
  EVENHAND_TRY(const CategoryTags tags, tags_of(flags, world));
  const VoterNames names = flags.numbers ? VoterNames::numbers : VoterNames::addresses;
  EVENHAND_TRY(const ArenaBattles battles,
               clean_arena_logs(world.files, flags.logs, rules, names, tags));
  EVENHAND_OK(world.files.replace(flags.out, battles.lines));
  if (flags.json) {
    console.out << battles_json(flags, battles, tags.unread);
    return ExitCode::success;
  }
  print_battles(flags, battles, console);
  if (tags.unread > 0) {
    console.err << "evenhand: " << tags.unread
                << " of the classifiers' replies say nothing and label nothing\n";
  }
  return ExitCode::success;
}

}  // namespace evenhand
