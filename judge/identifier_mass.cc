#include "judge/identifier_mass.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>

#include "base/text.h"

namespace evenhand {
namespace {

// With less than half, the judge would rather have said something else.
constexpr double kLeastMass = 0.5;

struct Mass {
  double first = 0.0;
  double second = 0.0;

  double total() const { return first + second; }
};

// Tokenizers write the blank before a word as "Ġ" (byte-level BPE) or "▁" (SentencePiece) where a
// server passes tokens on undecoded.
std::string spelling(std::string_view token) {
  constexpr std::string_view kBytePairBlank = "\xC4\xA0";
  constexpr std::string_view kSentencePieceBlank = "\xE2\x96\x81";
  for (const std::string_view blank : {kBytePairBlank, kSentencePieceBlank}) {
    if (token.starts_with(blank)) token.remove_prefix(blank.size());
  }
  return std::string(trimmed(token));
}

class Reader {
 public:
  explicit Reader(const Identifiers& identifiers)
      : identifiers_(identifiers),
        case_matters_(lower_case(identifiers.first) == lower_case(identifiers.second)) {}

  bool is_first(std::string_view token) const { return is(token, identifiers_.first); }
  bool is_second(std::string_view token) const { return is(token, identifiers_.second); }
  bool is_either(std::string_view token) const { return is_first(token) || is_second(token); }

  // Each listed token once, and the chosen one where the list leaves it out.
  Mass mass_at(const TokenChoice& choice) const {
    std::map<std::string, double> logprob_of = {{choice.chosen.token, choice.chosen.logprob}};
    for (const TokenLogprob& listed : choice.top) logprob_of[listed.token] = listed.logprob;
    Mass mass;
    for (const auto& [token, logprob] : logprob_of) {
      if (std::isnan(logprob)) continue;
      const double probability = std::exp(std::min(logprob, 0.0));
      if (is_first(token)) mass.first += probability;
      if (is_second(token)) mass.second += probability;
    }
    return mass;
  }

 private:
  bool is(std::string_view token, const std::string& identifier) const {
    const std::string spelt = spelling(token);
    return case_matters_ ? spelt == identifier : lower_case(spelt) == lower_case(identifier);
  }

  const Identifiers& identifiers_;
  bool case_matters_;
};

}  // namespace

std::variant<double, Fault> first_share(std::span<const TokenChoice> choices,
                                        const Identifiers& identifiers) {
  if (choices.empty()) return Fault::no_logprobs;
  const Reader reader(identifiers);
  bool listed = false;
  for (const TokenChoice& choice : choices) {
    const Mass mass = reader.mass_at(choice);
    const bool enough = mass.total() >= kLeastMass;
    if (enough) return mass.first / mass.total();
    if (reader.is_either(choice.chosen.token)) return Fault::little_mass;
    listed = listed || mass.total() > 0.0;
  }
  return listed ? Fault::little_mass : Fault::no_identifier;
}

std::variant<double, Fault> upstream_first_share(std::span<const TokenChoice> choices,
                                                 const Identifiers& identifiers) {
  if (choices.empty()) return Fault::no_logprobs;
  std::optional<double> first;
  std::optional<double> second;
  for (const TokenLogprob& listed : choices.front().top) {
    if (listed.token == identifiers.first) first = listed.logprob;
    if (listed.token == identifiers.second) second = listed.logprob;
  }
  if (!first && !second) return Fault::no_identifier;
  if (!second) return 1.0;
  if (!first) return 0.0;
  if (*first == *second) return 0.5;  // both at the floor: minus infinity has no difference
  return 1.0 / (1.0 + std::exp(*second - *first));
}

}  // namespace evenhand
