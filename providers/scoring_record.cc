#include "providers/scoring_record.h"

namespace evenhand {

const ScoringRecord::Entry* ScoringRecord::find(const std::string& model) const {
  const auto found = entries_.find(model);
  return found == entries_.end() ? nullptr : &found->second;
}

Scored ScoringRecord::so_far(const std::string& model) const {
  const Entry* entry = find(model);
  return entry == nullptr ? Scored::nothing : entry->so_far;
}

std::size_t ScoringRecord::doubts(const std::string& model) const {
  const Entry* entry = find(model);
  return entry == nullptr ? 0 : entry->odd_calls.size();
}

void ScoringRecord::on_scored(const std::string& model) {
  entries_[model] = {.so_far = Scored::texts};
}

bool ScoringRecord::on_odd(const std::string& model, long long call, std::size_t known) {
  Entry& entry = entries_[model];
  if (entry.so_far == Scored::texts) return false;
  const bool news = known == entry.odd_calls.size() && known < kEnough;
  if (news) entry.odd_calls.insert(call);
  return entry.odd_calls.size() == kEnough;
}

std::optional<Error> ScoringRecord::refusal_of(const std::string& model) const {
  const Entry* entry = find(model);
  return entry == nullptr ? std::nullopt : entry->refusal;
}

void ScoringRecord::refuse(const std::string& model, const Error& error) {
  Entry& entry = entries_[model];
  if (entry.so_far == Scored::nothing && !entry.refusal) entry.refusal = error;
}

}  // namespace evenhand
