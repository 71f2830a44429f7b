#include "formats/battles.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "tests/fakes/memory_file_system.h"

namespace evenhand {
namespace {

Result<BattleLog> read(const std::string& contents, BattleOrder order = {}) {
  MemoryFileSystem files;
  files.files["b"] = contents;
  order.path = "b";
  return read_battles(files, order);
}

/// "alpha>bravo alpha=charlie", in order.
std::string told(const Result<BattleLog>& log) {
  if (!log) return to_text(log.error());
  std::vector<std::string> words;
  for (const Battle& battle : log->battles) {
    const char* sign = battle.share_a == 1.0 ? ">" : battle.share_a == 0.0 ? "<" : "=";
    words.push_back(log->models[battle.model_a] + sign + log->models[battle.model_b]);
  }
  return joined(words, " ");
}

std::string line(const std::string& a, const std::string& b, const std::string& winner,
                 const std::string& more = "") {
  return R"({"model_a": ")" + a + R"(", "model_b": ")" + b + R"(", "winner": ")" + winner + "\"" +
         more + "}\n";
}

TEST(ReadBattles, TakesArraysLinesAndCsv) {
  const std::string wanted = "alpha>bravo bravo<charlie alpha=charlie";
  const std::string lines = line("alpha", "bravo", "model_a") +
                            line("bravo", "charlie", "model_b") +
                            line("alpha", "charlie", "tie (bothbad)");
  EXPECT_EQ(told(read(lines)), wanted);
  EXPECT_EQ(told(read("[" + replaced(trimmed(lines), "\n", ",\n") + "]")), wanted);
  EXPECT_EQ(told(read("winner,model_b,model_a\nmodel_a,bravo,alpha\nmodel_b,charlie,bravo\n"
                      "tie,\"charlie\",alpha\n")),
            wanted);
}

TEST(ReadBattles, NumbersModelsByFirstAppearanceOnSideA) {
  const auto log = read(line("x", "z", "tie") + line("y", "x", "tie"));
  ASSERT_TRUE(log);
  EXPECT_EQ(log->models, (std::vector<std::string>{"x", "y", "z"}));
}

TEST(ReadBattles, KeepsWhatMeetsEveryCondition) {
  const std::string lines =
      line("a", "b", "model_a", R"(, "anony": true, "language": "English", "m": {"turns": 1})") +
      line("a", "c", "model_a", R"(, "anony": true, "language": "Chinese", "m": {"turns": 2})") +
      line("a", "d", "model_a", R"(, "anony": false, "language": "English", "m": {"turns": 1})");
  EXPECT_EQ(told(read(lines, {.path = "", .conditions = {{"anony", {"True"}}}})), "a>b a>c");
  EXPECT_EQ(told(read(lines, {.path = "",
                              .conditions = {{"anony", {"true"}}, {"language", {"English"}}}})),
            "a>b");
  EXPECT_EQ(told(read(lines, {.path = "", .conditions = {{"m.turns", {"1.0"}}}})), "a>b a>d");
  EXPECT_EQ(told(read(lines, {.path = "", .conditions = {{"language", {"Chinese", "English"}}}})),
            "a>b a>c a>d");
  EXPECT_EQ(
      told(read(lines,
                {.path = "",
                 .conditions = {{"language", {"English"}, BattleCondition::Wants::none_of}}})),
      "a>c");
  EXPECT_EQ(told(read(lines, {.path = "", .conditions = {{"language", {"Englisch"}}}})),
            "no battle is left of 3 in b: none has language=Englisch\n"
            "  hint: 'language' is English, Chinese");
  EXPECT_EQ(told(read(lines, {.path = "", .conditions = {{"lang", {"English"}}}})),
            "no battle is left of 3 in b: none has lang=English\n"
            "  hint: no battle has a field 'lang'");
}

TEST(ReadBattles, SortsStablyByAField) {
  const std::string lines = line("a", "b", "model_a", R"(, "tstamp": 3)") +
                            line("a", "c", "model_a", R"(, "tstamp": 1.5)") +
                            line("a", "d", "model_a", R"(, "tstamp": 3.0)");
  EXPECT_EQ(told(read(lines, {.path = "", .sort_by = "tstamp"})), "a>c a>b a>d");
  EXPECT_EQ(told(read(lines + line("a", "e", "tie"), {.path = "", .sort_by = "tstamp"})),
            "b:4: 'tstamp', by which battles are sorted, is no number here");
}

TEST(ReadBattles, KeepsASpanOfTime) {
  const std::string lines = line("a", "b", "model_a", R"(, "tstamp": 10.5)") +
                            line("a", "c", "model_a", R"(, "tstamp": 20)") +
                            line("a", "d", "model_a", R"(, "tstamp": 30)");
  EXPECT_EQ(told(read(lines, {.path = "", .since = 20.0, .until = 30.0})), "a>c");
  EXPECT_EQ(told(read(lines, {.path = "", .until = 20.0})), "a>b");
  EXPECT_EQ(told(read(line("a", "b", "tie"), {.path = "", .since = 1.0})),
            "b:1: a span of time needs 'tstamp'");
}

TEST(ReadBattles, CapsVotesOfAJudgeOnADay) {
  const auto vote = [](const char* other, const char* judge, double day) {
    return line("a", other, "model_a",
                std::string(R"(, "judge": ")") + judge + R"(", "tstamp": )" +
                    std::to_string(day * 86400.0 + 10.0));
  };
  const std::string lines = vote("b", "j1", 0) + vote("c", "j1", 0) + vote("d", "j2", 0) +
                            vote("e", "j1", 1) + vote("f", "j1", 0);
  const auto log = read(lines, {.path = "", .votes_per_day = 1});
  EXPECT_EQ(told(log), "a>b a>d a>e");
  EXPECT_EQ(log->filtered_out, 2U);
  EXPECT_EQ(told(read(line("a", "b", "tie"), {.path = "", .votes_per_day = 1})),
            "b:1: a limit of votes a day needs 'judge' and 'tstamp'");
}

TEST(ReadBattles, ThinsFrequentPrompts) {
  std::string lines;
  for (int i = 0; i < 10; ++i) {
    const std::string words = i < 6 ? "hi" : "question " + std::to_string(i);
    lines += line("a", "m" + std::to_string(i), "model_a",
                  R"(, "conversation_a": [{"role": "user", "content": ")" + words +
                      R"("}, {"content": "same", "role": "assistant"}])");
  }
  // Frequencies 1, 1, 1, 1, 6: the median is 1.
  EXPECT_EQ(told(read(lines, {.path = "", .thin_above = 0.5})), "a>m0 a>m6 a>m7 a>m8 a>m9");
}

TEST(ReadBattles, AddsUpTheFormOfBothSides) {
  const std::string meta =
      R"(, "conv_metadata": {"sum_assistant_a_tokens": 10, "sum_assistant_b_tokens": 20,)"
      R"( "header_count_a": {"h1": 1, "h2": 2}, "header_count_b": {"h1": 0},)"
      R"( "list_count_a": {"ordered": 3, "unordered": 4}, "list_count_b": 5,)"
      R"( "bold_count_a": {"**": 6}, "bold_count_b": {"__": 7}})";
  const auto log = read(line("a", "b", "tie", meta), {.path = "", .with_style = true});
  ASSERT_TRUE(log) << to_text(log.error());
  EXPECT_EQ(log->styles[0].a, (std::array<double, 4>{10, 3, 7, 6}));
  EXPECT_EQ(log->styles[0].b, (std::array<double, 4>{20, 0, 5, 7}));
  const auto csv = read(
      "model_a,model_b,winner,a_tokens,b_tokens,a_headers,b_headers,a_lists,b_lists,a_bold,b_bold\n"
      "a,b,tie,10,20,3,0,7,5,6,7\n",
      {.path = "", .with_style = true});
  ASSERT_TRUE(csv) << to_text(csv.error());
  EXPECT_EQ(csv->styles[0].a, log->styles[0].a);
  EXPECT_EQ(told(read(line("a", "b", "tie"), {.path = "", .with_style = true})),
            "b:1: style control needs length (sum_assistant_a_tokens)\n"
            "  hint: in 'conv_metadata' as Chatbot Arena's files have it, or both conversations, "
            "which are counted");
}

std::string said(const char* side, const std::string& turns) {
  return std::string(R"(, "conversation_)") + side +
         R"(": [{"role": "user", "content": "# hi"}, )" + turns + "]";
}

TEST(ReadBattles, CountsFormInConversationsWhereNothingElseTellsIt) {
  const std::string a = R"({"role": "assistant", "content": "# Title\n- **item**")";
  const std::string b = R"({"content": "caf\u00e9", "role": "assistant")";
  const auto log = read(line("a", "b", "tie", said("a", a + "}") + said("b", b + "}")),
                        {.path = "", .with_style = true});
  ASSERT_TRUE(log) << to_text(log.error());
  EXPECT_EQ(log->styles[0].a, (std::array<double, 4>{18, 1, 1, 1}));
  EXPECT_EQ(log->styles[0].b, (std::array<double, 4>{4, 0, 0, 0}));
  EXPECT_EQ(log->lengths_in_characters, 1U);

  const std::string counted = R"(, "num_tokens": 7})";
  const std::string meta = R"(, "conv_metadata": {"bold_count_a": 30, "bold_count_b": 40})";
  const std::string user = R"({"role": "user", "content": "- more", "num_tokens": 5}, )";
  const auto conversation = [&](const char* side, const std::string& turn) {
    return std::string(R"(, "conversation_)") + side + R"(": [)" + user + turn + counted + ", " +
           user + turn + counted + "]";
  };
  const auto tokens =
      read(line("a", "b", "tie", meta + conversation("a", a) + conversation("b", b)),
           {.path = "", .with_style = true});
  ASSERT_TRUE(tokens) << to_text(tokens.error());
  EXPECT_EQ(tokens->styles[0].a, (std::array<double, 4>{14, 2, 2, 30}));
  EXPECT_EQ(tokens->styles[0].b, (std::array<double, 4>{14, 0, 0, 40}));
  EXPECT_EQ(tokens->lengths_in_characters, 0U);
}

TEST(ReadBattles, SaysWhatIsWrongAndWhere) {
  struct {
    std::string contents;
    const char* message;
  } const cases[] = {
      {"", "b: an empty file: expected battles"},
      {"model_a,model_b\nx,y\n", "b:1: there is no column 'winner'"},
      {line("a", "b", "tie") + line("a", "b", "modela"),
       "b:2: unknown winner 'modela'\n  hint: model_a, model_b, tie or tie (bothbad)"},
      {line("a", "a", "tie"), "b:1: 'a' fights against itself"},
      {R"({"model_a": 5, "model_b": "b", "winner": "tie"})",
       "b:1: 'model_a' must be a text, found 5"},
      {R"({"model_a": "a", "winner": "tie"})", "b:1: a battle needs 'model_b'"},
      {R"({"model_a": "a", "model_b": null, "winner": "tie"})", "b:1: a battle needs 'model_b'"},
      {line("a", "b", "tie", R"(, "question_id": "q")") +
           line("a", "b", "tie", R"(, "question_id": "q")"),
       "b:2: the question_id 'q' came before\n"
       "  hint: one battle, one id; --skip-bad leaves later ones out"},
      {"model_a,model_b,winner\n\xff,b,tie\n", "b:2: this is not UTF-8"},
      {"model_a,model_b,winner,judge\na,b,tie,x\na,b,tie,\xff\n", "b:3: this is not UTF-8"},
      {"model_a,model_b,winner,\xff\na,b,tie,x\n", "b:1: this is not UTF-8"},
      {line("a", "b", "tie") + "{\"model_a\": \"\xff\"}\n",
       "b:2: this is not JSON: invalid string: ill-formed UTF-8 byte"},
      {"model_a,model_b,winner\na,b\n", "b:2: 2 fields where the header has 3"},
  };
  for (const auto& c : cases) {
    const std::string message = told(read(c.contents));
    EXPECT_TRUE(message.starts_with(c.message)) << message << "\nwanted: " << c.message;
  }
}

TEST(ReadBattles, SkipsAndCountsBadRecordsWhereTold) {
  const auto log =
      read(line("a", "b", "tie") + "what\n" + line("a", "b", "draw") + line("b", "a", "model_a"),
           {.path = "", .bad_records = BadRecords::skipped});
  EXPECT_EQ(told(log), "a=b b>a");
  EXPECT_EQ(log->bad, 2U);
  EXPECT_EQ(log->bad_examples.at(0), "b:2: this is not JSON: invalid literal");
}

TEST(PromptFrequencyCut, IsArenas) {
  std::vector<std::size_t> frequencies = {30, 12, 10};
  frequencies.resize(51, 1);
  EXPECT_NEAR(prompt_frequency_cut(frequencies, 0.9), 1.0, 1e-12);
  EXPECT_NEAR(prompt_frequency_cut(frequencies, 0.98), 12.0, 1e-12);
  EXPECT_NEAR(prompt_frequency_cut(frequencies, 0.9999), 29.91, 1e-9);
}

TEST(BattleStyles, AreCountedInCellsOfCsv) {
  const auto log = read(
      "model_a,model_b,winner,conversation_a,conversation_b,conv_metadata\n"
      R"(a,b,tie,"[{""role"": ""user"", ""content"": ""# Hi"", ""num_tokens"": 1}, )"
      R"({""role"": ""assistant"", ""content"": ""**x** y"", ""num_tokens"": 3}]",)"
      R"("[{""role"": ""assistant"", ""content"": ""- z"", ""num_tokens"": 2}]",)"
      "\n"
      R"(a,b,tie,# Said,"**so**",)"
      "\n"
      R"(a,b,tie,x,y,"{""sum_assistant_a_tokens"": 7, ""sum_assistant_b_tokens"": 9}")"
      "\n",
      {.with_style = true});
  ASSERT_TRUE(log) << to_text(log.error());
  using Counts = std::array<double, kStyleFeatures>;
  EXPECT_EQ(log->styles[0].a, (Counts{3, 0, 0, 1}));
  EXPECT_EQ(log->styles[0].b, (Counts{2, 0, 1, 0}));
  EXPECT_EQ(log->styles[1].a, (Counts{6, 1, 0, 0}));
  EXPECT_EQ(log->styles[1].b, (Counts{6, 0, 0, 1}));
  EXPECT_EQ(log->styles[2].a, (Counts{7, 0, 0, 0}));
  EXPECT_EQ(log->lengths_in_characters, 1U);
}

TEST(BattleStyles, TakeAnAnswerThatBeginsWithABracketForWords) {
  const auto log = read(
      "model_a,model_b,winner,conversation_a,conversation_b\n"
      "a,b,tie,[Note] **so**,\"{\"\"x\"\": 1}\"\n",
      {.with_style = true});
  ASSERT_TRUE(log) << to_text(log.error());
  EXPECT_EQ(log->styles[0].a[3], 1);
}

TEST(ReadBattles, NeedsPromptsToThinThem) {
  const auto log = read("model_a,model_b,winner,conversation_a\na,b,tie,an answer\n",
                        {.path = "", .thin_above = 0.5});
  EXPECT_FALSE(log) << "an answer is no prompt";
}

TEST(BattleStyles, SayWhichCellIsBroken) {
  const char* file = "model_a,model_b,winner,conversation_a\n\na,b,tie,\"[{'role': 1}]\"\n";
  EXPECT_EQ(told(read(file, {.path = "", .with_style = true})),
            "b:3: column 'conversation_a': this is not JSON: invalid literal");
  EXPECT_EQ(told(read(file)), "a=b") << "nobody asked what was said";
}

TEST(BattleStyles, AreCountedAsUpstreamDoesWhereAskedTo) {
  const std::string conversation = R"([{"role": "assistant", "content": "**a** ```a```"}])";
  const std::string battle =
      line("a", "b", "tie",
           ", \"conversation_a\": " + conversation + ", \"conversation_b\": " + conversation);
  EXPECT_EQ(read(battle, {.with_style = true})->styles[0].a[3], 1.0);
  const BattleOrder upstream{.with_style = true, .style_counters = CodeBlocks::as_upstream};
  EXPECT_EQ(read(battle, upstream)->styles[0].a[3], 0.0) << "every a is taken for code";
}

}  // namespace
}  // namespace evenhand
