#pragma once

#include <memory>

#include "base/chat.h"
#include "base/verdict.h"
#include "judge/protocol.h"
#include "run/setting.h"

namespace evenhand {

/// The run's protocol with the other grammar of verdicts, strict or upstream: how many judgements
/// it reads differently is shown, since the numbers hang on it.
class OtherGrammar {
 public:
  /// The setting outlives this.
  explicit OtherGrammar(const RunSetting& setting);

  /// False where there is no other reading: the run reads log probabilities, or words in a form of
  /// its own.
  bool reads_differently(const ChatReply& reply, const Game& game, const Ruling& ruling) const;

 private:
  std::unique_ptr<JudgeProtocol> protocol_;
};

}  // namespace evenhand
