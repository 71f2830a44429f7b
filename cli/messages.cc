#include "cli/messages.h"

#include <csignal>

#include "report/terminal_text.h"

namespace evenhand {

void tell_error(const Error& error, Console& console) {
  console.err << "evenhand: " << terminal_text(to_text(error)) << "\n";
}

void tell_remarks(const std::vector<std::string>& remarks, Console& console) {
  for (const std::string& remark : remarks) {
    console.err << "evenhand: " << terminal_line(remark) << "\n";
  }
}

void tell_early_end(const EarlyEnd& end, Console& console) {
  if (end.refused) {
    tell_error(*end.refused, console);
  } else if (end.stopped_by) {
    tell_error(*end.stopped_by, console);
  }
}

std::optional<ExitCode> exit_code_of(const EarlyEnd& end) {
  if (end.signal == SIGINT) return ExitCode::interrupted;
  if (end.signal != 0) return ExitCode::terminated;
  if (end.refused) return ExitCode::endpoint_refused;
  if (end.stopped_by && end.stopped_by->kind == ErrorKind::over_budget) {
    return ExitCode::over_budget;
  }
  return std::nullopt;
}

}  // namespace evenhand
