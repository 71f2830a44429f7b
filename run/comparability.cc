#include "run/comparability.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace evenhand {
namespace {

using Weight = Mismatch::Weight;

// As much of a digest as tells two apart at a glance.
constexpr std::size_t kShownDigits = 12;

std::string list_of(std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  return joined(names, ", ");
}

/// "f7e09d05296d", and what follows a slash: "f7e09d05296d/first 60" for a part of a suite.
std::string digest_text(const Digest& digest) {
  const std::size_t slash = std::min(digest.text.find('/'), digest.text.size());
  return digest.text.substr(0, std::min(slash, kShownDigits)) + digest.text.substr(slash);
}

std::string suite_text(const ResultsBoard& board) {
  return board.suite.text + " " + board.suite_version + " (" + digest_text(board.suite_digest) +
         ")";
}

/// Judges are who they are by the model that is asked, and by the model that replied.
std::string judges_text(const ResultsBoard& board) {
  std::vector<std::string> judges;
  for (const ModelId& judge : board.judges) {
    std::string text = board.setting(judge.text);
    if (text.empty()) text = judge.text;
    for (const auto& [asked, served] : board.served_models) {
      if (asked == judge.text && served != text) text += " served as " + served;
    }
    judges.push_back(std::move(text));
  }
  return list_of(std::move(judges));
}

std::string baseline_text(const ResultsBoard& board) {
  if (!board.baseline) return board.opponents.empty() ? "none" : "the other candidates";
  const std::string model = board.setting(board.baseline->text);
  return board.baseline->text + (model.empty() ? "" : " (" + model + ")");
}

/// Where candidates meet, their scores depend on whom they met.
std::string met_text(const ResultsBoard& board) {
  if (board.opponents.empty()) return {};
  std::vector<std::string> names;
  for (const ResultsRow& row : board.rows) names.push_back(row.model.text);
  return list_of(std::move(names)) + " (" + board.opponents + ")";
}

}  // namespace

std::vector<Mismatch> mismatches_of(const ResultsBoard& a, const ResultsBoard& b) {
  std::vector<Mismatch> found;
  const auto compare = [&](const char* what, const std::string& in_a, const std::string& in_b,
                           Weight weight) {
    if (in_a != in_b) found.push_back({.what = what, .a = in_a, .b = in_b, .weight = weight});
  };
  if (a.suite_digest != b.suite_digest) {
    found.push_back({.what = "suite", .a = suite_text(a), .b = suite_text(b)});
  }
  compare("protocol", a.protocol.text, b.protocol.text, Weight::forbids);
  compare("baseline", baseline_text(a), baseline_text(b), Weight::forbids);
  compare("candidates that met", met_text(a), met_text(b), Weight::forbids);
  compare("judges", judges_text(a), judges_text(b), Weight::forbids);
  if (a.prompts_digest != b.prompts_digest) {
    found.push_back({.what = "prompts of the judge",
                     .a = digest_text(a.prompts_digest),
                     .b = digest_text(b.prompts_digest)});
  }
  compare("seats", a.seats, b.seats, Weight::forbids);
  compare("reading of verdicts", a.setting("verdicts"), b.setting("verdicts"), Weight::forbids);
  compare("extraction of letters", a.setting("extract"), b.setting("extract"), Weight::forbids);
  compare("repeats", std::to_string(a.repeats), std::to_string(b.repeats), Weight::known);
  compare("samples", std::to_string(a.samples), std::to_string(b.samples), Weight::known);
  compare("version of evenhand", a.program_version, b.program_version, Weight::known);
  return found;
}

}  // namespace evenhand
