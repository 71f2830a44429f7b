#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <string>

namespace evenhand {

/// Who goes next of those who wait: the models take turns, in the order of their names, and the
/// calls of one model go in the order in which they came. So a model with many calls leaves every
/// other its share, and nobody is passed for ever. The caller locks.
class Turns {
 public:
  /// A place in the queue of a model, for as long as it lives; only then others are told of theirs.
  class Place {
   public:
    Place(Turns& turns, const std::string& model);
    ~Place();
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    bool is_next() const { return turns_.next_ == this; }

    /// Until something has changed, for which there may be no reason.
    void wait(std::unique_lock<std::mutex>& lock) { called_.wait(lock); }

   private:
    friend class Turns;

    Turns& turns_;
    std::string model_;
    std::condition_variable called_;
  };

  /// Wakes the one who is next.
  void call_next();

  /// Wakes everybody.
  void call_all();

  int waiting() const { return waiting_; }

 private:
  void leave(Place& place);
  void choose_next();

  std::map<std::string, std::deque<Place*>> queues_;  // none is empty
  Place* next_ = nullptr;                             // of anybody, where anybody waits
  std::string last_model_;                            // who had the turn before
  int waiting_ = 0;
};

}  // namespace evenhand
