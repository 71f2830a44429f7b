#include <gtest/gtest.h>

#include <set>

#include "audit/audit.h"
#include "audit/item_checks.h"
#include "audit/near_duplicates.h"
#include "audit/set_checks.h"
#include "audit/words.h"
#include "documents/readers.h"
#include "formats/mmlu_items.h"

namespace evenhand {
namespace {

const std::string kVectors = EVENHAND_SOURCE_DIR "/../shared/vectors/audit/";
const std::string kMmlu = EVENHAND_SOURCE_DIR "/../shared/data/mmlu/";

std::vector<AuditItem> items_at(const std::string& path) {
  const auto read = read_mmlu_items(DiskFileSystem(), path);
  EXPECT_TRUE(read) << (read ? "" : to_text(read.error()));
  std::vector<AuditItem> items;
  if (!read) return items;
  for (const ChoiceItem& item : *read) {
    items.push_back({.id = item.id,
                     .subject = item.subject,
                     .question = item.question,
                     .options = item.options,
                     .gold = item.gold});
  }
  return items;
}

Node json_at(const std::string& path) {
  const auto contents = DiskFileSystem().read(path, kMaxDataFile);
  EXPECT_TRUE(contents) << path;
  auto node = contents ? read_json(*contents, path) : Result<Node>(contents.error());
  EXPECT_TRUE(node) << path;
  return node ? *node : Node{};
}

/// The whole test, read once.
const std::vector<AuditItem>& whole_test() {
  static const std::vector<AuditItem> items = items_at(kMmlu);
  return items;
}

class AuditVectors : public testing::Test {
 protected:
  void SetUp() override {
    for (const std::string& folder : {kVectors, kMmlu}) {
      if (!DiskFileSystem().exists(folder)) GTEST_SKIP() << "needs " << folder;
    }
  }
};

using Names = std::set<std::string, std::less<>>;

Names texts_in(const Node& list) {
  Names names;
  for (const Node& entry : *list.list()) names.insert(*as_text(entry));
  return names;
}

TEST_F(AuditVectors, HaveTheSameFlagsItemByItem) {
  for (const char* name : {"synthetic_items.jsonl", "mmlu_items.jsonl"}) {
    const std::string path = kVectors + name;
    std::map<std::string, Names> expected;
    const auto contents = DiskFileSystem().read(path, kMaxDataFile);
    ASSERT_TRUE(contents);
    ASSERT_TRUE(read_json_lines(*contents, path, [&](const Node& row) -> Result<void> {
      expected[*as_text(*row.find("id"))] = texts_in(*row.find("flags"));
      return {};
    }));
    for (const AuditItem& item : items_at(path)) {
      Names found;
      for (const Finding& finding : check_item(item)) found.emplace(finding.check);
      EXPECT_EQ(found, expected.at(item.id)) << item.id;
    }
  }
}

TEST_F(AuditVectors, HaveTheSameFlagsInTheWholeTest) {
  std::map<std::string, Names, std::less<>> found;
  for (const AuditItem& item : whole_test()) {
    for (const Finding& finding : check_item(item))
      found[std::string(finding.check)].insert(item.id);
  }
  const Node expected = json_at(kVectors + "mmlu_test_expected_flags.json");
  for (const Member& count : *expected.find("count")->map()) {
    EXPECT_EQ(static_cast<long long>(found[count.key].size()), *as_integer(count.value))
        << count.key;
  }
  for (const Member& items : *expected.find("items")->map()) {
    EXPECT_EQ(found[items.key], texts_in(items.value)) << items.key;
  }
}

TEST_F(AuditVectors, FindTheRepetitionsOfTheWholeTest) {
  const std::vector<AuditItem>& items = whole_test();
  const std::vector<AuditItem> examples = items_at(kMmlu + "dev");
  std::map<std::string_view, std::size_t> counts;
  for (const Finding& finding : check_repetitions(items)) ++counts[finding.check];
  for (const Finding& finding : check_examples(items, examples)) ++counts[finding.check];
  EXPECT_EQ(counts["exact_duplicate"], 212U);
  EXPECT_EQ(counts["duplicate_conflicting_gold"], 0U);
  EXPECT_EQ(counts["same_stem_other_options"], 125U);
  EXPECT_EQ(counts["near_duplicate"], 339U);
  EXPECT_EQ(counts["few_shot_leak"], 5U);
  EXPECT_EQ(counts["ngram_overlap"], 967U);
}

TEST_F(AuditVectors, FindEverySeedItem) {
  Names expected;
  for (const int row : {19, 32, 40, 55, 62, 69, 70, 71, 80, 84, 90, 91, 92, 94}) {
    expected.insert("business_ethics/" + std::to_string(row));
  }
  const AuditReport report = audit(items_at(kMmlu + "test/business_ethics_test.csv"), {});
  Names with_errors;
  for (const Finding& finding : report.of_questions) {
    if (finding.severity == Severity::error) with_errors.insert(finding.question);
  }
  EXPECT_EQ(with_errors, expected) << "all of them, and no other question of the subject";
}

TEST_F(AuditVectors, FindWordsThatLostTheirLigature) {
  Names found;
  Names words;
  for (const Finding& finding : check_ligatures(whole_test())) {
    found.insert(finding.question);
    words.insert(finding.detail.substr(0, finding.detail.find(' ')));
  }
  EXPECT_EQ(found.size(), 19U);
  EXPECT_EQ(words.size(), 10U);
}

std::vector<AuditItem> items_of(const Node& duplicates) {
  std::vector<AuditItem> items;
  for (const Node& row : *duplicates.find("items")->list()) {
    AuditItem item{.id = *as_text(*row.find("id")),
                   .subject = "",
                   .question = *as_text(*row.find("question")),
                   .gold = static_cast<std::size_t>(*as_integer(*row.find("answer")))};
    for (const Node& choice : *row.find("choices")->list()) {
      item.options.push_back(*as_text(choice));
    }
    items.push_back(std::move(item));
  }
  return items;
}

TEST_F(AuditVectors, MeasureSimilarityAsTheReferenceDoes) {
  const Node duplicates = json_at(kVectors + "duplicates.json");
  const std::vector<AuditItem> items = items_of(duplicates);
  std::map<std::pair<std::string, std::string>, double> expected;
  for (const Node& row : *duplicates.find("word3_jaccard_pairs_nonzero")->list()) {
    const Node::List& pair = *row.list();
    expected[{*as_text(pair[0]), *as_text(pair[1])}] = *as_number(pair[2]);
  }
  for (std::size_t a = 0; a < items.size(); ++a) {
    for (std::size_t b = a + 1; b < items.size(); ++b) {
      EXPECT_DOUBLE_EQ(jaccard(shingles_of(items[a]), shingles_of(items[b])),
                       (expected[{items[a].id, items[b].id}]))
          << items[a].id << " and " << items[b].id;
    }
  }
  std::size_t similar = 0;
  for (const auto& [pair, value] : expected) similar += value >= 0.7 ? 1 : 0;
  EXPECT_EQ(near_pairs(items, 0.7).size(), similar);
}

TEST_F(AuditVectors, GroupRepetitionsAsTheReferenceDoes) {
  const Node duplicates = json_at(kVectors + "duplicates.json");
  const std::vector<AuditItem> items = items_of(duplicates);
  std::map<std::string_view, Names> found;
  for (const Finding& finding : check_repetitions(items)) {
    found[finding.check].insert(finding.question);
  }
  Names exact;
  Names conflicting;
  for (const Node& group : *duplicates.find("exact_groups")->list()) {
    const Names ids = texts_in(*group.find("ids"));
    exact.insert(ids.begin(), ids.end());
    if (*as_flag(*group.find("conflict"))) conflicting.insert(ids.begin(), ids.end());
  }
  EXPECT_EQ(found["exact_duplicate"], exact);
  EXPECT_EQ(found["duplicate_conflicting_gold"], conflicting);
  const Names stems = texts_in(*duplicates.find("same_stem_different_options"));
  Names same_stem;
  for (const AuditItem& item : items) {
    if (stems.contains(folded_case(collapsed(item.question)))) same_stem.insert(item.id);
  }
  EXPECT_EQ(found["same_stem_other_options"], same_stem);
}

void expect_uneven(const Node& counts, double square, double p) {
  std::vector<std::size_t> numbers;
  for (const Node& count : *counts.list()) {
    numbers.push_back(static_cast<std::size_t>(*as_integer(count)));
  }
  const Unevenness found = unevenness_of(numbers);
  EXPECT_NEAR(found.square, square, 1e-9 * (1.0 + square));
  EXPECT_NEAR(found.p, p, 1e-9 * p + 1e-15) << "the tail is one minus a share";
}

TEST_F(AuditVectors, MeasureThePositionsOfGoldAnswersSubjectBySubject) {
  const Node bias = json_at(kVectors + "position_bias.json");
  std::map<std::string, std::vector<std::size_t>> counted;
  for (const AuditItem& item : whole_test()) {
    counted[item.subject].resize(4);
    ++counted[item.subject].at(*item.gold);
  }
  EXPECT_EQ(counted.size(), bias.find("per_subject")->map()->size());
  for (const Member& subject : *bias.find("per_subject")->map()) {
    std::vector<std::size_t> expected;
    for (const Node& count : *subject.value.find("counts")->list()) {
      expected.push_back(static_cast<std::size_t>(*as_integer(count)));
    }
    EXPECT_EQ(counted[subject.key], expected) << subject.key;
    expect_uneven(*subject.value.find("counts"), *as_number(*subject.value.find("chi2")),
                  *as_number(*subject.value.find("p")));
  }
  for (const Node& one : *bias.find("chi2_cases")->list()) {
    expect_uneven(*one.find("counts"), *as_number(*one.find("chi2")),
                  *as_number(*one.find("p_df3")));
  }
  expect_uneven(*bias.find("gold_counts"), *as_number(*bias.find("chi2_df3")),
                *as_number(*bias.find("p")));
}

TEST_F(AuditVectors, CountTheSameRunsOfWords) {
  const Node overlap = json_at(kVectors + "ngram_overlap.json");
  for (const std::size_t n : {std::size_t{8}, std::size_t{13}}) {
    NgramIndex index(n);
    index.add(*as_text(*overlap.find("corpus")));
    for (const Node& row : *overlap.find("cases")->list()) {
      const std::string text = *as_text(*row.find("text"));
      const std::string name = std::to_string(n) + "gram_";
      EXPECT_EQ(static_cast<long long>(index.hits_in(text).found),
                *as_integer(*row.find(name + "hits")))
          << text;
      EXPECT_EQ(static_cast<long long>(index.hits_in(text).total),
                *as_integer(*row.find(name + "total")))
          << text;
      const NgramIndex::Hits hits = index.hits_in(text);
      const bool contaminated =
          n == 13 ? hits.found > 0 : hits.total > 0 && 10 * hits.found >= 7 * hits.total;
      const char* rule = n == 13 ? "lm_eval_13gram_contaminated" : "palm_70pct_8gram_contaminated";
      EXPECT_EQ(contaminated, *as_flag(*row.find(rule))) << text;
    }
  }
}

TEST_F(AuditVectors, FindTheBiasesOfTheWholeTest) {
  Names details;
  for (const Finding& finding : check_biases(whole_test())) details.insert(finding.detail);
  EXPECT_TRUE(details.contains(
      "all: gold answers by letter 3222/3462/3582/3776, chi-square 45.9, p 5.9e-10"));
  EXPECT_TRUE(details.contains(
      "the longest option is right in 3334 of 11685 questions, chance 2921 (z 8.8)"));
}

}  // namespace
}  // namespace evenhand
