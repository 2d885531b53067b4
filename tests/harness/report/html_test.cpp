#include "harness/report/html.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <set>

#include "sample_run.hpp"
#include "tools.hpp"

namespace idproctor::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string page(const run::RunResult& result) {
  const TemporaryFolder folder;
  drive(*make_html(folder / "report.html", sample_clauses()), result);
  return contents(folder / "report.html");
}

std::set<std::string> all_matches(const std::string& text, const std::string& expression) {
  const std::regex pattern(expression);
  std::set<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at)
    found.insert((*at)[1]);
  return found;
}

TEST(Html, NeedsNothingFromOutsideAndNoScript) {
  const std::string html = page(sample_run());
  EXPECT_THAT(html,
              HasSubstr("Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'"));
  for (const char* forbidden : {"<script", "<link", "<img", "<iframe", "src=\"", "@import", "url("}) {
    EXPECT_THAT(html, Not(HasSubstr(forbidden)));
  }
}

TEST(Html, EveryLinkLeadsToAPlaceOnThePage) {
  const std::string html = page(sample_run());
  const auto targets = all_matches(html, " id=\"([^\"]*)\"");
  const auto links = all_matches(html, "href=\"#([^\"]*)\"");
  EXPECT_GE(links.size(), 8u);
  for (const std::string& link : links) EXPECT_TRUE(targets.contains(link)) << link;
}

TEST(Html, ShowsTheDecodedMessage) {
  const std::string html = page(sample_run());
  EXPECT_THAT(html, HasSubstr("      &lt;saml:NameID&gt;victim@corp.example&lt;/saml:NameID&gt;\n"));
  EXPECT_THAT(html, HasSubstr("SAMLResponse="));
}

TEST(Html, TheLoudestFindingStandsFirst) {
  const std::string html = page(sample_run());
  const auto first_article = html.find("<article");
  EXPECT_EQ(
      html.substr(first_article, 60).find("<article class=\"fail\" id=\"saml.signature.unsigned%40okta\""),
      0u);
}

TEST(Html, AQuietRunHasNoFindings) {
  const std::string html = page(run_with({run::Status::pass}));
  EXPECT_THAT(html, Not(HasSubstr("<article")));
  EXPECT_THAT(html, HasSubstr("<code>smoke.case</code>"));
  EXPECT_THAT(page(run_with({})), HasSubstr("No case was asked."));
}

}  // namespace
}  // namespace idproctor::report
