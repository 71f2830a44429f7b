#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "formats/arena_categories.h"
#include "formats/arena_vote.h"

namespace evenhand {

/// How battles name who voted.
enum class VoterNames {
  addresses,  // "arena_user_1.2.3.4", as Chatbot Arena does
  numbers,    // "arena_user_7": one number an address, over all files, by time
};

/// Battles out of vote logs, and why other votes made none.
struct ArenaBattles {
  std::string lines;  // JSON, a battle a line, by time; `evenhand rate` reads them
  std::size_t battles = 0;
  std::size_t anonymous = 0;                    // of these
  std::size_t records = 0;                      // lines in the logs
  std::map<std::string, std::size_t> left_out;  // by name_of(VoteFault), and "repeated"
  std::map<std::string, std::size_t> leaks;     // by the name that was said
};

/// Cleans logs as FastChat's clean_battle_data does. Apart from it, of several votes on one
/// conversation only the first stays ("repeated"); `language` and `num_tokens` are not made up
/// where the log has none, so the battles lack them. `tags` become their `category_tag`. Errors,
/// with file and line: what read_arena_vote() refuses, broken JSON; no battle left.
Result<ArenaBattles> clean_arena_logs(const FileSystem& files,
                                      const std::vector<std::string>& paths,
                                      const ArenaLogRules& rules, VoterNames names,
                                      const CategoryTags& tags = {});

}  // namespace evenhand
