#include "providers/turns.h"

namespace evenhand {

Turns::Place::Place(Turns& turns, const std::string& model) : turns_(turns), model_(model) {
  turns_.queues_[model_].push_back(this);
  ++turns_.waiting_;
  if (turns_.next_ == nullptr) turns_.choose_next();
}

Turns::Place::~Place() { turns_.leave(*this); }

void Turns::leave(Place& place) {
  const auto queue = queues_.find(place.model_);
  std::erase(queue->second, &place);
  if (queue->second.empty()) queues_.erase(queue);
  --waiting_;
  if (next_ != &place) return;
  last_model_ = place.model_;
  choose_next();
  call_next();
}

void Turns::choose_next() {
  next_ = nullptr;
  if (queues_.empty()) return;
  auto queue = queues_.upper_bound(last_model_);
  if (queue == queues_.end()) queue = queues_.begin();
  next_ = queue->second.front();
}

void Turns::call_next() {
  if (next_ != nullptr) next_->called_.notify_one();
}

void Turns::call_all() {
  for (auto& [model, places] : queues_) {
    for (Place* const place : places) place->called_.notify_one();
  }
}

}  // namespace evenhand
