#pragma once

#include <functional>
#include <vector>

namespace evenhand {

/// A loss and its gradient at some weights.
struct LossAt {
  double loss = 0.0;
  std::vector<double> gradient;
};

/// Goes downhill as PyTorch's LBFGS does with a learning rate of 0.1, 50 iterations, tolerances of
/// 1e-9, a history of 100 and no line search, which is what Arena-Hard v2.0 asks of it: every step
/// is a tenth of what L-BFGS would go, so 50 of them do not arrive. Here only to compute the
/// numbers that upstream publishes.
std::vector<double> slow_lbfgs(std::vector<double> start,
                               const std::function<LossAt(const std::vector<double>&)>& loss_at);

}  // namespace evenhand
