#include "report/keyed_columns.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "report/html_leaderboard.h"
#include "report/leaderboard_columns.h"
#include "report/leaderboard_csv.h"
#include "tests/report/sample_report.h"

namespace evenhand {
namespace {

/// Three questions of two subjects, one reply that chooses nothing.
ReportData choice_report() {
  ReportData data = sample_graded_report();
  data.rows[0].choices = ChoiceColumns{.means = {.subjects = 2,
                                                 .questions = 3,
                                                 .micro = 0.625,
                                                 .macro_subjects = 0.5,
                                                 .micro_interval = Interval{0.5, 0.75},
                                                 .macro_subjects_interval = Interval{0.25, 0.875}},
                                       .invalid_rate = 0.125,
                                       .chance = 0.25};
  return data;
}

ReportData truthful_report() {
  ReportData data = sample_graded_report();
  data.rows[0].truthful = TruthfulColumns{.true_share = {0.75, Interval{0.5, 1.0}},
                                          .informative_share = {0.875, Interval{0.625, 1.0}}};
  return data;
}

ReportData likelihood_report() {
  ReportData data = sample_graded_report();
  data.rows[0].likelihood = LikelihoodColumns{.mc1 = {0.25, Interval{0.125, 0.5}},
                                              .mc2 = {0.5, Interval{0.25, 0.75}},
                                              .mc3 = {0.375, Interval{0.125, 0.5}},
                                              .by_length = Estimate{.value = 0.75}};
  return data;
}

std::vector<std::string> heads_of(const ReportData& data) {
  std::vector<std::string> heads;
  for (const KeyedColumn& column : keyed_columns(data)) heads.push_back(column.head);
  return heads;
}

using Heads = std::vector<std::string>;

TEST(KeyedColumns, AreThoseThatTheReportHasNumbersFor) {
  EXPECT_EQ(heads_of(sample_pairwise_report()), Heads{});
  EXPECT_EQ(heads_of(choice_report()), (Heads{"micro %", "by subject %", "invalid %"}));
  EXPECT_EQ(heads_of(truthful_report()), (Heads{"true %", "informative %"}));
  EXPECT_EQ(heads_of(likelihood_report()), (Heads{"mc1 %", "mc2 %", "mc3 %", "by length %"}));
  ReportData letters = likelihood_report();
  letters.rows[0].likelihood->by_length.reset();
  EXPECT_EQ(heads_of(letters), (Heads{"mc1 %", "mc2 %", "mc3 %"}));
  ReportData one_subject = choice_report();
  one_subject.rows[0].choices->means.subjects = 1;
  EXPECT_EQ(heads_of(one_subject), (Heads{"micro %", "invalid %"}));
  ReportData categories = choice_report();
  categories.rows[0].choices->means.macro_categories = 0.5;
  categories.rows[0].choices->means.categories.resize(2);
  EXPECT_EQ(heads_of(categories), (Heads{"micro %", "by subject %", "by category %", "invalid %"}));
}

TEST(KeyedColumns, StandInThePageWithTheirIntervals) {
  const std::string choices = html_leaderboard(choice_report()).html();
  EXPECT_NE(
      choices.find("<th scope=\"col\">micro\u00a0%</th><th scope=\"col\">by subject\u00a0%</th>"
                   "<th scope=\"col\">invalid\u00a0%</th>"),
      std::string::npos)
      << choices;
  EXPECT_NE(choices.find("<td>62.5 <span class=\"range\">[50.0, 75.0]</span></td><td>50.0 <span "
                         "class=\"range\">[25.0, 87.5]</span></td><td>12.5</td>"),
            std::string::npos)
      << choices;
  EXPECT_NE(choices.find("<td>–</td><td>–</td><td>–</td>"), std::string::npos)
      << "a candidate without a reply";
  EXPECT_NE(choices.find("micro: right replies over all questions; by subject: the mean over "
                         "subjects; a reply that chooses nothing is invalid and counts as wrong "
                         "there, unlike in the grade. Guessing scores 25.0 %."),
            std::string::npos)
      << choices;
  const std::string truthful = html_leaderboard(truthful_report()).html();
  EXPECT_NE(truthful.find("<td>75.0 <span class=\"range\">[50.0, 100.0]</span></td><td>87.5 <span "
                          "class=\"range\">[62.5, 100.0]</span></td>"),
            std::string::npos)
      << truthful;
  EXPECT_NE(truthful.find("the grade is the share of those that are both."), std::string::npos);
  const std::string likelihood = html_leaderboard(likelihood_report()).html();
  EXPECT_NE(likelihood.find("<td>25.0 <span class=\"range\">[12.5, 50.0]</span></td><td>50.0 <span "
                            "class=\"range\">[25.0, 75.0]</span></td>"
                            "<td>37.5 <span class=\"range\">[12.5, 50.0]</span></td><td>75.0</td>"),
            std::string::npos)
      << likelihood;
  EXPECT_NE(likelihood.find("every wrong one; by length: mc1 of log probabilities per character."),
            std::string::npos);
}

TEST(KeyedColumns, StandBelowTheLeaderboardWhereThereIsNoRoomForAll) {
  ReportData data = choice_report();
  data.rows[0].choices->means.macro_categories = 0.5;
  data.rows[0].choices->means.categories.resize(2);
  const auto places = [&](std::string_view words) {  // the lines that say so
    std::vector<std::size_t> lines_with;
    const auto lines = split(html_leaderboard(data).html(), '\n');
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].find(words) != std::string_view::npos) lines_with.push_back(i);
    }
    return lines_with;
  };
  data.rows[0].likelihood = likelihood_report().rows[0].likelihood;
  EXPECT_EQ(places(">by category\u00a0%<"), places("<table class=\"ranks tight\">"));
  EXPECT_EQ(places(">mc1\u00a0%<"), places("<table class=\"tight\">"));
  EXPECT_EQ(places(">mc1\u00a0%<").size(), 1u);
}

TEST(KeyedColumns, PutIntervalsBelowTheirValuesFromThreeColumnsOn) {
  const auto is_tight = [](const ReportData& data) {
    return html_leaderboard(data).html().find("<table class=\"ranks tight\">") != std::string::npos;
  };
  EXPECT_FALSE(is_tight(sample_graded_report()));
  EXPECT_FALSE(is_tight(truthful_report()));
  EXPECT_TRUE(is_tight(choice_report()));
  EXPECT_TRUE(is_tight(likelihood_report()));
  EXPECT_FALSE(is_tight(sample_pairwise_report()));
  ReportData ratings = sample_pairwise_report();
  ratings.rows[0].rating = Estimate{.value = 1000.0, .interval = Interval{900.0, 1100.0}};
  EXPECT_TRUE(is_tight(ratings)) << "ratings and counts of games are wide";
}

TEST(KeyedColumns, LeaveIntervalsOfChoicesOutOfTheTerminal) {
  std::string table;
  for (const TableColumn& column : leaderboard_columns(choice_report(), Charset::unicode)) {
    table += column.head + "|" + column.cells[0] + "\n";
  }
  EXPECT_NE(table.find("micro %|62.5 \n"), std::string::npos) << table;
}

TEST(KeyedColumns, StandAtTheEndOfTheCsv) {
  const auto cells_of = [](const ReportData& data) {
    return split(leaderboard_csv(data), '\n');
  };
  const auto truthful = cells_of(truthful_report());
  EXPECT_TRUE(
      truthful[0].ends_with(",true_share,true_share_low,true_share_high,informative_share,"
                            "informative_share_low,informative_share_high\r"))
      << truthful[0];
  EXPECT_TRUE(truthful[1].ends_with(",0.75,0.5,1,0.875,0.625,1\r")) << truthful[1];
  EXPECT_TRUE(truthful[2].ends_with(",,,,,,\r")) << truthful[2];
  const auto choices = cells_of(choice_report());
  EXPECT_TRUE(choices[0].ends_with(",chance\r")) << choices[0];
  EXPECT_TRUE(choices[1].ends_with(",0.25\r")) << choices[1];
  EXPECT_EQ(cells_of(sample_pairwise_report())[0].find("true_share"), std::string::npos);
  const auto likelihood = cells_of(likelihood_report());
  EXPECT_TRUE(
      likelihood[0].ends_with(",mc3,mc3_low,mc3_high,mc1_by_length,mc1_by_length_low,"
                              "mc1_by_length_high\r"))
      << likelihood[0];
  EXPECT_TRUE(likelihood[1].ends_with(",0.25,0.125,0.5,0.5,0.25,0.75,0.375,0.125,0.5,0.75,,\r"));
  EXPECT_TRUE(likelihood[2].ends_with(",,,,,,,,,,,,\r")) << likelihood[2];
}

}  // namespace
}  // namespace evenhand
