#include "harness/scenario/loader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace idproctor::scenario {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

std::string error_of(const std::string& text) {
  const auto cases = parse_suite(text, "x.yaml");
  return cases ? "it loaded" : describe(cases.error());
}

std::string suite(const std::string& cases) {
  return "suite: demo\ntitle: A demo\ncases:\n" + cases;
}

TEST(Loader, reads_a_case_with_one_step) {
  const auto cases = parse_suite(suite(R"(
  - id: mismatch
    title: Audience names another
    red_without: [audience]
    login:
      start: idp
      edit:
        - set: //saml:Audience
          to: https://other.example
    expect: rejected
)"),
                                 "x.yaml");
  ASSERT_TRUE(cases) << describe(cases.error());
  ASSERT_THAT(*cases, SizeIs(1));
  const Case& one = cases->front();
  EXPECT_EQ(one.id, "demo.mismatch");
  EXPECT_EQ(one.line, 5);
  ASSERT_THAT(one.steps, SizeIs(1));
  EXPECT_EQ(one.steps[0].expect.verdict, "rejected");
  const auto& login = std::get<LoginStep>(one.steps[0].action);
  EXPECT_EQ(login.user, "alice");
  EXPECT_EQ(login.start, "idp");
  EXPECT_TRUE(login.deviates);
  ASSERT_THAT(login.recipe.stages, SizeIs(2));  // the edit, then signing as the provider does
  const auto& edits = std::get<mock_idp::EditStage>(login.recipe.stages[0]).edits;
  ASSERT_THAT(edits, SizeIs(1));
  EXPECT_EQ(edits[0].subject, "//saml:Audience");
  EXPECT_EQ(edits[0].value, "https://other.example");
}

TEST(Loader, an_honest_login_is_accepted_unless_it_says_otherwise) {
  const auto cases = parse_suite(suite("  - {id: a, title: A, login: bob}\n"), "x.yaml");
  ASSERT_TRUE(cases) << describe(cases.error());
  const Step& step = cases->front().steps.front();
  EXPECT_EQ(step.expect.verdict, "accepted");
  EXPECT_EQ(std::get<LoginStep>(step.action).user, "bob");
  EXPECT_FALSE(std::get<LoginStep>(step.action).deviates);
}

TEST(Loader, a_table_repeats_a_case) {
  const auto cases = parse_suite(suite(R"(
  - id: audience
    title: The audience is ${what}
    table:
      - {row: empty, what: "", }
      - {row: other, what: "https://other.example"}
    login: {edit: [{set: //saml:Audience, to: "${what}${id}"}]}
    expect: rejected
)"),
                                 "x.yaml");
  ASSERT_TRUE(cases) << describe(cases.error());
  ASSERT_THAT(*cases, SizeIs(2));
  EXPECT_EQ((*cases)[1].id, "demo.audience.other");
  EXPECT_EQ((*cases)[1].title, "The audience is https://other.example");
  const auto& login = std::get<LoginStep>((*cases)[1].steps[0].action);
  EXPECT_EQ(std::get<mock_idp::EditStage>(login.recipe.stages[0]).edits[0].value,
            "https://other.example${id}");
}

TEST(Loader, a_table_fills_pointers_as_well) {
  const auto cases = parse_suite(suite(R"(
  - id: declared
    title: A
    table: [{row: title, attribute: title}]
    scim: { path: /Users/1 }
    expect: { body: { "/${attribute}": Dr } }
)"),
                                 "x.yaml");
  ASSERT_TRUE(cases) << describe(cases.error());
  const auto& body = cases->front().steps.front().expect.body;
  ASSERT_THAT(body, SizeIs(1));
  EXPECT_EQ(body.begin()->first, "/title");
}

TEST(Loader, build_is_the_general_form) {
  const auto cases = parse_suite(suite(R"(
  - id: a
    title: A
    login:
      messages: { forged: { sign: none } }
      build:
        - edit: [{remove: //saml:Assertion}]
        - sign: response
        - raw: end
          to: ${forged}
    expect: rejected
)"),
                                 "x.yaml");
  ASSERT_TRUE(cases) << describe(cases.error());
  const auto& recipe = std::get<LoginStep>(cases->front().steps[0].action).recipe;
  ASSERT_THAT(recipe.stages, SizeIs(3));
  EXPECT_EQ(std::get<mock_idp::SignStage>(recipe.stages[1]).elements, std::vector<std::string>{"response"});
  EXPECT_TRUE(recipe.messages.at("forged").stages.empty());
}

// Every message names the place, and the key that was probably meant.
TEST(Loader, says_where_and_what) {
  EXPECT_EQ(error_of(suite("  - {id: a, title: A, logn: alice}\n")),
            "x.yaml:4:23: 'logn' is no key of 'case' (did you mean 'login'?)");
  EXPECT_THAT(error_of(suite("  - {id: a, title: A, login: {sing: none}}\n")), HasSubstr("x.yaml:4:31"));
  EXPECT_THAT(error_of(suite("  - {id: A b, title: A, login: alice}\n")), HasSubstr("lower-case words"));
  EXPECT_THAT(error_of(suite("  - {id: a, title: A, login: alice, expect: maybe}\n")),
              HasSubstr("'maybe' is none of"));
  EXPECT_THAT(error_of(suite("  - {id: a, id: b, title: A}\n")),
              HasSubstr("x.yaml:4:13: the key 'id' stands here twice"));
  EXPECT_THAT(error_of(suite("  - {id: a, title: A}\n")), HasSubstr("a step is one of"));
  EXPECT_THAT(error_of(suite("  - {id: a, title: A, login: {edit: [{set: //a}]}}\n")),
              HasSubstr("set needs 'to'"));
  EXPECT_THAT(error_of(suite("  - {id: a, title: A, login: {edit: [{copy: //a}]}}\n")),
              HasSubstr("before, after, into"));
  EXPECT_THAT(error_of(suite("  - {id: a, title: A, login: {edit: [{set: //a, remove: //b, to: c}]}}\n")),
              HasSubstr("one edit has one verb"));
  EXPECT_THAT(
      error_of(suite("  - {id: a, title: A, login: {tamper: [{raw: end, to: x}, {set: //a, to: b}]}}\n")),
      HasSubstr("after raw"));
  EXPECT_THAT(error_of(suite("  - {id: a, title: A, login: {build: [{raw: end, to: x}, {sign: both}]}}\n")),
              HasSubstr("nothing can be signed after raw"));
  EXPECT_THAT(error_of(suite("  - {id: a, title: A, login: {build: [], edit: []}}\n")),
              HasSubstr("general form"));
  EXPECT_THAT(error_of(suite("  - {id: a, title: A, steps: [{login: alice, logout: x}]}\n")),
              HasSubstr("one thing"));
  EXPECT_THAT(error_of(suite("  - {id: a, title: A, login: alice, within: soon}\n")),
              HasSubstr("a duration like"));
  EXPECT_THAT(error_of(suite("  - {id: a, title: A, table: [{row: x, v: maybe}], login: alice, expect: "
                             "\"${v}\"}\n")),
              HasSubstr("x.yaml:4:74: 'maybe' is none of"));
  EXPECT_THAT(error_of("suite: demo\ncases: []\n"), HasSubstr("needs the key 'title'"));
  EXPECT_THAT(error_of("suite: Demo!\ntitle: A\ncases: []\n"), HasSubstr("x.yaml:1:8"));
  EXPECT_THAT(error_of("suite: [\n"), HasSubstr("x.yaml:"));
  EXPECT_THAT(error_of(""), HasSubstr("must be a map"));
}

TEST(Loader, reads_a_measurement) {
  const auto cases = parse_suite(suite("  - {id: a, title: A, slow: true, login: alice, expect: measured, "
                                       "measure: {value: ahead, unit: s, "
                                       "from: -60, to: 3600, resolution: 2, declared: clock_tolerance}}\n"),
                                 "x.yaml");
  ASSERT_TRUE(cases) << describe(cases.error());
  EXPECT_TRUE(cases->front().slow);
  const auto& measure = cases->front().steps.at(0).measure;
  ASSERT_TRUE(measure);
  EXPECT_EQ(measure->value, "ahead");
  EXPECT_EQ(measure->from, -60);
  EXPECT_EQ(measure->to, 3600);
  EXPECT_EQ(measure->resolution, 2);
}

TEST(Loader, a_measurement_must_make_sense) {
  const auto measured = [](const std::string& measure, const std::string& rest) {
    return error_of(suite("  - {id: a, title: A, measure: {value: v, " + measure + "}, " + rest + "}\n"));
  };
  const std::string login = "login: alice, expect: measured";
  EXPECT_EQ(measured("unit: s, from: 0, to: 9", login), "it loaded");
  EXPECT_THAT(measured("unit: s, from: 9, to: 9", login), HasSubstr("from less to more"));
  EXPECT_THAT(measured("unit: s, from: 0, to: 9, resolution: 0", login), HasSubstr("whole steps"));
  EXPECT_THAT(measured("unit: KiB, from: 0, to: 9, declared: clock_tolerance", login),
              HasSubstr("measured in s"));
  EXPECT_THAT(measured("unit: s, from: 0, to: 9, declared: luck", login), HasSubstr("clock_tolerance"));
  EXPECT_THAT(measured("from: 0, to: 9", login), HasSubstr("unit"));
  EXPECT_THAT(measured("unit: s, from: 0, to: 9", "login: alice, expect: rejected"), HasSubstr("'measured'"));
  EXPECT_THAT(measured("unit: s, from: 0, to: 9", "deactivate: alice"), HasSubstr("'measured'"));
  EXPECT_THAT(error_of(suite("  - {id: a, title: A, login: alice, expect: measured}\n")),
              HasSubstr("'measure' belongs"));
}

TEST(Loader, reads_what_a_step_assumes) {
  const auto with_step = [](const std::string& step) {
    return parse_suite(suite("  - {id: a, title: A, steps: [" + step + "]}\n"), "x.yaml");
  };
  const auto cases = with_step("{scim: {path: /Users}, expect: {status: [200, 400]}, assume: {status: 200}}");
  ASSERT_TRUE(cases) << describe(cases.error());
  const Step& step = cases->front().steps.front();
  ASSERT_TRUE(step.assume);
  EXPECT_EQ(step.assume->status, std::vector<std::string>{"200"});
  EXPECT_EQ(step.expect.status.size(), 2u);
  const auto login = with_step("{login: alice, assume: accepted}");
  ASSERT_TRUE(login) << describe(login.error());
  EXPECT_EQ(login->front().steps.front().expect.verdict, "accepted");
  for (const char* wrong :
       {"{login: alice, assume: {status: 200}}", "{login: alice, assume: rejected}",
        "{scim: {path: /Users}, assume: rejected}", "{scim: {path: /Users}, assume: accepted}"}) {
    EXPECT_FALSE(with_step(wrong)) << wrong;
  }
}

TEST(Loader, knows_which_logins_may_not_begin) {
  const auto cases =
      parse_suite(suite("  - {id: a, title: A, steps: [{login: alice, id: x}, {metadata: {keys: [idp]}, "
                        "expect: accepted}, {login: alice, id: y}]}\n"),
                  "x.yaml");
  ASSERT_TRUE(cases) << describe(cases.error());
  const auto& steps = cases->front().steps;
  EXPECT_FALSE(std::get<LoginStep>(steps.at(0).action).may_not_begin);
  EXPECT_TRUE(std::get<LoginStep>(steps.at(2).action).may_not_begin);
}

TEST(Loader, reads_how_long_to_wait) {
  const auto cases =
      parse_suite(suite("  - {id: a, title: A, steps: [{wait: 25s}, {login: alice}]}\n"), "x.yaml");
  ASSERT_TRUE(cases) << describe(cases.error());
  EXPECT_EQ(std::get<WaitStep>(cases->front().steps.at(0).action).duration, Milliseconds(25'000));
  EXPECT_THAT(error_of(suite("  - {id: a, title: A, steps: [{wait: soon}]}\n")),
              HasSubstr("a duration like"));
}

TEST(Loader, garbage_is_an_error_and_nothing_worse) {
  for (const std::string text : {"\x00\x01", "[]", "42", "cases: {a: b}", "suite: a\ntitle: b\ncases: 7\n",
                                 "suite: a\ntitle: b\ncases: [7, [], ~]\n", "&a [*a]", "a: &a {b: *a}"}) {
    EXPECT_NE(error_of(text), "it loaded") << text;
  }
  EXPECT_NE(error_of(std::string(100'000, '[')), "it loaded");
}

}  // namespace
}  // namespace idproctor::scenario
