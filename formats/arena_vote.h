#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "documents/node.h"

namespace evenhand {

/// What counts as a conversation that tells who is speaking: a name of a model or its maker
/// anywhere in the lower-cased text, as Chatbot Arena has it ("bombarded" holds "bard"); such a
/// name as words of their own; or nothing.
enum class IdentityRule { substring, word, none };

struct ArenaLogRules {
  IdentityRule identity = IdentityRule::substring;
  std::set<std::string> excluded_models = {};   // by the names that battles have
  std::set<std::string> banned_addresses = {};  // of voters
};

/// Why a vote makes no battle.
enum class VoteFault {
  no_vote,          // another kind of record: a chat, a flag
  no_selector,      // a null where the model's name stands
  invalid,          // one side named, or named otherwise than it was, or nothing said
  no_message,       // a turn without a text
  leaked_identity,  // somebody says who is speaking
  service_notice,   // the service answered in place of a model
  unfinished,       // a model was still writing
  excluded_model,
  banned,
};

/// As counts of them are called, Chatbot Arena's names where it has any.
std::string_view name_of(VoteFault fault);

struct ArenaVote {
  std::optional<VoteFault> fault = {};
  std::string leaked = {};  // the first name that the conversation holds, with leaked_identity
  // Without a fault:
  std::string conversation = {};  // the id of side a's
  std::string address = {};       // of the voter; empty: not written down
  std::string model_a = {};
  std::string model_b = {};
  std::string winner = {};
  bool is_anonymous = false;  // the voter did not see the names
  double tstamp = 0.0;
  std::string tstamp_spelled = {};
  std::vector<std::string> turns_a = {};  // user and model by turns, the user first
  std::vector<std::string> turns_b = {};
};

/// One line of Chatbot Arena's vote log ({tstamp, type, models, states: [{messages, offset,
/// conv_id, model_name}, ...], ip}) by the rules of FastChat's clean_battle_data. Errors, with
/// place: a vote whose fields are missing or of another type.
Result<ArenaVote> read_arena_vote(const Node& row, const ArenaLogRules& rules);

}  // namespace evenhand
