#pragma once

#include <optional>
#include <string>

#include "base/result.h"

namespace evenhand {

enum class Relation { less, at_most, more, at_least, equal, not_equal };

/// One side of a comparison: a number, or the name of a field.
struct Operand {
  std::string text;  // as it was written
  std::optional<double> number = {};
  bool percent = false;  // "52%", which is 0.52
  std::string field = {};
  int column = 1;
};

/// "win_rate.low > 0.5": one comparison of fields and numbers. Nothing more: several requirements
/// are several comparisons, all of which must hold.
struct Requirement {
  std::string text;
  Operand left;
  Relation relation = Relation::more;
  Operand right;
};

/// Grammar: OPERAND RELATION OPERAND, where RELATION is one of < <= > >= == != and OPERAND a number
/// ("0.5", "-1e-3", "52%") or a field ("coverage.judged", "categories.'common sense'.low": a part
/// with other characters than letters, digits, '_', '-' and '/' stands in quotes). At least one
/// side is a field. Errors point at the column.
Result<Requirement> parse_requirement(const std::string& text);

/// An error at one of a requirement's operands.
Error error_at(const Requirement& requirement, const Operand& operand, std::string what,
               std::string hint = {});

bool holds(double left, Relation relation, double right);

}  // namespace evenhand
