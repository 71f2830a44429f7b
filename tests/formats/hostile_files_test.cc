#include <gtest/gtest.h>

#include "base/rng.h"
#include "formats/alpaca_eval_annotations.h"
#include "formats/fastchat_agreement.h"
#include "formats/fastchat_judgments.h"
#include "formats/fastchat_prompts.h"
#include "formats/mt_bench_suite.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

// One row for every reader, so that a torn piece of it gets far into each.
constexpr const char* kRows =
    R"([{"instruction": "i", "output_1": "a", "output_2": "b", "generator_1": "r", )"
    R"("generator_2": "m", "preference": 1.5}])"
    "\n"
    R"([{"question_id": 81, "model_a": "x", "model_b": "y", "winner": "tie", "judge": ["gpt-4", )"
    R"("pair-v2"], "turn": 1}])"
    "\n"
    R"({"question_id": 81, "model": "m", "judge": ["gpt-4", "single-v1"], "score": 7, "turn": 1})"
    "\n"
    R"({"question_id": 81, "model_1": "m", "model_2": "n", "judge": ["gpt-4", "pair-v2"], )"
    R"("g1_winner": "tie", "g2_winner": "model_1"})"
    "\n"
    R"({"name": "single-v1", "system_prompt": "{", "prompt_template": "{question} {{}} {answer}"})"
    "\n"
    R"({"question_id": 81, "category": "math", "turns": ["a", "b"], "required_temperature": 0})"
    "\n"
    R"({"id": "81", "references": ["4", null]})"
    "\n";

/// A few pieces of the rows, glued, with some bytes changed.
std::string torn(Rng& rng) {
  const std::string rows = kRows;
  std::string text;
  for (std::size_t pieces = 1 + rng.below(4); pieces > 0; --pieces) {
    const std::size_t begin = rows.find_first_of("[{", rng.below(rows.size() - 8));
    if (begin == std::string::npos) continue;
    const std::size_t end = rows.find('\n', begin);
    text += rows.substr(begin, end - begin + 1);
  }
  const std::string bytes = "{}[]\",:0-\\\xFF\n";
  for (std::size_t changes = rng.below(4); changes > 0 && !text.empty(); --changes) {
    text[rng.below(text.size())] = bytes[rng.below(bytes.size())];
  }
  return text;
}

/// Nothing is expected but that reading ends, with rows or with an error that names the file.
TEST(HostileFiles, AreReadOrRefused) {
  Rng rng(11);
  MemoryFileSystem files;
  const auto expect_place = [&](const auto& result) {
    if (result) return;
    EXPECT_NE(to_text(result.error()).find("f:"), std::string::npos) << files.files["f"];
  };
  files.files["q"] = R"({"question_id": 81, "category": "math", "turns": ["a", "b"]})";
  for (int round = 0; round < 5000; ++round) {
    files.files["f"] = torn(rng);
    expect_place(read_alpaca_eval_annotations(files, "f"));
    expect_place(read_pair_votes(files, "f"));
    expect_place(read_single_judgments(files, "f"));
    expect_place(read_pair_judgments(files, "f"));
    expect_place(import_judge_prompts(files, "f"));
    expect_place(import_mt_bench(files, {.questions = "f"}));
    expect_place(import_mt_bench(files, {.questions = "q", .references = "f"}));
    expect_place(import_mt_bench(files, {.questions = "q", .errata = "f"}));
  }
}

}  // namespace
}  // namespace evenhand
