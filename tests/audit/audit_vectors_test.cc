#include <gtest/gtest.h>

#include <set>

#include "audit/audit.h"
#include "audit/item_checks.h"
#include "audit/near_duplicates.h"
#include "audit/set_checks.h"
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
  for (const AuditItem& item : items_at(kMmlu)) {
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
  const std::vector<AuditItem> items = items_at(kMmlu);
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

TEST_F(AuditVectors, MeasureSimilarityAsTheReferenceDoes) {
  const Node duplicates = json_at(kVectors + "duplicates.json");
  std::map<std::string, AuditItem> items;
  for (const Node& row : *duplicates.find("items")->list()) {
    AuditItem item{.id = *as_text(*row.find("id")),
                   .subject = "",
                   .question = *as_text(*row.find("question"))};
    for (const Node& choice : *row.find("choices")->list())
      item.options.push_back(*as_text(choice));
    items.emplace(item.id, item);
  }
  for (const Node& row : *duplicates.find("word3_jaccard_pairs_nonzero")->list()) {
    const Node::List& pair = *row.list();
    EXPECT_DOUBLE_EQ(
        jaccard(shingles_of(items.at(*as_text(pair[0]))), shingles_of(items.at(*as_text(pair[1])))),
        *as_number(pair[2]));
  }
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
    }
  }
}

TEST_F(AuditVectors, FindTheBiasesOfTheWholeTest) {
  Names details;
  for (const Finding& finding : check_biases(items_at(kMmlu))) details.insert(finding.detail);
  EXPECT_TRUE(details.contains(
      "all: gold answers by letter 3222/3462/3582/3776, chi-square 45.9, p 5.9e-10"));
  EXPECT_TRUE(details.contains(
      "the longest option is right in 3334 of 11685 questions, chance 2921 (z 8.8)"));
}

}  // namespace
}  // namespace evenhand
