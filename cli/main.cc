#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file_system.h"
#include "base/text.h"
#include "cli/last_words.h"
#include "cli/messages.h"
#include "cli/program.h"
#include "cli/signals.h"
#include "cli/standard_output.h"
#include "providers/httplib_transport.h"

namespace {

namespace fs = std::filesystem;

std::optional<std::string> environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): nobody sets it
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

/// The folders with the suites, prompts and calibrations: the install prefix's, else those of the
/// sources that this program was built from.
struct DataFolders {
  std::string suites;
  std::string prompts;
  std::string calibration;
};

DataFolders find_data() {
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  const fs::path installed = program.parent_path().parent_path() / "share" / "evenhand";
  const fs::path sources(EVENHAND_SOURCE_DIR);
  if (!fs::exists(installed / "suites", ignored) && fs::exists(sources, ignored)) {
    return {(sources / "suites" / "data").string(), (sources / "prompts" / "templates").string(),
            (sources / "formats" / "data").string()};
  }
  return {(installed / "suites").string(), (installed / "prompts").string(),
          (installed / "calibration").string()};
}

int terminal_width() {
  constexpr int kUsual = 100;  // what fits on most screens and in most logs
  if (const auto columns = environment("COLUMNS")) {
    const auto width = evenhand::parse_integer(*columns);
    if (width && *width >= 20 && *width <= 1'000) return static_cast<int>(*width);
  }
  struct winsize size = {};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return kUsual;
}

/// The locale's word for it; output that is no terminal goes to files, which are UTF-8.
bool shows_unicode(bool terminal) {
  if (!terminal) return true;
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string locale = evenhand::lower_case(environment(name).value_or(""));
    if (locale.empty()) continue;
    return locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
  }
  return false;
}

evenhand::Console console_of_this_process(std::ostream& out) {
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  const auto no_colour = environment("NO_COLOR");
  const bool dumb = environment("TERM").value_or("dumb") == "dumb";
  return {.out = out,
          .err = std::cerr,
          .out_is_terminal = terminal,
          .err_is_terminal = ::isatty(STDERR_FILENO) == 1,
          .width = terminal_width(),
          .colour = terminal && !dumb && (!no_colour || no_colour->empty()),
          .unicode = shows_unicode(terminal)};
}

/// A crash must not leave a core file with keys and other people's answers in it.
void forbid_core_files() {
  const struct rlimit none = {0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);
}

/// A connection a call in flight needs a descriptor each; the soft limit is often 1,024.
void raise_descriptor_limit() {
  struct rlimit limit = {};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// What was printed must have arrived. Nobody who reads any longer is no error: he has seen enough.
evenhand::ExitCode settle_output(evenhand::ExitCode code, const evenhand::StandardOutput& output,
                                 evenhand::Console& console) {
  console.out.flush();
  if (output.error() == 0 || output.error() == EPIPE) return code;
  const evenhand::Error lost{.kind = evenhand::ErrorKind::io_failed,
                             .what = "standard output cannot be written: " +
                                     std::generic_category().message(output.error()),
                             .hint = "what was printed is not whole; files that were written are"};
  evenhand::tell_error(lost, console);
  return code == evenhand::ExitCode::success ? evenhand::exit_code_of(lost) : code;
}

}  // namespace

int main(int argc, char** argv) {
  forbid_core_files();
  evenhand::open_closed_streams();
  evenhand::prepare_last_words();
  raise_descriptor_limit();
  evenhand::DiskFileSystem files;
  evenhand::SystemClock clock;
  evenhand::HttplibTransport network(evenhand::ProxySettings::from_environment());
  const DataFolders data = find_data();
  evenhand::World world{.files = files,
                        .clock = clock,
                        .network = network,
                        .environment = environment,
                        .shelf = {.folders = {data.suites}},
                        .prompts_folder = data.prompts,
                        .calibration_folder = data.calibration,
                        .stop_signal = evenhand::catch_signals()};
  evenhand::StandardOutput output;
  std::ostream out(&output);
  std::cerr.tie(&out);  // not std::cout, whose flush would not tell why it failed
  evenhand::Console console = console_of_this_process(out);
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto code = evenhand::run_program(arguments, world, console);
  const evenhand::ExitCode settled = settle_output(code, output, console);
  std::cerr.tie(nullptr);
  return static_cast<int>(settled);
}
