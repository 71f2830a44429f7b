#include "run/other_grammar.h"

#include <utility>

namespace evenhand {
namespace {

bool is_same(const Ruling& a, const Ruling& b) {
  if (a.index() != b.index()) return false;
  if (const auto* grade = std::get_if<Grade>(&a)) return grade->points == std::get<Grade>(b).points;
  if (const auto* preference = std::get_if<Preference>(&a)) {
    const auto& other = std::get<Preference>(b);
    return preference->candidate_share == other.candidate_share &&
           preference->margin == other.margin;
  }
  return true;  // both unreadable, whatever the reasons
}

}  // namespace

OtherGrammar::OtherGrammar(const RunSetting& setting) {
  const bool reads_its_own_form = setting.file.protocol_options.reader != nullptr;
  if (reads_its_own_form || setting.protocol->sampling().top_logprobs > 0) return;
  ProtocolOptions options = setting.file.protocol_options;
  options.grammar =
      options.grammar == VerdictGrammar::strict ? VerdictGrammar::upstream : VerdictGrammar::strict;
  auto protocol = make_protocol(setting.protocol_id, *setting.prompts, options);
  if (protocol) protocol_ = *std::move(protocol);
}

bool OtherGrammar::reads_differently(const ChatReply& reply, const Game& game,
                                     const Ruling& ruling) const {
  return protocol_ != nullptr && !is_same(protocol_->read(reply, game), ruling);
}

}  // namespace evenhand
