#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/result.h"
#include "formats/markdown_counts.h"

namespace evenhand {

/// One vote between two models' answers.
struct Battle {
  std::uint32_t model_a = 0;  // places in BattleLog::models
  std::uint32_t model_b = 0;
  double share_a = 0.5;   // 1: model_a won, 0: model_b, 0.5: a tie of either kind
  std::size_t count = 1;  // of equal ones, see BattlesTaken
};

/// What of an answer's form Arena's style control looks at, in this order.
enum class StyleFeature { length, header, list, bold };
inline constexpr std::size_t kStyleFeatures = 4;

/// Counts of both sides, by StyleFeature; length is in tokens, or for both sides in characters.
struct BattleStyle {
  std::array<double, kStyleFeatures> a = {};
  std::array<double, kStyleFeatures> b = {};
};

struct BattleLog {
  std::vector<std::string> models;  // by first appearance, all of side a before side b
  std::vector<Battle> battles;
  std::vector<BattleStyle> styles;        // one a battle, where they were asked for; else empty
  std::vector<std::uint32_t> judges;      // their numbers, one a battle, where asked for
  std::size_t lengths_in_characters = 0;  // of how many styles, for want of tokens
  std::size_t read = 0;                   // records in the file
  std::size_t filtered_out = 0;           // by conditions, caps and thinning
  std::size_t bad = 0;                    // skipped, as they could not be read
  std::vector<std::string> bad_examples;  // the first of them, with file and line
};

/// A record counts only where the field has one of these values, or none of them, compared as text
/// (true and True are the same) or as numbers. A field within another is named with dots:
/// "conv_metadata.turns".
struct BattleCondition {
  enum class Wants { one_of, none_of };

  std::string field;
  std::vector<std::string> values;
  Wants wants = Wants::one_of;
};

/// One after the other, or equal ones as one with a count, which takes hardly any memory and loses
/// the order. Counted ones have no style or judges, and are neither capped nor thinned.
enum class BattlesTaken { singly, counted };

enum class BadRecords { refused, skipped };

struct BattleOrder {
  std::string path;
  std::vector<BattleCondition> conditions = {};  // all must hold
  std::string sort_by = {};          // a field of numbers, ascending; empty: as they come
  std::optional<double> since = {};  // `tstamp` from here on, in Unix seconds
  std::optional<double> until = {};  // and before this
  bool with_style = false;
  CodeBlocks style_counters = CodeBlocks::by_line;  // of conversations that come without counts
  bool with_judges = false;
  std::optional<std::size_t> votes_per_day = {};  // of one `judge` on one day (UTC of `tstamp`)
  /// Prompts that are more frequent than this quantile of all frequencies are thinned to it, the
  /// first ones staying. Arena takes 0.9999. Needs `conversation_a`.
  std::optional<double> thin_above = {};
  BadRecords bad_records = BadRecords::refused;
  BattlesTaken takes = BattlesTaken::singly;
};

/// Reads battles in Chatbot Arena's form: a JSON array, JSON a line, or CSV (by the file's first
/// byte). Each needs `model_a`, `model_b` and `winner`: model_a, model_b, or anything with "tie" in
/// it. Style comes from `conv_metadata` (sum_assistant_a_tokens, header_count_a ...), or the
/// columns a_tokens, a_headers, a_lists, a_bold and those of b; where a record has none of a
/// feature, it is counted in `conversation_a` and `conversation_b`, length by `num_tokens` or in
/// characters. In CSV these two hold a list in JSON, or what the model said as it is;
/// `conv_metadata` and `category_tag` hold an object in JSON. Files may be of any size; a record
/// is at most 16 MiB.
///
/// Errors, with file and line: broken syntax or UTF-8, a missing field, a value of another type, an
/// unknown winner, a model against itself, a `question_id` that came before among those kept; no
/// battle left by the conditions.
Result<BattleLog> read_battles(const FileSystem& files, const BattleOrder& order);

/// Above which frequency prompts are thinned: that quantile of all prompts' frequencies, linear
/// between neighbours. Requires a frequency and a quantile in [0, 1].
double prompt_frequency_cut(std::vector<std::size_t> frequencies, double quantile);

}  // namespace evenhand
