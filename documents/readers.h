#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/file_system.h"
#include "documents/node.h"

namespace evenhand {

/// YAML 1.2 core as people write settings: maps, lists, scalars, comments, aliases. Errors, with
/// place and excerpt: broken syntax, a quote that is open at the end of the file, control
/// characters, a key twice in one map, tags, more than one document, nesting deeper than 100,
/// aliases that expand to more than a million nodes or into themselves. Of a file that holds
/// nothing the root is null.
Result<Node> read_yaml(const std::string& contents, const std::string& file);

/// One JSON document. Nesting deeper than 128 is an error, and so is a key twice in one object.
/// Numbers keep their spelling. Places have a line and no column.
Result<Node> read_json(std::string_view contents, const std::string& file);

/// Calls `take` for each line that is not blank; its error ends the reading. A line that is no
/// JSON is an error with file and line. A byte order mark and CR LF are taken as they come.
Result<void> read_json_lines(std::string_view contents, const std::string& file,
                             const std::function<Result<void>(Node)>& take);

}  // namespace evenhand
