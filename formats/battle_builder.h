#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "documents/json_records.h"
#include "formats/battles.h"
#include "formats/hash_set.h"
#include "formats/spoken_form.h"

namespace evenhand {

/// A battle that was read, with what decides later whether and where it stays.
struct BattleEntry {
  Battle battle;
  std::string_view side_a;  // names, kept by the builder
  std::string_view side_b;
  BattleStyle style = {};
  bool length_in_characters = false;
  double sort_key = 0.0;
  double tstamp = 0.0;
  std::size_t judge = 0;   // hash of the name
  std::size_t prompt = 0;  // hash of the user's turns
};

/// Battles of which only how many there are of each kind is kept.
struct EqualBattles {
  struct Kind {
    std::uint32_t a = 0;
    std::uint32_t b = 0;
    double share_a = 0.5;

    friend auto operator<=>(const Kind&, const Kind&) = default;
  };
  std::map<Kind, std::size_t> counts;
  std::unordered_map<std::string, std::uint32_t> numbers;  // of models, as they first appear
  std::vector<std::uint32_t> first_as_a;  // those numbers, as they first are side a

  void add(const std::string& a, const std::string& b, double share_a);

  /// Where each number stands when all of side a come before side b.
  std::vector<std::uint32_t> places() const;

 private:
  std::uint32_t number_of(const std::string& name);
  std::vector<bool> seen_as_a_;
};

/// Makes battles of the fields of records, whatever format they came in. One record after the
/// other: begin(), field() for each value, end().
class BattleBuilder : public JsonRecordTaker {
 public:
  /// The order outlives this.
  explicit BattleBuilder(const BattleOrder& order);

  /// Whether somebody asked for what stands in conversations.
  bool reads_conversations() const;

  void begin(int line) override;
  void field(std::string_view path, const JsonScalar& value) override;
  Result<void> end() override;
  Result<void> broken(Error error) override;

  std::vector<BattleEntry>& entries() { return entries_; }
  const BattleLog& counts() const { return counts_; }
  const EqualBattles& equal() const { return equal_; }  // in place of entries, where asked for

  /// Why nothing is left: the condition that nothing met, with values that the field does have.
  Error nothing_left() const;

 private:
  struct Condition {
    const BattleCondition* told;
    bool met = false;                     // by the record at hand
    std::size_t meeting = 0;              // records so far
    std::vector<std::string> other_seen;  // a few values that do not meet it
  };
  /// What a record must tell, and what it told.
  struct Text {
    std::string value;
    bool is_there = false;
    bool is_text = false;
  };

  void take_text(Text& text, const JsonScalar& value);
  void take_known(std::string_view path, const JsonScalar& value);
  void take_style(std::string_view path, const JsonScalar& value);
  void complete_style();
  void take_turn(std::string_view path, const JsonScalar& value);
  void check_conditions(std::string_view path, const JsonScalar& value);
  bool is_in_time() const;
  std::optional<Error> problem() const;
  std::optional<Error> problem_of_sides() const;
  std::optional<Error> problem_of_extras() const;
  Error error(std::string what, std::string hint = {}) const;
  std::string_view intern(const std::string& name);
  Result<void> refuse(Error error);
  void keep(double share_a);

  const BattleOrder& order_;
  std::vector<Condition> conditions_;
  std::vector<BattleEntry> entries_;
  BattleLog counts_;
  std::unordered_set<std::string> names_;
  HashSet ids_;
  EqualBattles equal_;

  // The record at hand.
  int line_ = 0;
  bool has_begun_ = false;
  Text model_a_;
  Text model_b_;
  Text winner_;
  Text id_;
  Text judge_;
  std::optional<double> tstamp_;
  std::optional<double> sort_key_;
  BattleStyle style_;
  unsigned style_seen_ = 0;  // a bit for each feature of each side
  SpokenSide spoken_a_{"conversation_a"};
  SpokenSide spoken_b_{"conversation_b"};
  bool length_in_characters_ = false;
  std::string role_;
  std::string content_;
  bool role_seen_ = false;
  bool content_seen_ = false;
  std::string prompt_;
  bool prompt_seen_ = false;
};

}  // namespace evenhand
