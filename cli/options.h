#pragma once

#include <memory>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace evenhand {

/// What the user asked of a command: its work, or its help, which is printed already.
enum class Asked { work, help };

/// The options of one command: declared, then parsed, then described by --help.
class Options {
 public:
  /// `examples` are whole command lines, shown below the options.
  Options(const std::string& command, const std::string& summary,
          const std::vector<std::string>& examples);
  ~Options();
  Options(Options&& other) noexcept;

  // Each binds a variable that outlives the parsing. Names are written "--out".
  void positional(const std::string& name, std::string& value, const std::string& help);
  void positionals(const std::string& name, std::vector<std::string>& values,
                   const std::string& help);  // at least one
  void optional_positional(const std::string& name, std::string& value, const std::string& help);
  void text(const std::string& name, std::string& value, const std::string& help);
  void texts(const std::string& name, std::vector<std::string>& values, const std::string& help);
  void two_texts(const std::string& name, std::vector<std::string>& values,
                 const std::string& help);  // both, after one another
  void number(const std::string& name, std::optional<double>& value, const std::string& help);
  void integer(const std::string& name, std::optional<long long>& value, const std::string& help);
  void flag(const std::string& name, bool& value, const std::string& help);

  /// Prints --help to `out` where it is asked for. An error is the user's.
  Result<Asked> parse(std::span<const std::string> arguments, std::ostream& out);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace evenhand
