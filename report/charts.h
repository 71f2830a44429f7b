#pragma once

#include <string>
#include <vector>

#include "report/markup.h"
#include "report/report_data.h"

namespace evenhand {

/// A picture of a run, for the page and for a file of its own.
struct Chart {
  std::string name;   // of letters and dashes: "forest" becomes forest.svg
  std::string title;  // what it shows, in a few words
  std::string note;   // how to read it
  Markup svg;
};

/// Every chart that the run has data for, in the order of the report. A run without a score has
/// none but its coverage.
std::vector<Chart> charts_of(const ReportData& data);

/// The chart as a file that browsers show on its own.
std::string svg_file(const Chart& chart);

}  // namespace evenhand
