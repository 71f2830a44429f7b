#include "formats/arena_log.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "documents/readers.h"
#include "formats/json_row.h"

namespace evenhand {
namespace {

Node conversation(const std::vector<std::string>& turns) {
  Node::List list;
  for (std::size_t i = 0; i < turns.size(); ++i) {
    JsonRow turn;
    turn.text("role", i % 2 == 0 ? "user" : "assistant").text("content", turns[i]);
    list.push_back(turn.node());
  }
  return {.value = std::move(list)};
}

Node flag(bool value) { return {.value = Node::Plain{value ? "true" : "false"}}; }

class LogCleaner {
 public:
  LogCleaner(const ArenaLogRules& rules, VoterNames names, const CategoryTags& tags)
      : rules_(rules), names_(names), tags_(tags) {}

  Result<void> read(const FileSystem& files, const std::string& path);
  ArenaBattles finish();

 private:
  std::string voter(const ArenaVote& vote);
  std::string line(const ArenaVote& vote);

  const ArenaLogRules& rules_;
  const VoterNames names_;
  const CategoryTags& tags_;
  std::vector<ArenaVote> votes_;
  std::unordered_map<std::string, std::size_t> numbers_;
  ArenaBattles battles_;
};

Result<void> LogCleaner::read(const FileSystem& files, const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  return read_json_lines(contents, path, [&](const Node& row) -> Result<void> {
    EVENHAND_TRY(ArenaVote vote, read_arena_vote(row, rules_));
    ++battles_.records;
    if (!vote.fault) {
      votes_.push_back(std::move(vote));
      return {};
    }
    ++battles_.left_out[std::string(name_of(*vote.fault))];
    if (!vote.leaked.empty()) ++battles_.leaks[vote.leaked];
    return {};
  });
}

std::string LogCleaner::voter(const ArenaVote& vote) {
  if (names_ == VoterNames::addresses) return "arena_user_" + vote.address;
  const auto number = numbers_.emplace(vote.address, numbers_.size() + 1).first->second;
  return "arena_user_" + std::to_string(number);
}

std::string LogCleaner::line(const ArenaVote& vote) {
  JsonRow row;
  row.text("question_id", vote.conversation);
  row.text("model_a", vote.model_a).text("model_b", vote.model_b).text("winner", vote.winner);
  if (!vote.address.empty()) row.text("judge", voter(vote));
  row.value("conversation_a", conversation(vote.turns_a));
  row.value("conversation_b", conversation(vote.turns_b));
  row.spelled("turn", std::to_string(vote.turns_a.size() / 2));
  row.value("anony", flag(vote.is_anonymous)).spelled("tstamp", vote.tstamp_spelled);
  if (const auto tagged = tags_.of.find(vote.conversation); tagged != tags_.of.end()) {
    row.value("category_tag", {.value = tagged->second});
  }
  return row.line();
}

ArenaBattles LogCleaner::finish() {
  std::stable_sort(votes_.begin(), votes_.end(),
                   [](const ArenaVote& a, const ArenaVote& b) { return a.tstamp < b.tstamp; });
  std::unordered_set<std::string> voted;
  for (const ArenaVote& vote : votes_) {
    if (!vote.conversation.empty() && !voted.insert(vote.conversation).second) {
      ++battles_.left_out["repeated"];
      continue;
    }
    battles_.lines += line(vote);
    ++battles_.battles;
    if (vote.is_anonymous) ++battles_.anonymous;
  }
  return std::move(battles_);
}

}  // namespace

Result<ArenaBattles> clean_arena_logs(const FileSystem& files,
                                      const std::vector<std::string>& paths,
                                      const ArenaLogRules& rules, VoterNames names,
                                      const CategoryTags& tags) {
  LogCleaner cleaner(rules, names, tags);
  for (const std::string& path : paths) EVENHAND_OK(cleaner.read(files, path));
  ArenaBattles battles = cleaner.finish();
  if (battles.battles > 0) return battles;
  std::string why;
  for (const auto& [reason, count] : battles.left_out) {
    why += (why.empty() ? "" : ", ") + reason + " " + std::to_string(count);
  }
  return Error{.what = "no battle is left of " + std::to_string(battles.records) + " records",
               .hint = std::move(why)};
}

}  // namespace evenhand
