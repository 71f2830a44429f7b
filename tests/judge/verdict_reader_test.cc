#include "judge/verdict_reader.h"

#include <gtest/gtest.h>

#include <fstream>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "tests/judge/bench.h"

namespace evenhand {
namespace {

using nlohmann::json;
using Kind = ReadingStep::Kind;

json json_of(const Literal& literal) {
  if (std::holds_alternative<Literal::None>(literal.value)) return nullptr;
  if (const auto* flag = std::get_if<bool>(&literal.value)) return *flag;
  if (const auto* number = std::get_if<double>(&literal.value)) return *number;
  if (const auto* text = literal.text()) return *text;
  if (const auto* map = literal.map()) {
    json object = json::object();
    for (const LiteralMember& member : *map) object[member.key] = json_of(member.value);
    return object;
  }
  json list = json::array();
  for (const Literal& entry : std::get<Literal::List>(literal.value))
    list.push_back(json_of(entry));
  return list;
}

std::shared_ptr<const VerdictReader> reader_of(std::vector<ReadingStep> steps) {
  auto reader = VerdictReader::make(std::move(steps));
  EXPECT_TRUE(reader) << to_text(reader.error());
  return reader ? *reader : nullptr;
}

/// "1, 2"; "an error" where the original ends in an exception.
std::string values_text(const VerdictReader& reader, std::string_view words) {
  const auto values = reader.values_in(words);
  if (!values) return "an error";
  std::vector<std::string> texts;
  for (const Literal& value : *values) texts.push_back(json_of(value).dump());
  return joined(texts, ", ");
}

ReadingStep a_or_b() {
  return {.kind = Kind::regex,
          .values = {{R"((?:^|\n) ?Output \(a\))", 1.0}, {R"((?:^|\n) ?Output \(b\))", 2.0}}};
}

ReadingStep named(Kind kind, std::string name) { return {.kind = kind, .name = std::move(name)}; }

struct Case {
  const char* words;
  const char* values;
};

void expect_values(const VerdictReader& reader, std::span<const Case> cases) {
  for (const Case& c : cases) EXPECT_EQ(values_text(reader, c.words), c.values) << c.words;
}

TEST(VerdictReader, FindsPatternsInTheOrderOfTheText) {
  const auto reader = reader_of({a_or_b()});
  const Case cases[] = {
      {"Output (b)", "2.0"},
      {"I say Output (a)", ""},
      {"\nOutput (a), no:\nOutput (b)", "1.0, 2.0"},
      {"Output (b) Output (a)", "2.0, 1.0"},  // behind a match the text begins anew
      {"", "an error"},
  };
  expect_values(*reader, cases);
}

TEST(VerdictReader, TakesTheFirstOfTwoPatternsThatMatchAtOnePlace) {
  const auto reader = reader_of({{.kind = Kind::regex, .values = {{"a", 2.0}, {"ab?", 1.0}}}});
  EXPECT_EQ(values_text(*reader, "ab"), "2.0");
}

TEST(VerdictReader, ReadsTheRankOfTheFirstAnswer) {
  const auto reader = reader_of({named(Kind::ranking, "model_1")});
  const Case cases[] = {
      {" [{'model': 'model_2', 'rank': 1}, {\"model\": 'model_1', 'rank': 2,},]", "2.0"},
      {"[{'model': 'model_1', 'rank': 3}]", "null"},
      {"[{'model': 'model_1'}]", "null"},
      {"({'model': 'model_1', 'rank': 1},)", "null"},
      {"__import__('os').system('true')", "null"},
      {"[{'model': 'model_1', 'rank': 1 + 0}]", "null"},
  };
  expect_values(*reader, cases);
}

TEST(VerdictReader, ReadsAKeyOfTheFirstBlockOfJson) {
  const auto reader = reader_of({named(Kind::json, "k")});
  const Case cases[] = {
      {"{\"k\": \"\\u00e9\\n\"}", "\"\u00e9\\n\""},
      {"[{\"k\": 1}, {\"k\": 2}]", "1.0, 2.0"},
      {"so:\n```json\n{\"k\": 3}\n```", "3.0"},
      {"{'k': 1}", "an error"},
      {"{\"j\": 1}", "an error"},
      {"```json {\"k\": 1}", "an error"},
  };
  expect_values(*reader, cases);
}

TEST(VerdictReader, ReadsLiteralsAndRunsNothing) {
  const auto reader = reader_of({{.kind = Kind::literal}});
  const Case cases[] = {
      {"[True, None, 'it\\'s', -1.5e3]", "true, null, \"it's\", -1500.0"},
      {"(1)", "1.0"},
      {"(1,)", "[1.0]"},
      {"{'a': \"\\x41\"}", "{\"a\":\"A\"}"},
      {"1 + 1", "an error"},
      {"open('f')", "an error"},
      {"[1, 2", "an error"},
  };
  expect_values(*reader, cases);
}

TEST(VerdictReader, ComparesTwoScoresOnTheFirstLine) {
  const auto reader = reader_of({{.kind = Kind::two_scores}});
  const Case cases[] = {
      {"8 9\nThe second is better.", "2.0"},
      {"8.5,8", "1.0"},
      {"7 7", "0.0"},
      {"8, 9", "null"},
      {"8 9 10", "null"},
      {"eight nine", "null"},
  };
  expect_values(*reader, cases);
}

TEST(VerdictReader, TakesStepsOneAfterTheOther) {
  const auto ranking = reader_of({named(Kind::json, "ordered_models"), named(Kind::ranking, "m")});
  EXPECT_EQ(values_text(*ranking, R"({"ordered_models": [{"model": "M", "rank": 1},
                                                         {"model": "m", "rank": 2}]})"),
            "2.0");
  const auto flags = reader_of(
      {named(Kind::json, "k"), {.kind = Kind::replace, .values = {{"True", 1.0}, {"no", 2.0}}}});
  const Case cases[] = {
      {"{\"k\": true}", "1.0"}, {"{\"k\": \"no\"}", "2.0"}, {"{\"k\": 7}", "7.0"}};
  expect_values(*flags, cases);
}

TEST(VerdictReader, RulesOnOneVerdictOfOneGame) {
  const auto reader = reader_of({{.kind = Kind::literal}});
  struct {
    const char* words;
    const char* ruling;
  } const cases[] = {
      {"1", "1"},
      {"2", "0"},
      {"1.25", "0.75"},
      {"0", "0.5"},
      {"3", "the last verdict is not one that was asked for"},
      {"False", "the last verdict is not one that was asked for"},
      {"'1'", "the last verdict is not one that was asked for"},
      {"[1, 1]", "more than one verdict"},
      {"[]", "no verdict"},
      {"the first", "no verdict"},
      {" ", "the judge said nothing"},
  };
  for (const auto& c : cases) {
    const auto read = reader->preference_in(c.words);
    const auto* fault = std::get_if<Fault>(&read);
    EXPECT_EQ(fault != nullptr ? std::string(text_of(*fault))
                               : shortest_text(std::get<SeatPreference>(read).first_share),
              c.ruling)
        << c.words;
  }
}

TEST(VerdictReader, ReadsForPairwiseFromEitherSeatAndForNoOtherProtocol) {
  const ProtocolOptions options{.reader = reader_of({named(Kind::ranking, "m")})};
  const ChatReply reply = said("[{'model': 'm', 'rank': 1}, {'model': 'M', 'rank': 2}]");
  const auto pairwise = protocol_named("pairwise", options);
  EXPECT_EQ(text_of(pairwise->read(reply, {.seating = Seating::candidate_first})), "1");
  EXPECT_EQ(text_of(pairwise->read(reply, {.seating = Seating::baseline_first})), "0");
  EXPECT_EQ(text_of(pairwise->read(said("[[A]]"), {})),
            "unreadable: the last verdict is not one that was asked for");
  const auto graded = make_protocol({"graded"}, built_in_prompts(), options);
  ASSERT_FALSE(graded);
  EXPECT_EQ(to_text(graded.error()),
            "the protocol 'graded' has no readings of verdicts of one's own\n"
            "  hint: 'pairwise' has; others take 'verdicts: strict' or 'upstream'");
}

TEST(VerdictReader, RefusesPatternsThatItCannotUse) {
  struct {
    const char* pattern;
    const char* message;
  } const cases[] = {
      {"(?=a)",
       "the pattern '(?=a)' cannot be read: invalid perl operator: (?=\n"
       "  hint: patterns are RE2's: no looking around, no references back"},
      {"a*", "the pattern 'a*' matches nothing at all"},
  };
  for (const auto& c : cases) {
    const auto reader = VerdictReader::make({{.kind = Kind::regex, .values = {{c.pattern, 1.0}}}});
    ASSERT_FALSE(reader);
    EXPECT_EQ(to_text(reader.error()), c.message);
  }
}

TEST(VerdictReader, EndsWhateverTheJudgeSays) {
  const auto patterns = reader_of({{.kind = Kind::regex, .values = {{"\\b|a", 1.0}}}});
  EXPECT_EQ(values_text(*patterns, "-a-"), "");
  EXPECT_EQ(values_text(*reader_of({{.kind = Kind::regex, .values = {{"a", 1.0}}}}),
                        std::string(65, 'a')),
            "an error");
  const auto literals = reader_of({{.kind = Kind::literal}});
  EXPECT_EQ(values_text(*literals, std::string(100'000, '[')), "an error");
  EXPECT_EQ(values_text(*literals, "'" + std::string(2 << 20, 'x') + "'"), "an error");
}

/// AlpacaEval 0.6.6's parsers, written down by running them.
TEST(VerdictReader, ReadsAsAlpacaEvalDoes) {
  const std::string path = EVENHAND_SOURCE_DIR "/../shared/vectors/alpaca_eval/text_parsers.json";
  std::ifstream in(path);
  if (!in) GTEST_SKIP() << "needs AlpacaEval's vectors, " << path;
  const json root = json::parse(in);
  const std::map<std::string, std::vector<ReadingStep>> readers = {
      {"regex_parser_ab", {a_or_b()}},
      {"regex_parser_true_false",
       {{.kind = Kind::regex, .values = {{": true", 1.0}, {": false", 2.0}}}}},
      {"ranking_parser", {named(Kind::ranking, "model_1")}},
      {"lmsys_parser", {{.kind = Kind::two_scores}}},
      {"json_parser_k", {named(Kind::json, "k")}},
      {"pipeline_json_ranking_m", {named(Kind::json, "ordered_models"), named(Kind::ranking, "m")}},
      {"eval_parser", {{.kind = Kind::literal}}},
      {"replace_parser", {{.kind = Kind::replace, .values = {{"True", 1.0}, {"False", 2.0}}}}},
  };
  ASSERT_EQ(root.size(), readers.size());
  for (const auto& [parser, cases] : root.items()) {
    const auto reader = reader_of(readers.at(parser));
    for (const json& c : cases) {
      const auto values = reader->values_in(c.at("text").get<std::string>());
      EXPECT_EQ(!values, c.at("out").is_object()) << parser << c;
      if (!values || c.at("out").is_object()) continue;
      json read = json::array();
      for (const Literal& value : *values) read.push_back(json_of(value));
      EXPECT_EQ(read, c.at("out")) << parser << c;
    }
  }
}

}  // namespace
}  // namespace evenhand
