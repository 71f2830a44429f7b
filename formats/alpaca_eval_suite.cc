#include "formats/alpaca_eval_suite.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "documents/readers.h"
#include "formats/json_row.h"
#include "formats/row_fields.h"

namespace evenhand {
namespace {

struct OutputRow {
  std::string instruction;
  std::string output;
  std::string dataset;
  std::string generator;
  int line = 0;
};

Result<std::string> text_or(const Node& row, std::string_view field, std::string otherwise) {
  const Node* node = row.find(field);
  if (node == nullptr || node->is_null()) return otherwise;
  return as_text(*node);
}

Result<OutputRow> read_row(const Node& node) {
  OutputRow row{.line = node.place.line};
  EVENHAND_TRY(row.instruction, required_text(node, "instruction", "an output"));
  EVENHAND_TRY(row.output, required_text(node, "output", "an output"));
  EVENHAND_TRY(row.dataset, text_or(node, "dataset", "all"));
  EVENHAND_TRY(row.generator, text_or(node, "generator", "baseline"));
  if (trimmed(row.instruction).empty()) return error_at(node, "the instruction is blank");
  return row;
}

Result<std::vector<OutputRow>> read_rows(const FileSystem& files, const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  EVENHAND_TRY(const Node root, read_json(contents, path));
  if (root.list() == nullptr || root.list()->empty()) {
    return error_at(root, "expected a list of outputs, found " + root.described(),
                    "AlpacaEval's model_outputs.json is an array of {instruction, output}");
  }
  std::vector<OutputRow> rows;
  std::map<std::string, int> line_of;
  for (const Node& node : *root.list()) {
    EVENHAND_TRY(OutputRow row, read_row(node));
    const auto [known, is_new] = line_of.emplace(row.instruction, row.line);
    if (!is_new) {
      return error_at(node, "this instruction stands here twice",
                      "the first is in line " + std::to_string(known->second));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string suite_sheet(const std::vector<OutputRow>& rows) {
  std::vector<std::string> categories;
  for (const OutputRow& row : rows) {
    if (std::find(categories.begin(), categories.end(), row.dataset) == categories.end()) {
      categories.push_back(row.dataset);
    }
  }
  std::string sheet =
      "name: alpaca_eval\nversion: 1\ntitle: AlpacaEval instructions\n"
      "description: Imported from a file of AlpacaEval outputs; its instructions and its baseline "
      "belong to their authors.\n"
      "protocol: pairwise\ncategories:\n";
  for (const std::string& category : categories) sheet += "  " + quoted(category) + ":\n";
  return sheet + "baseline: {name: " + quoted(rows.front().generator) +
         ", answers: baseline.jsonl}\n";
}

std::vector<std::string> remarks_on(const std::vector<OutputRow>& rows, const std::string& path) {
  std::vector<std::string> remarks;
  const auto note = [&](const OutputRow& row, const std::string& what) {
    remarks.push_back(path + ":" + std::to_string(row.line) + ": " + what);
  };
  for (const OutputRow& row : rows) {
    if (trimmed(row.output).empty())
      note(row, "the output is blank, so the baseline has no answer");
  }
  const auto other = std::find_if(rows.begin(), rows.end(), [&](const OutputRow& row) {
    return row.generator != rows.front().generator;
  });
  if (other != rows.end()) {
    note(*other, "this output is by '" + other->generator + "', the first by '" +
                     rows.front().generator + "', whose name the baseline gets");
  }
  return remarks;
}

}  // namespace

Result<ImportedSuite> import_alpaca_eval(const FileSystem& files, const std::string& outputs_path) {
  EVENHAND_TRY(const std::vector<OutputRow> rows, read_rows(files, outputs_path));
  std::string questions;
  std::string answers;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string id = fmt::format("ae-{:03}", i + 1);
    questions += JsonRow()
                     .text("id", id)
                     .text("category", rows[i].dataset)
                     .texts("turns", {rows[i].instruction})
                     .line();
    answers += JsonRow().text("id", id).text("answer", rows[i].output).line();
  }
  ImportedSuite suite{.questions = rows.size(), .baseline = {rows.front().generator}};
  suite.remarks = remarks_on(rows, outputs_path);
  suite.files = {{"suite.yaml", suite_sheet(rows)},
                 {"questions.jsonl", std::move(questions)},
                 {"baseline.jsonl", std::move(answers)}};
  return suite;
}

}  // namespace evenhand
