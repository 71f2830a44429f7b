#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "documents/node.h"

namespace evenhand {

/// One line as Python's json.dumps spells it, without a line end: ", " and ": " between, all but
/// ASCII escaped. FastChat's files are written so. Invalid UTF-8 becomes U+FFFD.
std::string python_json(const Node& node);

/// A whole file as pandas spells a table of rows with an indent of 2: no blank after colons, '/'
/// and all but ASCII escaped, no line end at the end. AlpacaEval's files are written so.
std::string pandas_json(const std::vector<Node>& rows);

/// A number as pandas writes a column of them: at most ten digits after the point, at least one,
/// never an exponent. Requires a finite number.
std::string pandas_number(double number);

/// A number as Python prints a float: the shortest text that reads back the same, with ".0" where
/// it is whole. Requires a finite number.
std::string python_float(double number);

}  // namespace evenhand
