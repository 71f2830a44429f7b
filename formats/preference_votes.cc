#include "formats/preference_votes.h"

#include "base/text.h"
#include "documents/fields.h"
#include "documents/readers.h"
#include "formats/csv_table.h"

namespace evenhand {
namespace {

/// Sets the share; an error without place.
Result<PreferenceVote> vote_of(std::string question, std::string candidate, std::string baseline,
                               const std::string& preference) {
  PreferenceVote vote{.question = {std::move(question)},
                      .candidate = {std::move(candidate)},
                      .baseline = {std::move(baseline)}};
  if (vote.question.text.empty() || vote.candidate.text.empty() || vote.baseline.text.empty()) {
    return Error{.what = "a vote needs 'question', 'candidate' and 'baseline'"};
  }
  if (vote.candidate == vote.baseline) {
    return Error{.what = "'" + vote.candidate.text + "' is held against itself"};
  }
  // Names first: a model may be called 'baseline'.
  if (preference == vote.candidate.text) {
    vote.candidate_share = 1.0;
  } else if (preference == vote.baseline.text) {
    vote.candidate_share = 0.0;
  } else if (preference == "candidate") {
    vote.candidate_share = 1.0;
  } else if (preference == "baseline") {
    vote.candidate_share = 0.0;
  } else if (preference != "tie") {
    return Error{.what = "unknown preference '" + preference + "'",
                 .hint = "write candidate, baseline or tie, or the name of one of the two models"};
  }
  return vote;
}

Result<std::vector<PreferenceVote>> read_table(const std::string& contents,
                                               const std::string& path) {
  EVENHAND_TRY(const CsvTable table, read_csv(contents, path));
  EVENHAND_TRY(const std::size_t question, table.column("question"));
  EVENHAND_TRY(const std::size_t candidate, table.column("candidate"));
  EVENHAND_TRY(const std::size_t baseline, table.column("baseline"));
  EVENHAND_TRY(const std::size_t preference, table.column("preference"));
  std::vector<PreferenceVote> votes;
  for (const CsvTable::Row& row : table.rows) {
    auto vote = vote_of(row.fields[question], row.fields[candidate], row.fields[baseline],
                        row.fields[preference]);
    if (!vote) {
      return Error{.what = vote.error().what,
                   .hint = vote.error().hint,
                   .place = SourcePlace{.file = path, .line = row.line}};
    }
    votes.push_back(std::move(*vote));
  }
  return votes;
}

Result<PreferenceVote> read_row(const Node& row) {
  Fields fields(row, "a vote");
  std::string question = fields.required_text("question");
  std::string candidate = fields.required_text("candidate");
  std::string baseline = fields.required_text("baseline");
  const std::string preference = fields.required_text("preference");
  EVENHAND_OK(fields.done_with_known_keys());
  auto vote = vote_of(std::move(question), std::move(candidate), std::move(baseline), preference);
  if (!vote) return error_at(row, vote.error().what, vote.error().hint);
  return vote;
}

}  // namespace

Result<std::vector<PreferenceVote>> read_preference_votes(const FileSystem& files,
                                                          const std::string& path) {
  EVENHAND_TRY(const std::string contents, files.read(path, kMaxDataFile));
  if (path.ends_with(".csv")) return read_table(contents, path);
  std::vector<PreferenceVote> votes;
  EVENHAND_OK(read_json_lines(contents, path, [&](const Node& row) -> Result<void> {
    EVENHAND_TRY(PreferenceVote vote, read_row(row));
    votes.push_back(std::move(vote));
    return {};
  }));
  return votes;
}

}  // namespace evenhand
