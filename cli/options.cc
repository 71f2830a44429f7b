#include "cli/options.h"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "base/text.h"

namespace evenhand {

struct Options::Parser {
  explicit Parser(const std::string& summary, const std::string& name) : app(summary, name) {}

  CLI::App app;
  std::vector<std::string> names;  // of all options, for "did you mean"
};

Options::Options(const std::string& command, const std::string& summary,
                 const std::vector<std::string>& examples)
    : parser_(std::make_unique<Parser>(summary, "evenhand " + command)) {
  std::string footer = "Examples:\n";
  for (const std::string& example : examples) footer += "  " + example + "\n";
  if (!examples.empty()) parser_->app.footer(footer);
  parser_->names.emplace_back("--help");
}

Options::~Options() = default;
Options::Options(Options&& other) noexcept = default;

void Options::positional(const std::string& name, std::string& value, const std::string& help) {
  parser_->app.add_option(name, value, help)->required();
}

void Options::positionals(const std::string& name, std::vector<std::string>& values,
                          const std::string& help) {
  parser_->app.add_option(name, values, help)->required();
}

void Options::optional_positional(const std::string& name, std::string& value,
                                  const std::string& help) {
  parser_->app.add_option(name, value, help);
}

void Options::text(const std::string& name, std::string& value, const std::string& help) {
  parser_->names.push_back(name);
  parser_->app.add_option(name, value, help);
}

void Options::texts(const std::string& name, std::vector<std::string>& values,
                    const std::string& help) {
  parser_->names.push_back(name);
  // One value each time, so that a positional argument may follow.
  parser_->app.add_option(name, values, help)->allow_extra_args(false);
}

void Options::two_texts(const std::string& name, std::vector<std::string>& values,
                        const std::string& help) {
  parser_->names.push_back(name);
  parser_->app.add_option(name, values, help)->type_size(2)->expected(1)->allow_extra_args(false);
}

void Options::number(const std::string& name, std::optional<double>& value,
                     const std::string& help) {
  parser_->names.push_back(name);
  parser_->app.add_option_function<std::string>(
      name,
      [&value, name](const std::string& text) {
        value = parse_number(text);
        if (!value) throw CLI::ValidationError(name, "'" + text + "' is not a number");
      },
      help);
}

void Options::integer(const std::string& name, std::optional<long long>& value,
                      const std::string& help) {
  parser_->names.push_back(name);
  parser_->app.add_option_function<std::string>(
      name,
      [&value, name](const std::string& text) {
        value = parse_integer(text);
        if (!value) throw CLI::ValidationError(name, "'" + text + "' is not a whole number");
      },
      help);
}

void Options::flag(const std::string& name, bool& value, const std::string& help) {
  parser_->names.push_back(name);
  parser_->app.add_flag(name, value, help);
}

namespace {

/// The first argument that looks like an option and is none.
std::optional<std::string> unknown_option(std::span<const std::string> arguments,
                                          const std::vector<std::string>& known) {
  for (const std::string& argument : arguments) {
    std::string name = argument.substr(0, argument.find('='));
    const bool is_known =
        name == "-h" || std::find(known.begin(), known.end(), name) != known.end();
    const bool is_option = name.starts_with("-") && name != "-" && !parse_number(argument);
    if (is_option && !is_known) return name;
  }
  return std::nullopt;
}

}  // namespace

Result<Asked> Options::parse(std::span<const std::string> arguments, std::ostream& out) {
  // CLI11 takes its arguments from the back.
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    parser_->app.parse(reversed);
    return Asked::work;
  } catch (const CLI::CallForHelp&) {
    out << parser_->app.help();
    return Asked::help;
  } catch (const CLI::ParseError& error) {
    if (const auto name = unknown_option(arguments, parser_->names)) {
      return Error{.what = "unknown option " + *name, .hint = did_you_mean(*name, parser_->names)};
    }
    const std::vector<std::string> left = parser_->app.remaining();
    return Error{.what = left.empty() ? error.what() : "unexpected argument '" + left.front() + "'",
                 .hint = "'" + parser_->app.get_name() + " --help' shows the options"};
  }
}

}  // namespace evenhand
