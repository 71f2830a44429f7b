#include "run/audit_judges.h"

#include <set>
#include <utility>

#include "base/check.h"
#include "judge/choice_reader.h"
#include "judge/verdict_line.h"
#include "run/audit_prompt.h"
#include "run/descriptors.h"
#include "run/endpoint_specs.h"
#include "run/recall.h"
#include "run/remembering_model.h"
#include "run/requests.h"
#include "run/session.h"
#include "run/ticker.h"
#include "store/sqlite_run_store.h"

namespace evenhand {
namespace {

// One view needs no luck; several are worth asking for only where they can differ.
constexpr double kTemperatureOfVotes = 0.7;

/// What a judge that makes no mistakes says: the key is right.
SimulatedKeys keys_for(const RunSetting& setting, const std::vector<AuditItem>& items,
                       const JudgesOrder& order) {
  SimulatedKeys keys;
  for (const std::size_t place : order.items) {
    if (!items[place].has_gold()) continue;
    for (std::size_t vote = 0; vote < items[place].options.size(); ++vote) {
      const AuditItem item = turned(items[place], vote).item;
      const auto messages = messages_about(item, *setting.prompts);
      if (!messages) continue;
      keys[messages->back().text] = {.text = letter_of(*item.gold), .options = item.options.size()};
    }
  }
  return keys;
}

bool some_are_simulated(const RunFile& file) {
  for (const auto& [name, endpoint] : file.endpoints) {
    if (endpoint.simulated) return true;
  }
  return false;
}

Result<RunSetting> setting_of(const std::vector<AuditItem>& items, const JudgesOrder& order,
                              const World& world) {
  const RunOptions& options = order.options;
  EVENHAND_TRY(RunFile file, read_judges_file(world.files, options.run_file, options.overrides));
  resolve_endpoints(file, world);
  if (options.budget.cost) file.budget.cost = options.budget.cost;
  if (options.budget.calls) file.budget.calls = options.budget.calls;
  if (options.budget.tokens) file.budget.tokens = options.budget.tokens;
  file.name = "audit of " + order.subject;  // its money is not that of the run
  RunSetting setting{.file = std::move(file)};
  EVENHAND_TRY(setting.prompts, load_prompts(setting.file, setting.suite, world));
  for (const std::size_t place : order.items) {
    EVENHAND_OK(messages_about(items[place], *setting.prompts));
  }
  if (some_are_simulated(setting.file)) setting.simulated_keys = keys_for(setting, items, order);
  if (!setting.file.prices.empty()) {
    EVENHAND_TRY(setting.prices, PriceList::load(world.files, setting.file.prices));
  }
  return setting;
}

/// One question that is put to one judge once.
struct Slot {
  std::size_t judged = 0;  // place in the order's items
  const ModelSpec* judge = nullptr;
  int number = 0;
  std::optional<ItemVote> vote = {};
};

class Ballot {
 public:
  Ballot(const std::vector<AuditItem>& items, const JudgesOrder& order, const RunSetting& setting)
      : items_(items), order_(order), setting_(setting) {
    for (std::size_t judged = 0; judged < order.items.size(); ++judged) {
      for (const ModelSpec& judge : setting.file.judges) {
        for (int n = 0; n < order.votes; ++n) slots_.push_back({judged, &judge, n});
      }
    }
  }

  /// The endpoints that have to be asked since their replies are not stored.
  Result<std::set<std::string>> needed(const RunStore& store) const {
    std::set<std::string> endpoints;
    for (const Slot& slot : slots_) {
      if (endpoints.contains(slot.judge->endpoint.text)) continue;
      EVENHAND_TRY(const auto stored, find_stored(store, request_for(slot)));
      if (!stored) endpoints.insert(slot.judge->endpoint.text);
    }
    return endpoints;
  }

  void ask_all(Calls& calls, Lanes& lanes, Progress& progress) {
    progress.games_expected = static_cast<std::int64_t>(slots_.size());
    for (Slot& slot : slots_) {
      lanes.post(slot.judge->endpoint.text, "votes of " + slot.judge->name.text,
                 [this, &slot, &calls, &progress] {
                   const auto reply = calls.reply_to(slot.judge->endpoint, request_for(slot));
                   if (reply) take(slot, *reply);
                   // What was never asked is neither done nor failed.
                   if (!reply && reply.error().kind == ErrorKind::not_stored) return;
                   progress.games_done += 1;
                   if (!reply) progress.failures += 1;
                 });
    }
    lanes.wait();
  }

  void tell(JudgesRound& round) const {
    for (const std::size_t place : order_.items) round.items.push_back({.item = place});
    for (const Slot& slot : slots_) {
      JudgedItem& item = round.items[slot.judged];
      if (!slot.vote) {
        ++item.missing;
        ++round.missing;
        continue;
      }
      ++round.votes;
      if (!slot.vote->label) ++round.unreadable;
      item.votes.push_back(*slot.vote);
    }
  }

 private:
  TurnedItem item_of(const Slot& slot) const {
    return turned(items_[order_.items[slot.judged]], static_cast<std::size_t>(slot.number));
  }

  ChatRequest request_for(const Slot& slot) const {
    const AuditItem item = item_of(slot).item;
    auto messages = messages_about(item, *setting_.prompts);
    EVENHAND_CHECK(messages);  // all templates were filled in before anybody was asked
    const double temperature = order_.votes > 1 ? kTemperatureOfVotes : 0.0;
    return {.endpoint = endpoint_identity(setting_.file.endpoints.at(slot.judge->endpoint.text)),
            .model = slot.judge->model,
            .messages = *std::move(messages),
            .sampling = laid_over({.temperature = temperature}, slot.judge->params),
            .occasion = "audit/" + slot.judge->name.text + "/" + item.id + "/vote " +
                        std::to_string(slot.number + 1),
            .silence = Silence::reply};
  }

  void take(Slot& slot, const ChatReply& reply) const {
    slot.vote.emplace();
    const auto verdict = last_verdict(reply);
    const auto* words = std::get_if<std::string>(&verdict);
    if (words == nullptr) return;
    const TurnedItem shown = item_of(slot);
    slot.vote->label = label_of(*words, shown.item);
    if (slot.vote->label) slot.vote->verdict = shown.in_original_letters(*words);
  }

  const std::vector<AuditItem>& items_;
  const JudgesOrder& order_;
  const RunSetting& setting_;
  std::vector<Slot> slots_;
};

void ask_from(Ballot& ballot, Session& session, const OnProgress& on_progress, JudgesRound& round) {
  for (const auto& [name, spec] : session.setting.file.endpoints) {
    session.lanes.add_lane(name, spec.in_flight);
  }
  const RunModels models = session.means.models();
  Calls calls(models);
  const Ticker ticker([&] {
    drain_if_told(session);
    if (on_progress) on_progress(snapshot_of(session));
  });
  drain_if_told(session);  // the signal may have come while servers were looked at
  ballot.ask_all(calls, session.lanes, session.progress);
  round.refused = calls.refused_by();
  round.stopped_by = calls.stopped_by();
}

/// Where a round of judges is held.
struct Hall {
  const RunSetting& setting;
  const World& world;
  RunStore& store;
  const OnProgress& on_progress;
};

/// Asks the endpoints that are `needed` for what the store does not have, the others nothing.
Result<void> hold_round(Ballot& ballot, const std::set<std::string>& needed, const Hall& hall,
                        JudgesRound& round) {
  EVENHAND_TRY(const RunSpend spent, hall.store.spend());
  BudgetedLog budget(hall.store, hall.setting.file.budget, hall.setting.prices, spent);
  EVENHAND_TRY(const auto means, Means::open(hall.setting, needed, budget, hall.store, hall.world));
  EVENHAND_OK(means->preflight());
  Session session{.setting = hall.setting,
                  .world = hall.world,
                  .means = *means,
                  .budget = budget,
                  .begun = hall.world.clock.steady()};
  ask_from(ballot, session, hall.on_progress, round);
  round.signal = hall.world.stop_signal;
  for (const auto& [name, status] : means->status()) round.requests += status.requests;
  round.remembered = means->remembered();
  if (hall.on_progress) hall.on_progress(snapshot_of(session));
  ballot.tell(round);
  return {};
}

Result<void> hold_offline(Ballot& ballot, const RunOptions& options, const RunSetting& setting,
                          const World& world, JudgesRound& round) {
  EVENHAND_TRY(const auto store, stored_so_far(options, setting, world));
  EVENHAND_OK(hold_round(ballot, {}, {setting, world, *store, {}}, round));
  EVENHAND_TRY(round.spend, store->spend());
  return {};
}

}  // namespace

Result<JudgesRound> ask_judges(const std::vector<AuditItem>& items, const JudgesOrder& order,
                               const World& world, const OnProgress& on_progress) {
  EVENHAND_TRY(RunSetting setting, setting_of(items, order, world));
  keep_to_descriptors(setting);
  JudgesRound round{.remarks = setting.remarks};
  Ballot ballot(items, order, setting);
  if (order.options.asking == Asking::offline) {
    EVENHAND_OK(hold_offline(ballot, order.options, setting, world, round));
    return round;
  }
  EVENHAND_OK(check_addresses(setting.file.endpoints));
  EVENHAND_OK(check_prices(setting));
  EVENHAND_TRY(const auto store,
               SqliteRunStore::open({.path = store_path(order.options, setting.file),
                                     .run = setting.file.name,
                                     .access = StoreAccess::read_write},
                                    world.clock));
  for (const std::string& remark : store->remarks()) round.remarks.push_back(remark);
  EVENHAND_TRY(const std::set<std::string> needed, ballot.needed(*store));
  EVENHAND_OK(hold_round(ballot, needed, {setting, world, *store, on_progress}, round));
  if (auto closed = store->close(); !closed) round.stopped_by = closed.error();
  if (auto spend = store->spend()) round.spend = *spend;
  return round;
}

}  // namespace evenhand
