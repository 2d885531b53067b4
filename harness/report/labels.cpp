#include "harness/report/labels.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace idproctor::report {

namespace {

int quietness(const run::CaseResult& result) {
  switch (result.status) {
    case run::Status::fail:
      if (result.observed == "impersonated") return 0;
      if (result.observed == "broken") return 1;
      return result.observed == "altered" ? 2 : 3;
    case run::Status::error:
      return 4;
    case run::Status::inconclusive:
      return 5;
    case run::Status::unexpected_pass:
      return 6;
    case run::Status::warn:
      return 7;
    case run::Status::known:
      return 8;
    case run::Status::pass:
    case run::Status::skip:
      return 9;
  }
  return 9;
}

}  // namespace

std::string suite_of(const std::string& id) {
  const std::size_t first = id.find('.');
  if (first == std::string::npos) return id;
  const std::size_t second = id.find('.', first + 1);
  return id.substr(0, second == std::string::npos ? first : second);
}

std::string provider_of(const run::CaseResult& result) {
  if (result.scim_provider.empty() || result.saml_provider == result.scim_provider)
    return result.saml_provider;
  if (result.saml_provider.empty()) return result.scim_provider;
  return result.saml_provider + "+" + result.scim_provider;
}

std::string format_duration(Milliseconds duration) {
  const long long ms = duration.count();
  if (ms < 1000) return std::to_string(ms) + " ms";
  if (ms >= 60'000) return std::to_string(ms / 60'000) + " min " + std::to_string(ms / 1000 % 60) + " s";
  return std::to_string(ms / 1000) + "." + std::to_string(ms / 100 % 10) + " s";
}

std::string seconds(Milliseconds duration) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", static_cast<double>(duration.count()) / 1000);
  return text;
}

std::string format_number(double value) {
  char text[400];  // the longest plain double has 309 digits before the point
  const auto [end, error] = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed);
  return error == std::errc() ? std::string(text, end) : "0";
}

std::string count(std::size_t number, const std::string& singular, const std::string& plural) {
  return std::to_string(number) + " " + (number == 1 ? singular : plural);
}

bool fails(const run::CaseResult& result, bool strict) {
  const bool lenient_clause = result.level == "should" || result.level == "may";
  return result.status == run::Status::fail ||
         (strict && lenient_clause && result.status == run::Status::warn);
}

bool is_finding(const run::CaseResult& result) {
  return result.status != run::Status::pass && result.status != run::Status::known &&
         result.status != run::Status::skip;
}

std::vector<const run::CaseResult*> loudest_first(const std::vector<run::CaseResult>& cases) {
  std::vector<const run::CaseResult*> findings;
  for (const run::CaseResult& result : cases) {
    if (result.status != run::Status::pass && result.status != run::Status::skip) findings.push_back(&result);
  }
  std::ranges::stable_sort(findings, {}, [](const run::CaseResult* result) { return quietness(*result); });
  return findings;
}

std::vector<const run::Evidence*> deciding(const std::vector<run::Evidence>& evidence) {
  std::vector<const run::Evidence*> all, differing;
  for (const run::Evidence& item : evidence) {
    all.push_back(&item);
    if (item.expected != item.observed) differing.push_back(&item);
  }
  return differing.empty() ? all : differing;
}

}  // namespace idproctor::report
