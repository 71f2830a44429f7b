#include "judge/protocol.h"
#include "judge/verdict_reader.h"
#include "tests/fuzz/fuzz.h"

namespace evenhand {
namespace {

std::vector<std::unique_ptr<JudgeProtocol>> every_reader() {
  static const PromptLibrary library =
      *PromptLibrary::load(DiskFileSystem(), EVENHAND_SOURCE_DIR "/prompts/templates");
  std::vector<std::unique_ptr<JudgeProtocol>> readers;
  for (const std::string& name : {"pairwise", "pairwise_five", "graded"}) {
    for (const VerdictGrammar grammar : {VerdictGrammar::strict, VerdictGrammar::upstream}) {
      readers.push_back(*make_protocol({name}, library, {.grammar = grammar}));
    }
  }
  return readers;
}

/// One for each form of words that a run file can choose.
std::vector<std::unique_ptr<JudgeProtocol>> every_form() {
  using Kind = ReadingStep::Kind;
  static const PromptLibrary library =
      *PromptLibrary::load(DiskFileSystem(), EVENHAND_SOURCE_DIR "/prompts/templates");
  const std::vector<std::vector<ReadingStep>> forms = {
      {{.kind = Kind::regex, .values = {{"(?:^|\\n)a", 1.0}, {"b|\\b", 2.0}}}},
      {{.kind = Kind::ranking, .name = "m"}},
      {{.kind = Kind::json, .name = "k"}, {.kind = Kind::ranking, .name = "m"}},
      {{.kind = Kind::json}, {.kind = Kind::replace, .values = {{"True", 1.0}}}},
      {{.kind = Kind::literal}},
      {{.kind = Kind::two_scores}}};
  std::vector<std::unique_ptr<JudgeProtocol>> readers;
  for (const std::vector<ReadingStep>& steps : forms) {
    readers.push_back(
        *make_protocol({"pairwise"}, library, {.reader = *VerdictReader::make(steps)}));
  }
  return readers;
}

/// Whatever a judge says, a ruling lies on its scale (the strict one's), or says why there is none.
void check(const Ruling& ruling, bool strict) {
  if (const auto* preference = std::get_if<Preference>(&ruling)) {
    EVENHAND_CHECK(preference->candidate_share >= 0.0 && preference->candidate_share <= 1.0);
  } else if (const auto* grade = std::get_if<Grade>(&ruling)) {
    EVENHAND_CHECK(!strict || (grade->points >= 1.0 && grade->points <= grade->out_of));
  } else {
    EVENHAND_CHECK(!std::get<Unreadable>(ruling).reason.empty());
  }
}

}  // namespace
}  // namespace evenhand

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace evenhand;
  static const auto readers = every_reader();
  static const auto forms = every_form();
  const ChatReply reply{.text = std::string(bytes_of(data, size))};
  for (std::size_t i = 0; i < readers.size(); ++i) {
    for (const Seating seating : {Seating::candidate_first, Seating::baseline_first}) {
      check(readers[i]->read(reply, Game{.seating = seating}), i % 2 == 0);
    }
  }
  for (const auto& form : forms) check(form->read(reply, Game{}), true);
  return 0;
}
