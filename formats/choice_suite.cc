#include "formats/choice_suite.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <vector>

#include "base/choice_item.h"
#include "base/question.h"
#include "base/rng.h"
#include "base/text.h"
#include "formats/json_row.h"
#include "formats/mmlu_items.h"

namespace evenhand {
namespace {

using Examples = std::map<std::string, std::vector<ChoiceItem>>;  // by subject

/// Does the meaning of an option hang on where others stand?
bool refers_to_others(const ChoiceItem& item) {
  constexpr std::string_view kWords[] = {" of the above", " of these", " both a ", " neither a ",
                                         " a and b",      " a and c",  " a and d", " b and c",
                                         " b and d",      " c and d",  " a or b",  " b or c"};
  return std::any_of(item.options.begin(), item.options.end(), [&](const std::string& option) {
    const std::string text = " " + lower_case(option);
    return std::any_of(std::begin(kWords), std::end(kWords), [&](std::string_view words) {
      return text.find(words) != std::string::npos;
    });
  });
}

/// By seed and id, so that a question's order does not hang on the others.
void shuffle_options(ChoiceItem& item, std::uint64_t seed) {
  std::vector<std::size_t> order(item.options.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Rng rng = Rng::for_purpose(seed, "options of " + item.id);
  for (std::size_t i = order.size(); i-- > 1;) std::swap(order[i], order[rng.below(i + 1)]);
  std::vector<std::string> options;
  for (const std::size_t place : order) options.push_back(item.options[place]);
  const auto gold = std::find(order.begin(), order.end(), *item.gold);
  item.options = std::move(options);
  item.gold = static_cast<std::size_t>(gold - order.begin());
}

std::string block_of(const ChoiceItem& item, std::string_view separator) {
  std::string text(trimmed(item.question));
  for (std::size_t i = 0; i < item.options.size(); ++i) {
    text +=
        "\n" + option_letter(i) + std::string(separator) + std::string(trimmed(item.options[i]));
  }
  return text;
}

std::string letters_of(const ChoiceItem& item) {
  std::vector<std::string> letters;
  for (std::size_t i = 0; i < item.options.size(); ++i) letters.push_back(option_letter(i));
  return joined(letters, ", ");
}

std::string prompt_of(const ChoiceItem& item, const std::vector<ChoiceItem>* examples) {
  if (examples == nullptr) {
    return "Answer this multiple-choice question. Think step by step, then end with a line "
           "\"Answer: LETTER\", where LETTER is one of " +
           letters_of(item) + ".\n\n" + block_of(item, ") ");
  }
  const std::string about =
      item.subject.empty() ? "" : " about " + replaced(item.subject, "_", " ");
  std::string text = "These are multiple-choice questions (with answers)" + about +
                     ". Answer the last one with its letter and nothing else.\n\n";
  for (const ChoiceItem& example : *examples) {
    text += block_of(example, ". ") + "\nAnswer: " + option_letter(*example.gold) + "\n\n";
  }
  return text + block_of(item, ". ") + "\nAnswer:";
}

Result<Examples> read_examples(const FileSystem& files, const ChoiceImport& order) {
  Examples examples;
  if (order.shots == 0) return examples;
  std::string path = order.examples;
  if (path.empty()) path = mmlu_examples_of(files, order.questions).value_or("");
  if (path.empty()) {
    return Error{.what = "there are no examples beside " + order.questions,
                 .hint = "--examples names their file or folder"};
  }
  EVENHAND_TRY(auto items, read_mmlu_items(files, path));
  EVENHAND_OK(check_items(items));
  for (ChoiceItem& item : items) examples[item.subject].push_back(std::move(item));
  return examples;
}

Result<const std::vector<ChoiceItem>*> examples_for(const ChoiceItem& item, Examples& examples,
                                                    std::size_t shots) {
  if (shots == 0) return nullptr;
  std::vector<ChoiceItem>& own = examples[item.subject];
  if (own.size() < shots) {
    return Error{.what = "the subject '" + item.subject + "' has " + std::to_string(own.size()) +
                         " examples, fewer than " + std::to_string(shots),
                 .hint = "--shots asks for fewer",
                 .place = item.place};
  }
  own.resize(shots);
  return &own;
}

std::string row_of(const ChoiceItem& item, const std::string& prompt) {
  JsonRow row;
  row.text("id", item.id);
  if (!item.subject.empty()) row.text("category", item.subject);
  return row.number("temperature", 0.0)
      .texts("turns", {prompt})
      .texts("references", {option_letter(*item.gold)})
      .texts("options", item.options)
      .line();
}

std::string suite_sheet(const ChoiceImport& order) {
  std::string version = std::to_string(order.shots) + " shots";
  if (order.task == TruthfulTask::mc0) version += ", mc0";
  if (order.shuffle) version += ", options shuffled by " + std::to_string(*order.shuffle);
  return "name: " + order.name + "\nversion: " + evenhand::quoted(version) +
         "\ntitle: " + order.name +
         "\ndescription: Imported multiple-choice questions, which belong to their authors.\n"
         "protocol: multiple_choice\n";
}

}  // namespace

Result<ImportedSuite> import_choices(const FileSystem& files, const ChoiceImport& order) {
  EVENHAND_TRY(std::vector<ChoiceItem> items, read_mmlu_items(files, order.questions, order.task));
  EVENHAND_OK(check_items(items));
  EVENHAND_TRY(Examples examples, read_examples(files, order));
  std::string lines;
  std::size_t kept = 0;
  const bool some_subjects = std::any_of(
      items.begin(), items.end(), [](const ChoiceItem& item) { return !item.subject.empty(); });
  for (ChoiceItem& item : items) {
    if (some_subjects && item.subject.empty()) item.subject = "other";
    EVENHAND_TRY(const auto* const shots, examples_for(item, examples, order.shots));
    if (order.shuffle && refers_to_others(item)) ++kept;
    if (order.shuffle && !refers_to_others(item)) shuffle_options(item, *order.shuffle);
    lines += row_of(item, prompt_of(item, shots));
  }
  ImportedSuite suite{.questions = items.size()};
  if (kept > 0) {
    suite.remarks.push_back(std::to_string(kept) +
                            " questions keep their order: an option refers to others");
  }
  suite.files = {{"suite.yaml", suite_sheet(order)}, {"questions.jsonl", std::move(lines)}};
  return suite;
}

}  // namespace evenhand
