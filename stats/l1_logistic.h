#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace evenhand {

/// Weights of a logistic curve over three features: length, difficulty, candidate.
using Weights3 = std::array<double, 3>;

/// Rows of training data that are added up over and over. What the outcomes contribute is linear in
/// the weights, so it is kept as sums; outcomes lie in [0, 1] and need not be 0 or 1.
class LogisticRows {
 public:
  /// Every row of one block has the same third feature: 1 for a candidate's own rows, or 0.
  explicit LogisticRows(double candidate) : candidate_(candidate) {}

  struct Row {
    double length = 0.0;
    double difficulty = 0.0;
    double outcome = 0.0;
    double weight = 1.0;
    double count = 1.0;  // how many rows of the data this one stands for
  };

  void add(const Row& row);

  /// About so many rows, at least one, that stand for these: neighbours in length and difficulty
  /// are merged into their weighted mean. What that changes at the weights `near` is put back,
  /// loss, gradient and second derivatives, so that around them little is lost.
  LogisticRows merged(std::size_t about, const Weights3& near) const;

  std::size_t size() const { return rows_.size(); }

  struct Slope {
    Weights3 gradient = {};
    std::array<Weights3, 3> curvature = {};  // symmetric
    double reach = 0.0;                      // largest |difficulty| of a row
  };

  /// Adds gradient and second derivatives of the weighted loss to `slope`.
  Slope plus(Slope slope, const Weights3& weights) const;

  struct Loss {
    double sum = 0.0;
    double count = 0.0;
  };

  /// Adds the weighted loss -(y log p + (1 - y) log(1 - p)) to `loss`. Computed from log odds, so p
  /// needs no cut away from 0 and 1.
  Loss plus(Loss loss, const Weights3& weights) const;

 private:
  struct Features {
    double length;
    double difficulty;
    double weight;
    double count;
  };

  /// A quadratic in the distance from `near`, added to the loss; zero unless merged.
  struct Correction {
    Weights3 near = {};
    double loss = 0.0;
    Weights3 gradient = {};
    std::array<Weights3, 3> curvature = {};
  };

  void append_merged(std::span<const Features> group);
  void merge_neighbours(std::vector<Features> rows, std::size_t about);

  double candidate_;
  double reach_ = 0.0;
  double count_ = 0.0;
  Weights3 outcomes_ = {};  // sum of weight * outcome * feature
  std::vector<Features> rows_;
  Correction correction_;
};

/// Minimises C * loss + |w_1| + |w_2| + |w_3| over several blocks of rows, from a start. Convex, so
/// there is one minimum. Stops after the first step that moves no row's log odds by more than
/// `tolerance`; convergence is quadratic, so what is left is about its square.
Weights3 fit_l1_logistic(std::span<const LogisticRows* const> blocks, double c, Weights3 start,
                         double tolerance);

}  // namespace evenhand
