#include "formats/alpaca_eval_votes.h"

#include "documents/readers.h"
#include "formats/annotation_row.h"

namespace evenhand {
namespace {

/// The current name of a column, else the one before columns had the judge's prefix.
Result<std::optional<double>> number_of(const AnnotationRow& row, const std::string& column) {
  const std::string prefixed = "preference_" + column;
  return row.number(row.has(prefixed) ? prefixed : column);
}

Result<AlpacaEvalVote> read_vote(const Node& node, std::size_t number) {
  EVENHAND_TRY(const AnnotationRow row, AnnotationRow::of(node, number));
  AlpacaEvalVote vote{.line = node.place.line};
  EVENHAND_TRY(vote.instruction, row.required_text("instruction"));
  EVENHAND_TRY(vote.output_1, row.required_text("output_1"));
  EVENHAND_TRY(vote.output_2, row.required_text("output_2"));
  EVENHAND_TRY(vote.generator, row.text(row.has("generator_2") ? "generator_2" : "generator"));
  EVENHAND_TRY(vote.annotator, row.text("annotator"));
  EVENHAND_TRY(vote.preference, row.preference());
  EVENHAND_TRY(vote.price, number_of(row, "price_per_example"));
  EVENHAND_TRY(vote.seconds, number_of(row, "time_per_example"));
  return vote;
}

}  // namespace

Result<std::vector<AlpacaEvalVote>> read_alpaca_eval_votes(const FileSystem& files,
                                                           const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  EVENHAND_TRY(const Node root, read_json(contents, path));
  if (root.list() == nullptr) {
    return error_at(root, "expected a list of annotations, found " + root.described());
  }
  std::vector<AlpacaEvalVote> votes;
  for (const Node& node : *root.list()) {
    EVENHAND_TRY(AlpacaEvalVote vote, read_vote(node, votes.size() + 1));
    votes.push_back(std::move(vote));
  }
  return votes;
}

}  // namespace evenhand
