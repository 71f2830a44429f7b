#pragma once

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "base/text.h"
#include "cli/program.h"
#include "run/results.h"
#include "tests/report/sample_report.h"
#include "tests/run/sample_setting.h"

namespace evenhand {

/// A world with finished runs in it, and the program to look at them with.
class FinishedRuns : public testing::Test {
 protected:
  struct Told {
    ExitCode code;
    std::string out;
    std::string err;
  };

  FinishedRuns() {
    put("old", sample_pairwise_report());
    put("new", sample_pairwise_report());
    put("graded", sample_graded_report());
  }

  void put(const std::string& folder, const ReportData& report) {
    EXPECT_TRUE(write_results(sample.files, folder, report, "name: x\n"));
  }

  Told tell(const std::vector<std::string>& arguments) {
    std::ostringstream out;
    std::ostringstream err;
    Console console{.out = out, .err = err};
    World world = sample.world();
    const ExitCode code = run_program(arguments, world, console);
    return {code, out.str(), err.str()};
  }

  void change(const std::string& file, const std::string& from, const std::string& to) {
    std::string& contents = sample.files.files.at(file);
    EXPECT_NE(contents.find(from), std::string::npos) << file << " has no " << from;
    contents = replaced(contents, from, to);
  }

  SampleWorld sample;
};

}  // namespace evenhand
