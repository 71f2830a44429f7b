#include "formats/creative_writing_results.h"

#include "documents/readers.h"

namespace evenhand {
namespace {

WritingPiece piece_of(const Node& result) {
  WritingPiece piece;
  if (const Node* words = result.find("raw_judge_text")) {
    if (const auto text = as_text(*words)) piece.judgement = *text;
  }
  const Node* scores = result.find("judge_scores");
  if (scores == nullptr || scores->map() == nullptr) return piece;
  for (const Member& member : *scores->map()) {
    if (const auto number = as_number(member.value)) piece.points[member.key] = *number;
  }
  return piece;
}

Result<const Node::Map*> map_in(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  if (found == nullptr || found->map() == nullptr) {
    return error_at(node, "no run of creative writing v3: it has no '" + std::string(key) + "'");
  }
  return found->map();
}

void read_prompt(const Member& prompt, const std::string& model,
                 std::vector<WritingPiece>& pieces) {
  const Node* results = prompt.value.find("results_by_modifier");
  const bool none = results == nullptr || results->map() == nullptr || results->map()->empty();
  if (none) {
    pieces.push_back({.model = {model}, .prompt = {prompt.key}});
    return;
  }
  for (const Member& result : *results->map()) {
    WritingPiece piece = piece_of(result.value);
    piece.model = {model};
    piece.prompt = {prompt.key};
    pieces.push_back(std::move(piece));
  }
}

}  // namespace

Result<std::vector<WritingPiece>> read_creative_writing_results(const FileSystem& files,
                                                                const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  EVENHAND_TRY(const Node root, read_json(contents, path));
  if (root.map() == nullptr) return error_at(root, "expected an object, found " + root.described());
  std::vector<WritingPiece> pieces;
  for (const Member& run : *root.map()) {
    EVENHAND_TRY(const Node::Map* const iterations, map_in(run.value, "creative_tasks"));
    std::string model = run.key;
    if (const Node* named = run.value.find("test_model")) {
      EVENHAND_TRY(model, as_text(*named));
    }
    for (const Member& iteration : *iterations) {
      if (iteration.value.map() == nullptr) {
        return error_at(iteration.value, "an iteration is a map from prompt to results, found " +
                                             iteration.value.described());
      }
      for (const Member& prompt : *iteration.value.map()) read_prompt(prompt, model, pieces);
    }
  }
  if (pieces.empty()) return Error{.what = "no piece of writing in " + path};
  return pieces;
}

}  // namespace evenhand
