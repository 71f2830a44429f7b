#pragma once

#include "base/file_system.h"
#include "base/question.h"

namespace evenhand {

/// Over everything in a suite that could change a result: its words, references, categories,
/// temperatures, protocol, prompts and baseline answers; not where it lies, nor its title.
Result<Digest> digest_of_suite(const FileSystem& files, const Suite& suite);

}  // namespace evenhand
