#include "run/session.h"

#include <vector>

namespace evenhand {

ProgressSnapshot snapshot_of(const Session& session) {
  ProgressSnapshot snapshot{.turns_done = session.progress.turns_done,
                            .turns_expected = session.progress.turns_expected,
                            .games_done = session.progress.games_done,
                            .games_expected = session.progress.games_expected,
                            .failures = session.progress.failures,
                            .remembered = session.means.remembered(),
                            .cost = session.budget.cost(),
                            .cost_known = !session.setting.file.prices.empty(),
                            .draining = session.draining,
                            .elapsed = session.world.clock.steady() - session.begun};
  for (const auto& [name, status] : session.means.status()) {
    snapshot.requests += status.requests;
    snapshot.retries += status.retries;
    snapshot.in_flight += status.in_flight;
    if (!status.waiting_for.empty()) snapshot.waiting_for.emplace(name, status.waiting_for);
  }
  return snapshot;
}

void drain_if_told(Session& session) {
  if (session.world.stop_signal == 0 || session.draining.exchange(true)) return;
  session.means.drain();
  session.budget.stop_waiting();
}

Result<void> check_prices(const RunSetting& setting) {
  if (!setting.file.budget.cost) return {};
  std::vector<const ModelSpec*> asked;
  for (const Participant* participant : setting.participants()) {
    if (participant->spec.is_asked()) asked.push_back(&participant->spec);
  }
  for (const ModelSpec& judge : setting.file.judges) asked.push_back(&judge);
  for (const ModelSpec* spec : asked) {
    if (setting.prices.knows(spec->model)) continue;
    return Error{.what = "a budget in dollars needs the price of '" + spec->model + "'",
                 .hint =
                     "add it to the file that 'prices' names, or limit 'calls' or 'tokens' "
                     "instead",
                 .place = spec->place};
  }
  return {};
}

}  // namespace evenhand
