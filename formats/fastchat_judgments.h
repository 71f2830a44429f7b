#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "base/ids.h"
#include "base/result.h"

namespace evenhand {

/// Which judge, and with which of FastChat's prompts ("single-v1", "pair-v2-multi-turn" ...).
struct FastChatJudge {
  std::string model;
  std::string prompt;
};

/// A row of FastChat's model_judgment/*_single.jsonl: one answer's mark.
struct SingleJudgment {
  QuestionId question;
  ModelId model;
  FastChatJudge judge;
  int turn = 0;  // from 0; the file counts from 1
  std::string judgment;
  std::optional<double> score = {};  // as written, mostly 1 to 10; nullopt: unread, -1 in the file
  int line = 0;
};

enum class PairWinner { model_1, model_2, tie, error };

/// A row of FastChat's model_judgment/*_pair.jsonl: two games, the seats changed in the second.
/// Winners are models already, not seats.
struct PairJudgment {
  QuestionId question;
  ModelId model_1;
  ModelId model_2;
  FastChatJudge judge;
  int turn = 0;                                // from 0; the file counts from 1
  PairWinner first_game = PairWinner::error;   // model_1 was read first
  PairWinner second_game = PairWinner::error;  // model_2 was read first
  std::string first_judgment;
  std::string second_judgment;
  int line = 0;
};

/// Both readers are strict about the fields above and leave others alone; errors have their line.
/// A row is kept as often as it stands in the file, as FastChat counts it.
Result<std::vector<SingleJudgment>> read_single_judgments(const FileSystem& files,
                                                          const std::string& path);

/// Old files say one `winner` for both games.
Result<std::vector<PairJudgment>> read_pair_judgments(const FileSystem& files,
                                                      const std::string& path);

}  // namespace evenhand
