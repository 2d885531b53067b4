#include <benchmark/benchmark.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "bench/names.hpp"

namespace {

using idproctor::bench::kPlainSignature;
using idproctor::bench::kSignedResponse;

/// The table that Google Benchmark prints, and below it how signed responses compare with bare signatures of
/// the same process: a rate alone says more about the machine than about us.
class WithRatio : public benchmark::ConsoleReporter {
 public:
  // Its own default is colour and columns, into files too.
  WithRatio() : ConsoleReporter(isatty(STDOUT_FILENO) ? OO_Defaults : OO_None) {}

  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      if (run.run_type != Run::RT_Iteration || run.error_occurred) continue;
      const auto rate = run.counters.find("items_per_second");
      if (rate == run.counters.end()) continue;
      Rates& rates = by_name_[run.run_name.function_name];
      rates.per_second.push_back(rate->second);
      if (const auto count = run.counters.find("signatures"); count != run.counters.end()) {
        rates.signatures = count->second;
      }
    }
  }

  void Finalize() override {
    ConsoleReporter::Finalize();
    const auto plain = by_name_.find(kPlainSignature);
    if (plain == by_name_.end()) return;
    const double signatures = median(plain->second.per_second);
    std::printf("\nRSA-2048 SHA-256 alone: %.0f signatures/s\n", signatures);
    for (const auto& [name, rates] : by_name_) {
      if (!name.starts_with(kSignedResponse)) continue;
      const double responses = median(rates.per_second);
      std::printf(
          "%s: %.0f responses/s with %.0f signature%s each, %.0f %% of what the signatures alone allow\n",
          name.substr(kSignedResponse.size()).c_str(), responses, rates.signatures,
          rates.signatures == 1 ? "" : "s", 100 * responses * rates.signatures / signatures);
    }
  }

 private:
  struct Rates {
    std::vector<double> per_second;
    double signatures = 1;
  };

  static double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  std::map<std::string, Rates> by_name_;
};

}  // namespace

int main(int count, char** arguments) {
  benchmark::Initialize(&count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments)) return 2;
  idproctor::bench::register_saml();
  idproctor::bench::register_scim();
  WithRatio reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return 0;
}
