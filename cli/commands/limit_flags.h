#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/options.h"
#include "run/run_file.h"

namespace evenhand {

/// --max-cost, --max-calls and --max-tokens of the commands that ask models.
struct LimitFlags {
  std::optional<double> max_cost = {};
  std::optional<long long> max_calls = {};
  std::optional<long long> max_tokens = {};

  void declare(Options& options);

  /// Errors: a negative limit.
  Result<Budget> budget() const;

  /// As they were given, for the same command again: "--max-calls 10".
  std::vector<std::string> words() const;
};

}  // namespace evenhand
