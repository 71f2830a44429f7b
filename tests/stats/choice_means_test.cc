#include "stats/choice_means.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include <nlohmann/json.hpp>

#include "stats/multiple_choice.h"

namespace evenhand {
namespace {

using nlohmann::json;

SubjectMarks counted_marks(const std::string& subject, std::size_t right, std::size_t questions) {
  SubjectMarks marks{.subject = subject, .marks = std::vector<double>(questions, 0.0)};
  std::fill_n(marks.marks.begin(), right, 1.0);
  return marks;
}

TEST(MmluCategory, KnowsSubjectsHoweverTheyAreSpelled) {
  EXPECT_EQ(mmlu_category("anatomy", MmluCategories::hendrycks), "other");
  EXPECT_EQ(mmlu_category("anatomy", MmluCategories::lm_eval), "stem");
  EXPECT_EQ(mmlu_category(" High School Physics", MmluCategories::lm_eval), "stem");
  EXPECT_EQ(mmlu_category("abstract_algebra", MmluCategories::hendrycks), "stem");
  EXPECT_EQ(mmlu_category("world_religions", MmluCategories::hendrycks), "humanities");
  EXPECT_EQ(mmlu_category("us_foreign_policy", MmluCategories::hendrycks), "social_sciences");
  EXPECT_EQ(mmlu_category("astrology", MmluCategories::hendrycks), std::nullopt);
  EXPECT_EQ(mmlu_category("", MmluCategories::hendrycks), std::nullopt);
}

TEST(ChoiceMeans, AreThreeThatDiffer) {
  const std::vector<SubjectMarks> subjects = {counted_marks("astronomy", 9, 10),  // stem
                                              counted_marks("virology", 1, 2),    // other
                                              counted_marks("anatomy", 0, 4)};    // other
  const auto means = choice_means(subjects, MmluCategories::hendrycks);
  EXPECT_DOUBLE_EQ(means->micro, 10.0 / 16.0);
  EXPECT_DOUBLE_EQ(means->macro_subjects, (0.9 + 0.5 + 0.0) / 3.0);
  EXPECT_DOUBLE_EQ(*means->macro_categories, (0.9 + 1.0 / 6.0) / 2.0);
  const auto sorted_otherwise = choice_means(subjects, MmluCategories::lm_eval);
  EXPECT_DOUBLE_EQ(*sorted_otherwise->macro_categories, (9.0 / 14.0 + 0.5) / 2.0);
  EXPECT_EQ(sorted_otherwise->categories.size(), 2U);
}

TEST(ChoiceMeans, HaveNoCategoriesWhereASubjectIsNoneOfMmlus) {
  const auto means = choice_means(
      std::vector<SubjectMarks>{counted_marks("anatomy", 1, 2), counted_marks("own", 2, 2)},
      MmluCategories::hendrycks);
  EXPECT_EQ(means->macro_categories, std::nullopt);
  EXPECT_TRUE(means->categories.empty());
  EXPECT_DOUBLE_EQ(means->macro_subjects, 0.75);
}

TEST(ChoiceMeans, LeaveOutSubjectsWithoutQuestions) {
  const auto means = choice_means(
      std::vector<SubjectMarks>{counted_marks("anatomy", 1, 2), counted_marks("virology", 0, 0)},
      MmluCategories::hendrycks);
  EXPECT_EQ(means->subjects, 1U);
  EXPECT_DOUBLE_EQ(means->macro_subjects, 0.5);
  EXPECT_EQ(choice_means({}, MmluCategories::hendrycks), std::nullopt);
}

TEST(ChoiceMeans, HaveIntervalsAroundThemTheSameForTheSameSeed) {
  const std::vector<SubjectMarks> subjects = {counted_marks("astronomy", 60, 100),
                                              counted_marks("virology", 30, 50)};
  auto means = *choice_means(subjects, MmluCategories::hendrycks);
  auto again = means;
  add_choice_intervals(subjects, MmluCategories::hendrycks, {.resamples = 200}, 7, means);
  add_choice_intervals(subjects, MmluCategories::hendrycks, {.resamples = 200, .threads = 2}, 7,
                       again);
  for (const auto& [value, interval] :
       {std::pair(means.micro, means.micro_interval),
        std::pair(means.macro_subjects, means.macro_subjects_interval),
        std::pair(*means.macro_categories, means.macro_categories_interval)}) {
    ASSERT_TRUE(interval);
    EXPECT_LT(interval->low, value);
    EXPECT_GT(interval->high, value);
    EXPECT_LT(interval->high - interval->low, 0.3);
  }
  EXPECT_EQ(means.macro_categories_interval, again.macro_categories_interval);
  EXPECT_EQ(means.micro_interval, again.micro_interval);
}

json vectors_named(const std::string& name) {
  std::ifstream in(std::string(EVENHAND_SOURCE_DIR) + "/../shared/vectors/multiple_choice/" + name);
  return in ? json::parse(in) : json();
}

void expect_groups(const ChoiceMeans& means, const json& groups) {
  for (const CategoryMean& mean : means.categories) {
    if (!groups.contains(mean.category)) continue;
    const json& wanted = groups.at(mean.category);
    EXPECT_EQ(mean.questions, wanted.at("n").get<std::size_t>()) << mean.category;
    EXPECT_NEAR(mean.micro, wanted.at("micro"), 1e-12) << mean.category;
    EXPECT_NEAR(mean.macro_subjects, wanted.at("macro"), 1e-12) << mean.category;
    EXPECT_NEAR(*mean.pooled_standard_error, wanted.at("pooled_se"), 1e-12) << mean.category;
  }
}

TEST(ChoiceMeans, AgreeWithPublishedPredictionsOfTenModels) {
  const json root = vectors_named("mmlu_aggregation.json");
  if (root.is_null()) GTEST_SKIP() << "the vectors of multiple choice are not here";
  ASSERT_EQ(root.at("models").size(), 10U);
  for (const auto& [model, wanted] : root.at("models").items()) {
    std::vector<SubjectMarks> subjects;
    for (const auto& [subject, right] : wanted.at("correct").items()) {
      subjects.push_back(counted_marks(subject, right, root.at("subjects_n").at(subject)));
    }
    const auto means = choice_means(subjects, MmluCategories::hendrycks);
    EXPECT_EQ(means->subjects, 57U);
    EXPECT_NEAR(means->micro, wanted.at("micro"), 1e-12) << model;
    EXPECT_NEAR(means->macro_subjects, wanted.at("macro57"), 1e-12) << model;
    EXPECT_NEAR(*means->macro_categories, wanted.at("category_macro_of_micro"), 1e-12) << model;
    EXPECT_NEAR(*means->standard_error, wanted.at("mean_stderr"), 1e-12) << model;
    EXPECT_NEAR(*means->pooled_standard_error, wanted.at("pooled_se_57"), 1e-12) << model;
    const double n = static_cast<double>(means->questions);
    EXPECT_NEAR(*means->standard_error * std::sqrt(n - 1.0), wanted.at("population_std"), 1e-12);
    expect_groups(*means, wanted.at("groups"));
    const auto harness = choice_means(subjects, MmluCategories::lm_eval);
    EXPECT_NEAR(*harness->macro_categories, wanted.at("lm_eval_category_macro_of_micro"), 1e-12);
    expect_groups(*harness, wanted.at("groups_lm_eval_stem_other"));
  }
}

TEST(StandardErrors, AgreeWithTheHarnessOnEveryCase) {
  const json root = vectors_named("stderr_cases.json");
  if (root.is_null()) GTEST_SKIP() << "the vectors of multiple choice are not here";
  for (const json& c : root.at("mean_stderr")) {
    const std::vector<double> values = c.at("values");
    const double error = *standard_error_of_mean(values);
    const double n = static_cast<double>(values.size());
    EXPECT_NEAR(error, c.at("mean_stderr"), 1e-12);
    EXPECT_NEAR(error * std::sqrt(n), c.at("sample_stddev"), 1e-12);
    EXPECT_NEAR(error * std::sqrt(n - 1.0), c.at("population_std"), 1e-12);
    EXPECT_NEAR(
        choice_means(std::vector<SubjectMarks>{{"s", values}}, MmluCategories::hendrycks)->micro,
        c.at("mean"), 1e-12);
  }
  for (const json& c : root.at("pooled")) {
    std::vector<PartError> parts;
    for (std::size_t i = 0; i < c.at("sizes").size(); ++i) {
      parts.push_back({.standard_error = c.at("stderrs").at(i), .size = c.at("sizes").at(i)});
    }
    EXPECT_NEAR(*pooled_standard_error(parts), c.at("pooled"), 1e-12);
  }
}

TEST(TruthfulMarks, AgreeWithTheVectorsOnEveryCase) {
  const json root = vectors_named("truthfulqa.json");
  if (root.is_null()) GTEST_SKIP() << "the vectors of multiple choice are not here";
  for (const json& c : root.at("multiple_choice")) {
    const std::vector<double> trues = c.at("true_logprobs");
    const std::vector<double> falses = c.at("false_logprobs");
    const TruthfulMarks marks = truthful_marks(trues, falses);
    EXPECT_EQ(marks.mc1, c.at("mc1_original").get<double>());
    EXPECT_EQ(truthful_marks(trues, falses, TieOfMc1::won).mc1, c.at("mc1_lm_eval").get<double>());
    EXPECT_NEAR(marks.mc2, c.at("mc2_log_sum_exp_safe"), 1e-12);
    EXPECT_NEAR(marks.mc3, c.at("mc3"), 1e-12);
  }
}

}  // namespace
}  // namespace evenhand
