#include "run/tally_likelihood.h"

#include <string>
#include <vector>

#include "judge/likelihood.h"
#include "run/estimated_mean.h"
#include "stats/multiple_choice.h"

namespace evenhand {
namespace {

/// One question's marks, or a sum of them.
struct Marks {
  TruthfulMarks truthful;
  double by_length = 0.0;
  double samples = 0.0;
};

void add_answer(Marks& marks, const Question& question, const Answer& answer) {
  const auto whole = option_logprobs(question, answer, LogprobUnit::whole);
  const auto by_length = option_logprobs(question, answer, LogprobUnit::by_length);
  if (!whole || !by_length) return;
  const TruthfulMarks more = truthful_marks(whole->of_right, whole->of_wrong);
  marks.truthful.mc1 += more.mc1;
  marks.truthful.mc2 += more.mc2;
  marks.truthful.mc3 += more.mc3;
  marks.by_length += is_likeliest(*by_length) ? 1.0 : 0.0;
  marks.samples += 1.0;
}

std::vector<Marks> marks_of(const RunSetting& setting, const Findings& findings,
                            std::size_t candidate) {
  std::vector<Marks> all;
  const std::vector<Question>& questions = setting.suite.questions;
  for (std::size_t q = 0; q < questions.size(); ++q) {
    Marks marks;
    for (std::size_t s = 0; s <= findings.further_samples.size(); ++s) {
      add_answer(marks, questions[q], findings.answer(candidate * questions.size() + q, s));
    }
    if (marks.samples > 0.0) all.push_back(marks);
  }
  return all;
}

}  // namespace

std::optional<LikelihoodColumns> likelihood_columns(const RunSetting& setting,
                                                    const Findings& findings,
                                                    std::size_t candidate) {
  const std::string& protocol = setting.protocol_id.text;
  const bool of_options = protocol == "likelihood";
  if (!of_options && protocol != "likelihood_of_letters") return std::nullopt;
  const std::vector<Marks> questions = marks_of(setting, findings, candidate);
  if (questions.empty()) return std::nullopt;
  const std::string model = setting.candidates[candidate].spec.name.text;
  const auto mean = [&](const std::string& name, const auto& mark) {
    std::vector<double> values;
    for (const Marks& marks : questions) values.push_back(mark(marks) / marks.samples);
    return estimated_mean(values, setting.file.bootstrap, {},
                          Rng::for_purpose(setting.file.seed, name + "/" + model));
  };
  LikelihoodColumns columns;
  // The grade's stream: it is the same number.
  columns.mc1 = mean("headline", [](const Marks& marks) { return marks.truthful.mc1; });
  columns.mc2 = mean("mc2", [](const Marks& marks) { return marks.truthful.mc2; });
  columns.mc3 = mean("mc3", [](const Marks& marks) { return marks.truthful.mc3; });
  // Letters are of one length.
  if (of_options) columns.by_length = mean("by length", [](const Marks& m) { return m.by_length; });
  return columns;
}

}  // namespace evenhand
