#include "run/score_overlay.h"

#include "base/text.h"
#include "suites/overlay.h"

namespace evenhand {

std::set<std::string> ScoreOverlay::names() const {
  std::set<std::string> names;
  for (const auto& [name, why] : excluded) names.insert(name);
  return names;
}

Result<ScoreOverlay> read_score_overlay(const FileSystem& files, const std::string& path) {
  ScoreOverlay overlay;
  if (path.empty()) return overlay;
  EVENHAND_TRY(OverlayFile file, read_overlay(files, path));
  overlay.path = path;
  overlay.excluded = std::move(file.excluded);
  if (!file.repaired.empty()) {
    overlay.warnings.push_back(counted(file.repaired.size(), "question") + " that " + path +
                               " repairs " + (file.repaired.size() == 1 ? "is" : "are") +
                               " scored as asked: the predictions were made before");
  }
  return overlay;
}

std::string missing_questions_in_words(const ScoreOverlay& overlay, const std::string& model,
                                       std::size_t found) {
  const std::size_t all = overlay.excluded.size();
  if (found >= all) return {};
  return model + ": " + std::to_string(all - found) + " of the " + counted(all, "question") +
         " that the overlay excludes are in no row";
}

Error no_question_of_overlay(const ScoreOverlay& overlay, const std::string& row) {
  return {.what = "no row is a question that the overlay excludes",
          .hint = "the overlay names '" + overlay.excluded.begin()->first +
                  "', the first row is called '" + row + "'",
          .place = SourcePlace{.file = overlay.path}};
}

}  // namespace evenhand
