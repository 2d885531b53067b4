#include <gmock/gmock.h>

#include "harness/scenario/loader.hpp"

namespace idproctor::scenario {
namespace {

using ::testing::HasSubstr;

Result<std::vector<Case>> logout_suite(const std::string& step) {
  return parse_suite(
      "suite: s\ntitle: t\ncases:\n  - id: one\n    title: t\n    steps:\n      - login: alice\n" + step,
      "s.yaml");
}

template <class Kind>
Kind second_step(const std::string& step) {
  const auto cases = logout_suite(step);
  if (!cases) throw std::runtime_error(describe(cases.error()));
  return std::get<Kind>(cases->front().steps.at(1).action);
}

std::string error_in(const std::string& step) {
  const auto cases = logout_suite(step);
  return cases ? "" : describe(cases.error());
}

TEST(LogoutStep, ShortFormIsTheUserAtTheApplication) {
  const auto step = second_step<LogoutStep>("      - logout: login\n");
  EXPECT_EQ(step.of, "login");
  EXPECT_EQ(step.start, "sp");
  EXPECT_FALSE(step.single_logout);
  EXPECT_FALSE(step.deviates);
}

TEST(LogoutStep, InFullItSaysWhoStartsAndHow) {
  const auto step = second_step<LogoutStep>(
      "      - logout: { session: login, start: idp, binding: Redirect, sign: none }\n");
  EXPECT_EQ(step.start, "idp");
  EXPECT_EQ(step.binding, "Redirect");
  EXPECT_EQ(step.recipe.kind, mock_idp::MessageKind::logout_request);
  EXPECT_TRUE(step.recipe.stages.empty());
  EXPECT_TRUE(step.deviates);
  EXPECT_TRUE(step.single_logout);
}

TEST(LogoutStep, AnAnswerThatNobodyAskedForDeviates) {
  const auto step =
      second_step<LogoutStep>("      - logout: { session: login, start: idp, message: response }\n");
  EXPECT_EQ(step.recipe.kind, mock_idp::MessageKind::logout_response);
  EXPECT_TRUE(step.deviates);
}

TEST(LogoutStep, FurtherMessagesMayBeOfAnotherKind) {
  const auto step = second_step<LogoutStep>(
      "      - logout: { session: login, start: idp, messages: { a: { of: response }, b: { sign: none } } "
      "}\n");
  EXPECT_EQ(step.recipe.messages.at("a").kind, mock_idp::MessageKind::response);
  EXPECT_EQ(step.recipe.messages.at("b").kind, mock_idp::MessageKind::logout_request);
}

TEST(LogoutStep, WrongWordsAreErrorsWithAPlace) {
  EXPECT_THAT(error_in("      - logout: { session: login, start: user }\n"),
              HasSubstr("starts at sp or idp"));
  EXPECT_THAT(error_in("      - logout: { session: login, binding: Artifact }\n"),
              HasSubstr("POST or Redirect"));
  EXPECT_THAT(error_in("      - logout: { session: login, message: request }\n"), HasSubstr("is a response"));
  EXPECT_THAT(error_in("      - logout: { start: idp }\n"), HasSubstr("s.yaml:8"));
  EXPECT_THAT(error_in("      - logout: { session: login, messages: { a: { of: x } } }\n"),
              HasSubstr("none of"));
}

TEST(MetadataStep, PublishesRotatesAndDeviates) {
  EXPECT_EQ(second_step<MetadataStep>("      - metadata: publish\n").keys, std::vector<std::string>{});
  EXPECT_EQ(second_step<MetadataStep>("      - metadata: rotate\n").keys,
            std::vector<std::string>{"idp-later"});
  const auto step = second_step<MetadataStep>("      - metadata: { keys: [idp, idp-next], sign: none }\n");
  EXPECT_EQ(step.keys.size(), 2u);
  EXPECT_TRUE(step.signs);
  EXPECT_EQ(step.recipe.kind, mock_idp::MessageKind::metadata);
  EXPECT_THAT(error_in("      - metadata: forget\n"), HasSubstr("none of publish, rotate"));
}

TEST(InspectStep, NamesOneCheck) {
  EXPECT_EQ(second_step<InspectStep>("      - inspect: { metadata: keys }\n").check, "keys");
  EXPECT_THAT(error_in("      - inspect: { metadata: destination }\n"), HasSubstr("none of shape"));
  EXPECT_THAT(error_in("      - inspect: { metadata: keys, authn_request: acs }\n"), HasSubstr("one thing"));
}

}  // namespace
}  // namespace idproctor::scenario
