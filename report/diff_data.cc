#include "report/diff_data.h"

#include <algorithm>

namespace evenhand {

bool comparable(const std::vector<Mismatch>& mismatches) {
  return std::none_of(mismatches.begin(), mismatches.end(), [](const Mismatch& mismatch) {
    return mismatch.weight == Mismatch::Weight::forbids;
  });
}

bool DiffData::comparable() const { return evenhand::comparable(mismatches); }

}  // namespace evenhand
