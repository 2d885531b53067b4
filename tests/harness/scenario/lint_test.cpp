#include "harness/scenario/lint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "foundation/core/text.hpp"
#include "harness/scenario/loader.hpp"

namespace idproctor::scenario {
namespace {

/// The problems of one case in a catalogue that knows clause "c", symptom "s" and user "alice".
std::string problems_of(const std::string& keys, const std::string& file = "/home/scenarios/x.yaml") {
  Catalogue catalogue;
  catalogue.home = "/home";
  catalogue.clauses["c"] = {"c", "must", "text", "source"};
  catalogue.symptoms["s"] = {};
  catalogue.users["alice"] = {};
  const auto cases =
      parse_suite("suite: demo\ntitle: T\ncases:\n  - {id: a, title: A, " + keys + "}\n", file);
  if (!cases) return describe(cases.error());
  return join(lint(catalogue, *cases), "\n");
}

TEST(Lint, a_good_case_has_no_problem) {
  EXPECT_EQ(problems_of("clauses: [c], symptom: s, red_without: [audience], login: alice, expect: rejected"),
            "");
  EXPECT_EQ(problems_of("clauses: [c], login: alice"), "");
}

TEST(Lint, finds_what_a_single_file_cannot_know) {
  using testing::HasSubstr;
  EXPECT_THAT(problems_of("login: alice"), HasSubstr("x.yaml:4: demo.a: no clause settles this case"));
  EXPECT_THAT(problems_of("clauses: [d], login: alice"), HasSubstr("no clause 'd'"));
  EXPECT_THAT(problems_of("clauses: [c], symptom: t, login: alice"), HasSubstr("no symptom 't'"));
  EXPECT_THAT(problems_of("clauses: [c], login: mallory"), HasSubstr("no user 'mallory'"));
  EXPECT_THAT(problems_of("clauses: [c], red_without: [luck], login: alice"), HasSubstr("no check 'luck'"));
  EXPECT_THAT(problems_of("clauses: [c], needs: [luck], login: alice"),
              HasSubstr("'luck' is nothing that a target"));
  EXPECT_THAT(problems_of("clauses: [c], login: alice, expect: rejected"), HasSubstr("red_without"));
  EXPECT_EQ(problems_of("clauses: [c], login: alice, expect: rejected", "/elsewhere/x.yaml"), "");
  EXPECT_THAT(problems_of("clauses: [c], steps: [{session: earlier}]"), HasSubstr("no earlier step"));
  EXPECT_THAT(problems_of("clauses: [c], steps: [{login: alice}, {login: alice}]"),
              HasSubstr("called 'login' too"));
  EXPECT_EQ(problems_of("clauses: [c], steps: [{login: alice}, {login: alice, id: later}]"), "");
}

TEST(Lint, finds_a_refused_login_in_a_browser_that_is_logged_in) {
  const auto second = [](const std::string& keys) {
    return problems_of(
        "clauses: [c], red_without: [replay], steps: [{login: alice, id: first}, {login: {sign: none}, "
        "id: second, expect: rejected" +
        keys + "}]");
  };
  EXPECT_THAT(second(""), testing::HasSubstr("step 'second' must be refused"));
  EXPECT_EQ(second(", browser: thief"), "");
}

TEST(Lint, a_scim_refusal_needs_a_success_beside_it) {
  const std::string refusal = "{scim: {path: /Users}, expect: {status: 401}}";
  const std::string success = "{scim: {path: /Users}, expect: {status: 200}}";
  const std::string head = "clauses: [c], red_without: [bearer-token], ";
  EXPECT_THAT(problems_of(head + "steps: [" + refusal + "]"), testing::HasSubstr("contains no success"));
  EXPECT_EQ(problems_of(head + "steps: [" + success + ", " + refusal + "]"), "");
}

}  // namespace
}  // namespace idproctor::scenario
