#include "formats/arena_vote.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "formats/row_fields.h"

namespace evenhand {
namespace {

using Turns = std::vector<std::optional<std::string>>;

struct Side {
  std::string selector;
  std::optional<std::string> hidden;  // the model's name in the state
  std::string conversation;
  Turns turns;  // behind the examples that the service put first
};

constexpr std::pair<std::string_view, std::string_view> kWinners[] = {
    {"leftvote", "model_a"},
    {"rightvote", "model_b"},
    {"tievote", "tie"},
    {"bothbad_vote", "tie (bothbad)"},
};

// In the original's order: of several the first is counted.
constexpr std::string_view kIdentities[] = {
    "vicuna",  "lmsys",   "koala",      "uc berkeley", "open assistant", "laion",
    "chatglm", "chatgpt", "gpt-4",      "openai",      "anthropic",      "claude",
    "bard",    "palm",    "lamda",      "google",      "gemini",         "llama",
    "qianwan", "qwen",    "alibaba",    "mistral",     "zhipu",          "keg lab",
    "01.ai",   "ai2",     "tülu",       "tulu",        "deepseek",       "hermes",
    "cohere",  "dbrx",    "databricks",
};

constexpr std::string_view kNotices[] = {
    "network error due to high traffic",
    "$moderation$ your input violates",
    "api request error. please increase",
    "**api request error**",
};

constexpr std::string_view kCursors[] = {"▌", "<span class=\"cursor\">"};

constexpr std::pair<std::string_view, std::string_view> kRenamed[] = {
    {"bard", "palm-2"},
    {"claude-v1", "claude-1"},
    {"claude-instant-v1", "claude-instant-1"},
    {"oasst-sft-1-pythia-12b", "oasst-pythia-12b"},
    {"claude-2", "claude-2.0"},
    {"StripedHyena-Nous-7B", "stripedhyena-nous-7b"},
    {"gpt-4-turbo", "gpt-4-1106-preview"},
    {"gpt-4-0125-assistants-api", "gpt-4-turbo-browsing"},
};

Result<const Node::List*> required_list(const Node& row, std::string_view field) {
  EVENHAND_TRY(const Node* const found, required(row, field, "a vote"));
  if (found->list() == nullptr) {
    return error_at(*found,
                    "'" + std::string(field) + "' must be a list, found " + found->described());
  }
  return found->list();
}

/// Both sides' items.
Result<const Node::List*> required_pair(const Node& row, std::string_view field) {
  EVENHAND_TRY(const Node::List* const list, required_list(row, field));
  if (list->size() == 2) return list;
  return error_at(row, "'" + std::string(field) + "' must have two items, found " +
                           std::to_string(list->size()));
}

Result<std::optional<std::string>> text_or_null(const Node& node) {
  if (node.is_null()) return std::optional<std::string>();
  EVENHAND_TRY(std::string text, as_text(node));
  return std::optional(std::move(text));
}

/// A message is [role, text]; one with pictures is [role, [text, pictures]].
Result<std::optional<std::string>> message_text(const Node& message) {
  const Node::List* pair = message.list();
  if (pair == nullptr || pair->size() < 2) {
    return error_at(message, "a message is a list of role and text, found " + message.described());
  }
  const Node& text = (*pair)[1];
  const Node::List* with_pictures = text.list();
  if (with_pictures != nullptr && !with_pictures->empty())
    return text_or_null(with_pictures->front());
  return text_or_null(text);
}

Result<Turns> turns_of(const Node& state) {
  EVENHAND_TRY(const Node::List* const messages, required_list(state, "messages"));
  std::int64_t offset = 0;
  if (const Node* told = state.find("offset")) {
    EVENHAND_TRY(offset, as_integer(*told));
  }
  if (offset < 0) return error_at(state, "'offset' cannot be negative");
  Turns turns;
  for (auto i = static_cast<std::size_t>(offset); i < messages->size(); ++i) {
    EVENHAND_TRY(auto text, message_text((*messages)[i]));
    turns.push_back(std::move(text));
  }
  return turns;
}

/// "<h3>Model A: vicuna-13b</h3>" is called vicuna-13b.
std::string public_name(std::string selector) {
  if (!selector.starts_with("<h3>")) return selector;
  const std::size_t colon = selector.find(": ");
  if (colon != std::string::npos) selector.erase(0, colon + 2);
  return selector.substr(0, selector.find("</h3>"));
}

Result<Side> side_of(const Node& selector, const Node& state) {
  Side side;
  EVENHAND_TRY(std::string name, as_text(selector));
  side.selector = public_name(std::move(name));
  if (const Node* hidden = state.find("model_name")) {
    EVENHAND_TRY(side.hidden, text_or_null(*hidden));
  }
  if (const Node* id = state.find("conv_id")) {
    EVENHAND_TRY(side.conversation, as_text(*id));
  }
  EVENHAND_TRY(side.turns, turns_of(state));
  return side;
}

/// Lower case as far as names need it.
std::string lowered(std::string_view text) { return replaced(lower_case(text), "Ü", "ü"); }

/// Joined without a gap, as the original has it, unless words are looked for.
std::string all_said(const Side& a, const Side& b, IdentityRule rule) {
  std::string all;
  for (const Side* side : {&a, &b}) {
    for (const auto& turn : side->turns) {
      all += lowered(turn.value_or(""));
      if (rule == IdentityRule::word) all += '\n';
    }
  }
  return all;
}

bool is_of_a_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool holds_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || !is_of_a_word(text[at - 1]);
    if (begins && (end == text.size() || !is_of_a_word(text[end]))) return true;
  }
  return false;
}

std::string leaked_identity(std::string_view said, IdentityRule rule) {
  if (rule == IdentityRule::none) return {};
  for (const std::string_view name : kIdentities) {
    const bool is_there = rule == IdentityRule::word ? holds_word(said, name)
                                                     : said.find(name) != std::string_view::npos;
    if (is_there) return std::string(name);
  }
  return {};
}

template <std::size_t kCount>
bool holds_any(std::string_view said, const std::string_view (&parts)[kCount]) {
  return std::any_of(std::begin(parts), std::end(parts), [&](std::string_view part) {
    return said.find(part) != std::string_view::npos;
  });
}

/// The name under which battles of that day have the model.
std::string battle_name(const std::string& model, double tstamp) {
  constexpr double kSecondVersion = 1'687'849'200.0;  // when the service changed to -0613
  if (model == "gpt-4" || model == "gpt-3.5-turbo") {
    return model + (tstamp > kSecondVersion ? "-0613" : "-0314");
  }
  for (const auto& [from, to] : kRenamed) {
    if (model == from) return std::string(to);
  }
  return model;
}

/// The two models' names; nullopt where the log contradicts itself.
bool name_models(const Side& a, const Side& b, ArenaVote& vote) {
  if (a.selector.empty() != b.selector.empty()) return false;
  const bool has_hidden = a.hidden && b.hidden;
  const std::string hidden_a = has_hidden ? *a.hidden : a.selector;
  const std::string hidden_b = has_hidden ? *b.hidden : b.selector;
  vote.is_anonymous = a.selector.empty() || a.selector == "Model A";
  vote.model_a = vote.is_anonymous ? hidden_a : a.selector;
  vote.model_b = vote.is_anonymous ? hidden_b : b.selector;
  if (vote.model_a.empty() || vote.model_b.empty()) return false;
  return vote.is_anonymous || (a.selector.find(hidden_a) != std::string::npos &&
                               b.selector.find(hidden_b) != std::string::npos);
}

std::optional<VoteFault> fault_of_words(const Side& a, const Side& b, IdentityRule rule,
                                        std::string& leaked) {
  for (const Side* side : {&a, &b}) {
    for (const auto& turn : side->turns) {
      if (!turn || turn->empty()) return VoteFault::no_message;
    }
  }
  const std::string said = all_said(a, b, rule);
  leaked = leaked_identity(said, rule);
  if (!leaked.empty()) return VoteFault::leaked_identity;
  if (holds_any(said, kNotices)) return VoteFault::service_notice;
  if (holds_any(said, kCursors)) return VoteFault::unfinished;
  return std::nullopt;
}

std::optional<VoteFault> fault_of_rules(const ArenaVote& vote, const ArenaLogRules& rules) {
  for (const std::string* model : {&vote.model_a, &vote.model_b}) {
    if (rules.excluded_models.contains(*model)) return VoteFault::excluded_model;
  }
  if (rules.banned_addresses.contains(vote.address)) return VoteFault::banned;
  return std::nullopt;
}

std::vector<std::string> said_by(const Side& side) {
  std::vector<std::string> turns;
  for (const auto& turn : side.turns) turns.push_back(*turn);
  return turns;
}

Result<std::string> winner_of(const Node& row) {
  EVENHAND_TRY(const Node* const type, required(row, "type", "a vote"));
  EVENHAND_TRY(const std::string name, as_text(*type));
  for (const auto& [vote, winner] : kWinners) {
    if (name == vote) return std::string(winner);
  }
  return std::string();
}

Result<void> read_voter(const Node& row, ArenaVote& vote) {
  EVENHAND_TRY(const Node* const tstamp, required(row, "tstamp", "a vote"));
  EVENHAND_TRY(vote.tstamp, as_number(*tstamp));
  EVENHAND_TRY(vote.tstamp_spelled, as_text(*tstamp));
  if (const Node* ip = row.find("ip")) {
    EVENHAND_TRY(const auto address, text_or_null(*ip));
    vote.address = address.value_or("");
  }
  return {};
}

}  // namespace

std::string_view name_of(VoteFault fault) {
  switch (fault) {
    case VoteFault::no_vote: return "no_vote";
    case VoteFault::no_selector: return "no_selector";
    case VoteFault::invalid: return "invalid";
    case VoteFault::no_message: return "none_msg";
    case VoteFault::leaked_identity: return "leaked_identity";
    case VoteFault::service_notice: return "error";
    case VoteFault::unfinished: return "unfinished";
    case VoteFault::excluded_model: return "exclude_model";
    case VoteFault::banned: return "banned";
  }
  return "";
}

Result<ArenaVote> read_arena_vote(const Node& row, const ArenaLogRules& rules) {
  ArenaVote vote;
  EVENHAND_TRY(vote.winner, winner_of(row));
  if (vote.winner.empty()) return ArenaVote{.fault = VoteFault::no_vote};
  EVENHAND_TRY(const Node::List* const selectors, required_pair(row, "models"));
  if (selectors->front().is_null() || selectors->back().is_null()) {
    return ArenaVote{.fault = VoteFault::no_selector};
  }
  EVENHAND_TRY(const Node::List* const states, required_pair(row, "states"));
  EVENHAND_TRY(const Side a, side_of(selectors->front(), states->front()));
  EVENHAND_TRY(const Side b, side_of(selectors->back(), states->back()));
  EVENHAND_OK(read_voter(row, vote));
  const bool is_sound = name_models(a, b, vote) && !a.turns.empty() && !b.turns.empty();
  vote.fault = is_sound ? fault_of_words(a, b, rules.identity, vote.leaked) : VoteFault::invalid;
  if (vote.fault) return vote;
  vote.conversation = a.conversation;
  vote.model_a = battle_name(vote.model_a, vote.tstamp);
  vote.model_b = battle_name(vote.model_b, vote.tstamp);
  vote.fault = fault_of_rules(vote, rules);
  vote.turns_a = said_by(a);
  vote.turns_b = said_by(b);
  return vote;
}

}  // namespace evenhand
