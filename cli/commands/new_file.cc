#include "cli/commands/new_file.h"

namespace evenhand {

Result<void> refuse_to_replace(const FileSystem& files, const std::string& path) {
  if (!files.exists(path)) return {};
  return Error{.what = path + " exists already",
               .hint = "choose another --out, or replace it with --overwrite"};
}

}  // namespace evenhand
