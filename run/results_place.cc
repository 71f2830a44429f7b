#include "run/results_place.h"

#include <optional>

#include "documents/readers.h"
#include "run/results.h"
#include "run/results_board.h"

namespace evenhand {
namespace {

std::optional<std::string> name_in(const FileSystem& files, const std::string& resolved) {
  const auto contents = files.read(resolved, kMaxSettingsFile);
  if (!contents) return std::nullopt;
  const auto root = read_yaml(*contents, resolved);
  const Node* name = root ? root->find("name") : nullptr;
  if (name == nullptr) return std::nullopt;
  auto text = as_text(*name);
  return text ? std::optional(*std::move(text)) : std::nullopt;
}

/// The name of the run whose results are there.
std::optional<std::string> owner_of(const FileSystem& files, const std::string& folder) {
  if (const auto board = read_results_board(files, folder)) return board->run;
  return name_in(files, folder + "/" + kResolvedName);
}

}  // namespace

std::string results_place(const RunOptions& options, const RunFile& file) {
  return options.out.empty() ? "results/" + file_name_for(file.name) : options.out;
}

Result<void> check_owner(const RunOptions& options, const RunFile& file, const World& world) {
  if (options.other_results == OtherResults::overwritten) return {};
  const std::string folder = results_place(options, file);
  const auto owner = owner_of(world.files, folder);
  if (!owner || *owner == file.name) return {};
  return Error{.what = folder + " has the results of the run '" + *owner + "', this one is '" +
                       file.name + "'",
               .hint = "choose another --out, or replace them with --overwrite"};
}

}  // namespace evenhand
