#include "formats/eq_bench_suite.h"

#include <array>
#include <optional>

#include "base/text.h"
#include "formats/eq_bench_questions.h"
#include "formats/json_row.h"

namespace evenhand {
namespace {

/// The fixed words of the prompts of one language.
struct Words {
  std::string_view demand;  // begins the sentences that ask for critique and revision
  std::string_view first_heading;
  std::string_view critique;
  std::string_view end_marker;
  std::string_view cue;
};

constexpr std::array<Words, 3> kLanguages = {
    {{" Then critique your answer", "First pass scores:\n", "Critique:", "[End of answer]",
      "\nYour answer:\n"},
     {" Kritisieren Sie dann Ihre", "Erste Bewertung:\n", "Kritik:", "[Ende der Antwort]",
      "\nIhre Antwort:\n"},
     {" Dann kritisieren Sie Ihre", "Erste Bewertung:\n", "Kritik:", "[Ende der Antwort]",
      "\nIhre Antwort:\n"}}};

/// Without what stands from `begin` up to `end`, or up to and including it.
enum class Ending { kept, cut };
bool cut_out(std::string& text, std::string_view begin, std::string_view end, Ending ending) {
  const std::size_t from = text.find(begin);
  if (from == std::string::npos) return false;
  const std::size_t to = text.find(end, from);
  if (to == std::string::npos) return false;
  text.erase(from, to - from + (ending == Ending::cut ? end.size() : 0));
  return true;
}

/// Upstream's own transformation for answers at once.
std::optional<std::string> plain_prompt(const std::string& prompt) {
  for (const Words& words : kLanguages) {
    std::string text = prompt;
    const bool known = cut_out(text, words.demand, "\n", Ending::kept) &&
                       cut_out(text, words.first_heading, words.first_heading, Ending::cut) &&
                       cut_out(text, words.critique, words.end_marker, Ending::kept);
    if (known) return text + std::string(words.cue);
  }
  return std::nullopt;
}

std::string key_text(const EqBenchQuestion& question) {
  std::string text;
  for (std::size_t e = 0; e < question.labels.size(); ++e) {
    if (e > 0) text += '\n';
    text += question.labels[e] + ": " + shortest_text(question.full_scale[e]);
  }
  return text;
}

std::string suite_sheet(EqBenchForm form) {
  const std::string kind = form == EqBenchForm::plain ? "plain" : "revised";
  return "name: eq_bench\nversion: " + std::string("\"2 ") + kind +
         "\"\ntitle: EQ-Bench 2\n"
         "description: Imported from EQ-Bench's questions, which belong to their authors.\n"
         "protocol: eq_bench\n";
}

}  // namespace

Result<ImportedSuite> import_eq_bench(const FileSystem& files, const std::string& questions,
                                      EqBenchForm form) {
  EVENHAND_TRY(const auto rows, read_eq_bench_questions(files, questions));
  std::string lines;
  for (const EqBenchQuestion& question : rows) {
    const auto at = [&](const std::string& what) {
      return Error{.what = "question '" + question.id.text + "' " + what,
                   .place = SourcePlace{.file = questions, .line = question.line}};
    };
    if (question.full_scale.empty()) return at("has no 'reference_answer_fullscale'");
    std::optional<std::string> prompt = question.prompt;
    if (form == EqBenchForm::plain) prompt = plain_prompt(question.prompt);
    if (!prompt) return at("has a prompt without the usual headings: import it with --revise");
    lines += JsonRow()
                 .text("id", question.id.text)
                 .number("temperature", 0.01)  // upstream's
                 .texts("turns", {*prompt})
                 .texts("references", {key_text(question)})
                 .line();
  }
  ImportedSuite suite{.questions = rows.size()};
  suite.files = {{"suite.yaml", suite_sheet(form)}, {"questions.jsonl", std::move(lines)}};
  return suite;
}

}  // namespace evenhand
