#pragma once

#include <string>
#include <vector>

#include "report/report_data.h"
#include "run/run_file.h"

namespace evenhand {

enum class Asking { allowed, offline };

/// What becomes of results of a run of another name, where this run's should go.
enum class OtherResults { kept, overwritten };

/// What the verbs that work on a run file were told on the command line.
struct RunOptions {
  std::string run_file;
  std::vector<std::string> overrides;  // key=value
  std::string out;                     // empty: results/<name of the run>
  std::string store;                   // empty: .evenhand/store.db beside the run file
  Asking asking = Asking::allowed;
  OtherResults other_results = OtherResults::kept;
  Budget budget;  // limits given on the command line; they win over the file's
  std::string version;
  TextView texts = TextView::plain;  // of answers and judgements in report.html
};

}  // namespace evenhand
