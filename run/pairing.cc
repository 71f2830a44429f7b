#include "run/pairing.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/digest.h"

namespace evenhand {
namespace {

std::vector<Pairing> with_everybody(std::size_t candidates) {
  std::vector<Pairing> pairs;
  for (std::size_t a = 0; a < candidates; ++a) {
    for (std::size_t b = a + 1; b < candidates; ++b) pairs.push_back({a, b});
  }
  return pairs;
}

/// A place in the ring depends on the candidate's own name only, not on who else is there.
std::vector<std::size_t> ring_of(const RunSetting& setting, std::size_t question) {
  const QuestionId& id = setting.suite.questions[question].id;
  std::vector<std::pair<std::string, std::size_t>> places;
  for (std::size_t c = 0; c < setting.candidates.size(); ++c) {
    Digester digester;
    digester.add("ring").add(std::to_string(setting.file.seed)).add(id.text);
    digester.add(setting.candidates[c].spec.name.text);
    places.emplace_back(digester.finish().text, c);
  }
  std::sort(places.begin(), places.end());
  std::vector<std::size_t> ring;
  for (const auto& [place, candidate] : places) ring.push_back(candidate);
  return ring;
}

std::vector<Pairing> with_neighbours(const RunSetting& setting, std::size_t question) {
  const std::vector<std::size_t> ring = ring_of(setting, question);
  std::vector<Pairing> pairs;
  for (std::size_t step = 1; step <= setting.file.opponents.drawn / 2; ++step) {
    for (std::size_t i = 0; i < ring.size(); ++i) {
      const auto [low, high] = std::minmax(ring[i], ring[(i + step) % ring.size()]);
      pairs.push_back({low, high});
    }
  }
  std::sort(pairs.begin(), pairs.end(), [](const Pairing& a, const Pairing& b) {
    return std::pair(a.candidate, *a.opponent) < std::pair(b.candidate, *b.opponent);
  });
  return pairs;
}

std::vector<Pairing> with_baseline(const RunSetting& setting) {
  std::vector<Pairing> pairs;
  for (std::size_t c = 0; c < setting.candidates.size(); ++c) {
    pairs.push_back(
        {c, setting.baseline ? std::optional(setting.candidates.size()) : std::nullopt});
  }
  return pairs;
}

}  // namespace

std::vector<Pairing> pairings(const RunSetting& setting, std::size_t question) {
  if (!setting.candidates_meet()) return with_baseline(setting);
  const std::size_t others = setting.candidates.size() - 1;
  switch (setting.file.opponents.who) {
    case Opponents::Who::baseline: break;
    case Opponents::Who::all: return with_everybody(setting.candidates.size());
    case Opponents::Who::drawn:
      return setting.file.opponents.drawn >= others ? with_everybody(setting.candidates.size())
                                                    : with_neighbours(setting, question);
  }
  check_failed("candidates that meet have opponents", __FILE__, __LINE__);
}

}  // namespace evenhand
