#include <gtest/gtest.h>

#include <sstream>

#include "cli/program.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

class RateCommand : public testing::Test {
 protected:
  /// What is printed, then what is complained.
  std::string tell(std::vector<std::string> arguments) {
    std::ostringstream out;
    std::ostringstream err;
    Console console{.out = out, .err = err};
    World world = sample.world();
    arguments.insert(arguments.begin(), "rate");
    code = run_program(arguments, world, console);
    return out.str() + err.str();
  }

  SampleWorld sample;
  ExitCode code = ExitCode::success;
};

TEST_F(RateCommand, PrintsArenasTable) {
  std::string battles = "model_a,model_b,winner\nrare,a,model_a\na,rare,model_a\n";
  for (int i = 0; i < 200; ++i) battles += i % 4 == 0 ? "a,b,model_b\n" : "a,b,model_a\n";
  sample.files.files["b.csv"] = battles;
  const std::string table = tell({"b.csv", "--arena-table", "--min-battles", "2"});
  EXPECT_NE(table.find("| 1 | a | 1"), std::string::npos) << table;
  EXPECT_NE(table.find("| 1 | b | "), std::string::npos) << table;
  EXPECT_EQ(table.find("rare"), std::string::npos) << table;
  EXPECT_EQ(tell({"b.csv", "--arena-table", "--bootstrap", "0"}),
            "evenhand: --arena-table ranks by intervals, so --bootstrap cannot be 0\n");
  EXPECT_EQ(code, ExitCode::usage);
}

}  // namespace
}  // namespace evenhand
