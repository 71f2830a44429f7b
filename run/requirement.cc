#include "run/requirement.h"

#include <cstddef>
#include <string_view>
#include <utility>

#include "base/check.h"
#include "base/text.h"

namespace evenhand {
namespace {

struct NamedRelation {
  std::string_view text;
  Relation relation;
};

// Longer ones first: "<=" begins with "<".
constexpr NamedRelation kRelations[] = {
    {"<=", Relation::at_most},   {">=", Relation::at_least}, {"==", Relation::equal},
    {"!=", Relation::not_equal}, {"<", Relation::less},      {">", Relation::more},
};

// Nobody writes a longer one by hand; what is cut off here is not shown either.
constexpr std::size_t kLongest = 1'000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool begins_number(char c) { return is_digit(c) || c == '.' || c == '-' || c == '+'; }

bool in_number(char c) { return begins_number(c) || c == 'e' || c == 'E'; }

bool in_name(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
         c == '/';
}

/// Reads a requirement from left to right.
class Reader {
 public:
  explicit Reader(const std::string& text) : text_(text) {}

  Result<Requirement> read() {
    if (text_.size() > kLongest) return at(0, "a requirement is at most 1000 characters long");
    Requirement requirement{.text = text_, .left = {}, .right = {}};
    EVENHAND_TRY(requirement.left, operand());
    EVENHAND_TRY(requirement.relation, relation());
    EVENHAND_TRY(requirement.right, operand());
    skip_blanks();
    if (at_ < text_.size()) {
      return at(at_, "one requirement is one comparison",
                "give --require several times: all of them must hold");
    }
    if (!requirement.left.number || !requirement.right.number) return requirement;
    return at(0, "a requirement needs a field, such as win_rate.low");
  }

 private:
  Error at(std::size_t place, std::string what, std::string hint = {}) const {
    return {.what = std::move(what),
            .hint = std::move(hint),
            .place = SourcePlace{.file = "--require",
                                 .line = 1,
                                 .column = static_cast<int>(place) + 1,
                                 .excerpt = text_}};
  }

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }

  Result<Operand> operand() {
    skip_blanks();
    if (at_ == text_.size()) return at(at_, "expected a field or a number here");
    const std::size_t begin = at_;
    Operand operand{.column = static_cast<int>(begin) + 1};
    EVENHAND_OK(begins_number(text_[at_]) ? read_number(operand) : read_field(operand));
    operand.text = text_.substr(begin, at_ - begin);
    return operand;
  }

  Result<void> read_number(Operand& operand) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && in_number(text_[at_])) ++at_;
    std::string digits = text_.substr(begin, at_ - begin);
    if (digits.front() == '+') digits.erase(0, 1);
    operand.number = parse_number(digits);
    if (!operand.number) return at(begin, "'" + digits + "' is no number");
    if (at_ < text_.size() && text_[at_] == '%') {
      ++at_;
      operand.percent = true;
      *operand.number /= 100.0;
    }
    return {};
  }

  Result<void> read_field(Operand& operand) {
    while (true) {
      EVENHAND_TRY(const std::string part, read_part());
      operand.field += (operand.field.empty() ? "" : ".") + part;
      if (at_ == text_.size() || text_[at_] != '.') return {};
      ++at_;
    }
  }

  Result<std::string> read_part() {
    const std::size_t begin = at_;
    const char quote = at_ < text_.size() ? text_[at_] : ' ';
    if (quote == '\'' || quote == '"') {
      const std::size_t end = text_.find(quote, at_ + 1);
      if (end == std::string::npos) return at(begin, "this quote does not end");
      at_ = end + 1;
      return text_.substr(begin + 1, end - begin - 1);
    }
    while (at_ < text_.size() && in_name(text_[at_])) ++at_;
    if (at_ == begin) return at(begin, "expected a field or a number here");
    return text_.substr(begin, at_ - begin);
  }

  Result<Relation> relation() {
    skip_blanks();
    const std::string_view rest = std::string_view(text_).substr(at_);
    for (const NamedRelation& known : kRelations) {
      if (!rest.starts_with(known.text)) continue;
      at_ += known.text.size();
      return known.relation;
    }
    return at(at_, "expected one of < <= > >= == != here",
              rest.starts_with("=") ? "equality is written ==" : "for example: win_rate.low > 0.5");
  }

  const std::string& text_;
  std::size_t at_ = 0;
};

}  // namespace

Result<Requirement> parse_requirement(const std::string& text) {
  // Trimmed first, so that columns fit the text that errors show.
  const std::string words(trimmed(text));
  return Reader(words).read();
}

Error error_at(const Requirement& requirement, const Operand& operand, std::string what,
               std::string hint) {
  return {
      .what = std::move(what),
      .hint = std::move(hint),
      .place = SourcePlace{
          .file = "--require", .line = 1, .column = operand.column, .excerpt = requirement.text}};
}

bool holds(double left, Relation relation, double right) {
  switch (relation) {
    case Relation::less: return left < right;
    case Relation::at_most: return left <= right;
    case Relation::more: return left > right;
    case Relation::at_least: return left >= right;
    case Relation::equal: return left == right;
    case Relation::not_equal: return left != right;
  }
  check_failed("a known Relation", __FILE__, __LINE__);
}

}  // namespace evenhand
