#include "harness/report/github.hpp"

#include "foundation/core/text.hpp"

namespace idproctor::report {

namespace {

/// Workflow commands end at a line break and know four escapes; a comma or colon ends a property.
std::string data(std::string text) {
  text = replace_all(printable(text, 1000), "%", "%25");
  return replace_all(replace_all(std::move(text), "\r", "%0D"), "\n", "%0A");
}

std::string property(std::string text) {
  return replace_all(replace_all(data(std::move(text)), ":", "%3A"), ",", "%2C");
}

class Github : public Reporter {
 public:
  explicit Github(std::ostream& stream) : stream_(stream) {}

  void end(const run::RunResult& result) override {
    for (const run::CaseResult& one : result.cases) {
      const bool bad = one.status == run::Status::fail || one.status == run::Status::error ||
                       one.status == run::Status::inconclusive;
      if (!bad && one.status != run::Status::warn) continue;
      stream_ << (bad ? "::error" : "::warning") << " file=" << property(one.file) << ",line=" << one.line
              << ",title=" << property(one.key) << "::" << data(one.title + ": " + one.reason) << "\n";
    }
  }

 private:
  std::ostream& stream_;
};

}  // namespace

std::unique_ptr<Reporter> make_github(std::ostream& stream) {
  return std::make_unique<Github>(stream);
}

}  // namespace idproctor::report
