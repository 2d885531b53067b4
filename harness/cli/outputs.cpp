#include "harness/cli/outputs.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "foundation/core/text.hpp"
#include "harness/report/console.hpp"
#include "harness/report/events.hpp"
#include "harness/report/github.hpp"
#include "harness/report/har.hpp"
#include "harness/report/html.hpp"
#include "harness/report/junit.hpp"
#include "harness/report/results_json.hpp"
#include "harness/report/summary.hpp"

namespace idproctor::cli {

namespace {

report::ConsoleOptions console_options(const std::string& out) {
  report::ConsoleOptions options;
  const char* no_color = std::getenv("NO_COLOR");
  options.terminal = ::isatty(STDOUT_FILENO) != 0;
  options.colour = options.terminal && (no_color == nullptr || *no_color == '\0');
  winsize size{};
  if (options.terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) {
    options.width = size.ws_col;
  }
  options.out = out;
  return options;
}

}  // namespace

Result<std::vector<std::unique_ptr<report::Reporter>>> make_outputs(const std::string& out,
                                                                    const scenario::Catalogue& catalogue,
                                                                    const std::string& annotations) {
  std::vector<std::unique_ptr<report::Reporter>> outputs;
  if (!out.empty()) {
    const std::filesystem::path folder(out);
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return invalid("cannot make the folder for results: " + error.message(), out);
    outputs.push_back(report::make_events(folder / "events.ndjson"));
    outputs.push_back(report::make_har(folder / "traffic.har"));
    outputs.push_back(report::make_results_json(folder / "results.json"));
    outputs.push_back(report::make_junit(folder / "junit.xml"));
    outputs.push_back(report::make_html(folder / "report.html", catalogue.clauses));
    outputs.push_back(report::make_summary(folder / "summary.md"));
  }
  if (annotations == "github") outputs.push_back(report::make_github(std::cout));
  // Last, so that the files it names are written when it says so.
  outputs.push_back(report::make_console(std::cout, console_options(out), catalogue.clauses));
  return outputs;
}

}  // namespace idproctor::cli
