// What the end of a run says of money.
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>

#include "cli/program.h"
#include "tests/run/sample_setting.h"

namespace evenhand {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUsage = R"(,"usage":{"prompt_tokens":1000,"completion_tokens":500})";

class RunSpend : public testing::Test {
 protected:
  void SetUp() override {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    folder = fs::temp_directory_path() /
             ("evenhand-" + std::string(test->name()) + "-" + std::to_string(::getpid()));
    fs::create_directories(folder);
    sample.network.answer = [this](const HttpRequest& request) -> Result<HttpResponse> {
      if (request.method == HttpMethod::get) return http_reply(200, R"({"data":[]})");
      return http_reply(200, R"({"choices":[{"message":{"content":")" + text_for(request.body) +
                                 R"("},"finish_reason":"stop"}])" + usage_of(request.body) + "}");
    };
  }
  void TearDown() override { fs::remove_all(folder); }

  /// Answers differ: equal ones would tie, and no judge be asked.
  static std::string text_for(const std::string& body) {
    if (body.find("judge-model") != std::string::npos) return "[[A]]";
    return body.find("our-model") != std::string::npos ? "Ours." : "Theirs.";
  }

  void know_prices() {
    sample.files.files["prices.json"] = R"({
      "our-model": {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6},
      "base-model": {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6},
      "judge-model": {"input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6}})";
    sample.files.files["run.yaml"] = std::string(SampleWorld::kRun) + "prices: prices.json\n";
  }

  /// What the run says on standard error.
  std::string told() {
    std::ostringstream out;
    std::ostringstream err;
    Console console{.out = out, .err = err};
    World world = sample.world();
    const std::vector<std::string> arguments = {
        "run", "run.yaml", "--out", "results", "--store", (folder / "store.db").string()};
    const ExitCode code = run_program(arguments, world, console);
    EXPECT_EQ(code, ExitCode::success) << err.str();
    return err.str();
  }

  SampleWorld sample;
  fs::path folder;
  std::function<std::string(const std::string& body)> usage_of;  // what a reply says of it
};

void expect_line(const std::string& told, const std::string& line) {
  EXPECT_NE(told.find("evenhand: " + line + "\n"), std::string::npos) << line << "\n" << told;
}

TEST_F(RunSpend, TellsMoneyAndTheCallsWhosePriceIsNotKnown) {
  know_prices();
  usage_of = [](const std::string& body) {
    const bool counted =
        body.find("our-model") != std::string::npos && body.find("Hello!") == std::string::npos;
    return counted ? kUsage : "";
  };
  const std::string err = told();
  expect_line(err,
              "12 calls made, 0 replies from the store, $0.0040 spent in all and 10 calls whose "
              "price is not known");
  expect_line(err,
              "  answers by our-model: 3 calls, 2000 + 1000 tokens and those of 1 unknown, "
              "$0.0040 and 1 of unknown price");
}

TEST_F(RunSpend, TellsMoneyAloneWhereEveryPriceIsKnown) {
  know_prices();
  usage_of = [](const std::string&) {
    return kUsage;
  };
  const std::string err = told();
  expect_line(err, "12 calls made, 0 replies from the store, $0.0240 spent in all");
  expect_line(err, "  answers by our-model: 3 calls, 3000 + 1500 tokens, $0.0060");
}

TEST_F(RunSpend, SaysThatTokensHaveNoPriceWhereNoListHasTheModels) {
  usage_of = [](const std::string&) {
    return kUsage;
  };
  const std::string err = told();
  expect_line(err,
              "12 calls made, 0 replies from the store, cost unknown: no price list has the "
              "models");
  expect_line(err, "  answers by our-model: 3 calls, 3000 + 1500 tokens");
}

TEST_F(RunSpend, TellsTheCallsWhosePriceIsNotKnownWhereNoTokensAre) {
  know_prices();
  usage_of = [](const std::string&) {
    return "";
  };
  const std::string err = told();
  expect_line(err, "12 calls made, 0 replies from the store, 12 calls whose price is not known");
  expect_line(err, "  answers by our-model: 3 calls, 0 + 0 tokens and those of 3 unknown");
}

}  // namespace
}  // namespace evenhand
