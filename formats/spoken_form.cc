#include "formats/spoken_form.h"

#include "base/text.h"

namespace evenhand {

SpokenSide::SpokenSide(std::string_view field)
    : role_path_(std::string(field) + "[].role"),
      content_path_(std::string(field) + "[].content"),
      tokens_path_(std::string(field) + "[].num_tokens") {}

void SpokenSide::begin() {
  roles_.clear();
  contents_.clear();
  tokens_.clear();
}

void SpokenSide::take(std::string_view path, const JsonScalar& value) {
  if (path == role_path_) {
    roles_.emplace_back(value.text);
  } else if (path == content_path_ && value.kind == JsonScalar::Kind::text) {
    contents_.emplace_back(value.text);
  } else if (path == tokens_path_) {
    tokens_.push_back(parse_number(value.text));
  }
}

std::optional<SpokenForm> SpokenSide::form(CodeBlocks code) const {
  if (roles_.size() != contents_.size()) return std::nullopt;
  const bool has_tokens = tokens_.size() == roles_.size();
  std::vector<std::string> said;
  std::optional<double> tokens = 0.0;
  for (std::size_t i = 0; i < roles_.size(); ++i) {
    if (roles_[i] != "assistant") continue;
    said.push_back(contents_[i]);
    const bool is_known = tokens && has_tokens && tokens_[i];
    tokens = is_known ? std::optional(*tokens + *tokens_[i]) : std::nullopt;
  }
  if (said.empty()) return std::nullopt;
  const std::string text = joined(said, "\n");
  return SpokenForm{
      .marks = markdown_counts(text, code), .characters = code_points(text), .tokens = tokens};
}

}  // namespace evenhand
