#include "run/gate.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "report/diff_words.h"
#include "run/requirement.h"

namespace evenhand {
namespace {

using Values = std::map<std::string, std::optional<double>>;

constexpr const char* kExample =
    "fields are those of leaderboard.json, such as win_rate.low, coverage.judged_share or diff.low";

// What belongs to `diff`, so that a run without `against` knows the words.
constexpr const char* kDiffFields[] = {
    "diff",           "diff.low",    "diff.high",   "diff.p",     "diff.p_sign",
    "diff.questions", "diff.better", "diff.worse",  "diff.equal", "diff.gained",
    "diff.lost",      "diff.cost",   "diff.length",
};

bool is_diff(const std::string& field) { return field == "diff" || field.starts_with("diff."); }

double as_double(std::size_t count) { return static_cast<double>(count); }

std::optional<double> share(const ResultsRow& row, const char* part, const char* whole) {
  const std::size_t all = row.count(whole);
  if (all == 0) return std::nullopt;
  return as_double(row.count(part)) / as_double(all);
}

void add_diff(const Comparison& comparison, Values& values) {
  const PairedDifference& difference = comparison.difference;
  values["diff"] = difference.mean;
  if (difference.interval) {
    values["diff.low"] = difference.interval->low;
    values["diff.high"] = difference.interval->high;
  }
  values["diff.p"] = difference.test.p;
  values["diff.p_sign"] = difference.sign_p;
  values["diff.questions"] = as_double(difference.questions);
  values["diff.better"] = as_double(difference.better);
  values["diff.worse"] = as_double(difference.worse);
  values["diff.equal"] = as_double(difference.equal);
  values["diff.gained"] = as_double(comparison.gained.size());
  values["diff.lost"] = as_double(comparison.lost.size());
  values["diff.cost"] = comparison.cost_difference;
  values["diff.length"] = comparison.length_difference;
}

Values values_of(const ResultsRow& row) {
  Values values = row.numbers;
  values["coverage.judged_share"] = share(row, "judged", "expected");
  values["coverage.unreadable_share"] = share(row, "unreadable", "games");
  for (const char* field : kDiffFields) values[field] = std::nullopt;
  return values;
}

/// Which fields lie between 0 and 1 (differences between -1 and 1), so that a number of percent
/// beside them is a slip.
bool is_fraction(const std::string& field, bool grades) {
  const std::string_view of = std::string_view(field).substr(0, field.find('.'));
  for (const std::string_view name : {"win_rate", "length_controlled_win_rate",
                                      "position_consistency", "first_seat_share", "accuracy"}) {
    if (of == name) return true;
  }
  if (field == "coverage.judged_share" || field == "coverage.unreadable_share") return true;
  if (field == "diff.p" || field == "diff.p_sign") return true;
  if (grades || field.ends_with(".unreadable")) return false;
  const bool part = of == "categories" || of == "turns" || of == "first_turn" ||
                    of == "second_turn" || of == "judges";
  return part || field == "diff" || field == "diff.low" || field == "diff.high";
}

bool has_grades(const ResultsFolder& results) {
  return std::any_of(results.board.rows.begin(), results.board.rows.end(),
                     [](const ResultsRow& row) { return row.number("grade").has_value(); });
}

/// Everything that the requirements are held against.
struct Gate {
  const ResultsFolder& results;
  const ResultsFolder* against = nullptr;
  const GateOptions& options;
  std::vector<Requirement> requirements = {};
  std::vector<const ResultsRow*> rows = {};
  bool grades = false;
};

bool wants_diff(const Gate& gate) {
  return std::any_of(gate.requirements.begin(), gate.requirements.end(),
                     [](const Requirement& requirement) {
                       return is_diff(requirement.left.field) || is_diff(requirement.right.field);
                     });
}

Result<void> check_scale(const Gate& gate, const Requirement& requirement, const Operand& field,
                         const Operand& number) {
  if (!number.number) return {};
  const bool fraction = is_fraction(field.field, gate.grades);
  if (number.percent && !fraction) {
    return error_at(requirement, number, "'" + field.field + "' is no fraction",
                    "write the number without %");
  }
  const double least = is_diff(field.field) ? -1.0 : 0.0;
  if (!fraction || (*number.number >= least && *number.number <= 1.0)) return {};
  return error_at(
      requirement, number, "'" + field.field + "' lies between " + shortest_text(least) + " and 1",
      "a percentage is written " + number.text + "%, or " + shortest_text(*number.number / 100.0));
}

Result<void> check_field(const Gate& gate, const Requirement& requirement, const Operand& operand) {
  if (operand.field.empty()) return {};
  std::vector<std::string> known;
  for (const ResultsRow* row : gate.rows) {
    for (const auto& [name, value] : values_of(*row)) known.push_back(name);
  }
  if (std::find(known.begin(), known.end(), operand.field) == known.end()) {
    const auto near = nearest_name(operand.field, known);
    return error_at(requirement, operand, "unknown field '" + operand.field + "'",
                    near ? "did you mean '" + *near + "'?" : kExample);
  }
  if (!is_diff(operand.field) || gate.against != nullptr) return {};
  return error_at(requirement, operand, "'" + operand.field + "' needs something to compare with",
                  "--against RESULTS, or --against-candidate NAME for one of the same run");
}

Result<void> check_requirements(const Gate& gate) {
  for (const Requirement& requirement : gate.requirements) {
    for (const auto& [operand, other] : {std::pair(&requirement.left, &requirement.right),
                                         std::pair(&requirement.right, &requirement.left)}) {
      EVENHAND_OK(check_field(gate, requirement, *operand));
      if (operand->field.empty()) continue;
      EVENHAND_OK(check_scale(gate, requirement, *operand, *other));
    }
  }
  return {};
}

Result<void> read_options(Gate& gate) {
  if (gate.options.requirements.empty()) {
    return Error{.what = "'gate' needs --require", .hint = "for example: \"win_rate.low > 0.5\""};
  }
  for (const std::string& text : gate.options.requirements) {
    EVENHAND_TRY(Requirement requirement, parse_requirement(text));
    gate.requirements.push_back(std::move(requirement));
  }
  for (const std::string& name : gate.options.candidates) {
    EVENHAND_TRY(const ResultsRow* const row, gate.results.board.row_of(name));
    gate.rows.push_back(row);
  }
  if (!gate.options.candidates.empty()) return {};
  for (const ResultsRow& row : gate.results.board.rows) gate.rows.push_back(&row);
  if (!gate.rows.empty()) return {};
  return Error{.what = gate.results.board.place + " has no candidates"};
}

/// Whom a candidate is compared with in the other run.
Result<std::string> opposite_of(const Gate& gate, const ResultsRow& row) {
  const std::string& told = gate.options.against_candidate;
  if (!told.empty()) return told;
  if (gate.against->board.row_of(row.model.text)) return row.model.text;
  if (gate.against->board.rows.size() == 1) return gate.against->board.rows[0].model.text;
  return Error{.what = "'" + row.model.text + "' is no candidate of " + gate.against->folder,
               .hint = "say whom it is compared with: --against-candidate NAME"};
}

Result<void> check_comparable(const Gate& gate, const DiffData& diff, GateData& data) {
  if (diff.comparable()) return {};
  std::string differences;
  for (const Mismatch& mismatch : diff.mismatches) {
    if (mismatch.weight != Mismatch::Weight::forbids) continue;
    differences += (differences.empty() ? "" : "; ") + mismatch_in_words(mismatch);
  }
  if (gate.options.incomparable == GateOptions::Incomparable::allow) {
    const std::string remark = "compared although the runs differ: " + differences;
    if (data.remarks.empty()) data.remarks.push_back(remark);
    return {};
  }
  return Error{.what = "the runs cannot be compared: " + differences,
               .hint =
                   "judge both in the same way, or compare them all the same with "
                   "--allow-incomparable"};
}

std::string missing_in_words(const ResultsRow& row) {
  if (!row.incomplete()) return {};
  const std::size_t without =
      row.count("expected") - std::min(row.count("expected"), row.count("judged"));
  std::string words = std::to_string(without) + " of " +
                      counted(row.count("expected"), "question") + " without a score";
  const std::size_t games = row.count("failed_games") + row.count("missing_games");
  if (games > 0) words += ", " + counted(games, "game") + " without a verdict";
  return words;
}

/// The values of a candidate's fields, the difference among them.
Result<Values> look_up(const Gate& gate, const ResultsRow& row, GateCandidate& candidate,
                       GateData& data) {
  Values values = values_of(row);
  if (!wants_diff(gate)) return values;
  EVENHAND_TRY(const std::string opposite, opposite_of(gate, row));
  DiffOptions options = gate.options.diff;
  options.candidate_a = opposite;
  options.candidate_b = row.model.text;
  EVENHAND_TRY(const DiffData diff, diff_runs(*gate.against, gate.results, options));
  EVENHAND_OK(check_comparable(gate, diff, data));
  add_diff(diff.comparisons.front(), values);
  EVENHAND_TRY(const ResultsRow* const other, gate.against->board.row_of(opposite));
  const std::string missing = missing_in_words(*other);
  if (missing.empty()) return values;
  candidate.missing += (candidate.missing.empty() ? "" : "; ") + std::string("of ") + opposite +
                       " in " + gate.against->folder + " " + missing;
  return values;
}

RequirementOutcome outcome_of(const Requirement& requirement, const Values& values,
                              const ModelId& candidate) {
  const auto value_of = [&](const Operand& operand) {
    if (operand.number) return operand.number;
    const auto found = values.find(operand.field);
    return found == values.end() ? std::nullopt : found->second;
  };
  RequirementOutcome outcome{.candidate = candidate,
                             .requirement = requirement.text,
                             .left = value_of(requirement.left),
                             .right = value_of(requirement.right)};
  if (!outcome.left || !outcome.right) {
    const Operand& absent = outcome.left ? requirement.right : requirement.left;
    outcome.why = absent.text + " has no value in this run";
    return outcome;
  }
  outcome.met = holds(*outcome.left, requirement.relation, *outcome.right);
  if (!outcome.met) {
    outcome.why = "does not hold: left is " + shortest_text(*outcome.left) + ", right is " +
                  shortest_text(*outcome.right);
  }
  return outcome;
}

GateCandidate candidate_of(const ResultsRow& row) {
  GateCandidate candidate{.model = row.model,
                          .headline_name = headline_name(row).value_or(""),
                          .expected = row.count("expected"),
                          .judged = row.count("judged"),
                          .missing = missing_in_words(row)};
  candidate.headline = row.estimate(candidate.headline_name);
  return candidate;
}

}  // namespace

Result<GateData> gate_run(const ResultsFolder& results, const ResultsFolder* against,
                          const GateOptions& options) {
  Gate gate{
      .results = results, .against = against, .options = options, .grades = has_grades(results)};
  EVENHAND_OK(read_options(gate));
  EVENHAND_OK(check_requirements(gate));
  GateData data{.results = results.folder,
                .run = results.board.run,
                .suite = results.board.suite.text,
                .against = against == nullptr || !wants_diff(gate) ? "" : against->folder};
  for (const ResultsRow* row : gate.rows) {
    GateCandidate candidate = candidate_of(*row);
    EVENHAND_TRY(const Values values, look_up(gate, *row, candidate, data));
    for (const Requirement& requirement : gate.requirements) {
      data.outcomes.push_back(outcome_of(requirement, values, row->model));
    }
    data.candidates.push_back(std::move(candidate));
  }
  return data;
}

}  // namespace evenhand
