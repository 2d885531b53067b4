#include "mock_idp/signed_elements.hpp"

#include <gmock/gmock.h>

namespace idproctor::mock_idp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using enum SignTarget;

Dialect dialect_that_signs(SignTarget target) {
  Dialect dialect;
  dialect.sign = target;
  return dialect;
}

SignStage stage_of(std::vector<std::string> elements) {
  SignStage stage;
  stage.elements = std::move(elements);
  return stage;
}

Recipe recipe_that_signs(std::vector<std::string> elements) {
  Recipe recipe;
  recipe.stages = {stage_of(std::move(elements))};
  return recipe;
}

TEST(SignedElements, FollowTheTargetThenTheProvider) {
  EXPECT_THAT(signed_elements({}, dialect_that_signs(response), {}), ElementsAre("response"));
  EXPECT_THAT(signed_elements({}, dialect_that_signs(response), assertion), ElementsAre("assertion"));
  EXPECT_THAT(signed_elements({}, dialect_that_signs(response), both), ElementsAre("assertion", "response"));
}

TEST(SignedElements, OneIsTheOneByWhichTheMessageIsRead) {
  const SignStage one = stage_of({"one"});
  EXPECT_THAT(signed_elements(one, dialect_that_signs(both), {}), ElementsAre("assertion"));
  EXPECT_THAT(signed_elements(one, dialect_that_signs(response), {}), ElementsAre("response"));
  EXPECT_THAT(signed_elements(one, dialect_that_signs(assertion), response), ElementsAre("response"));
  EXPECT_THAT(signed_elements(one, dialect_that_signs(response), both), ElementsAre("assertion"));
}

TEST(SignedElements, TheRestIsWhatTheTargetWantsBesides) {
  const SignStage rest = stage_of({"rest"});
  EXPECT_THAT(signed_elements(rest, dialect_that_signs(assertion), both), ElementsAre("response"));
  EXPECT_THAT(signed_elements(rest, dialect_that_signs(both), {}), IsEmpty());
  EXPECT_THAT(signed_elements(rest, dialect_that_signs(both), response), IsEmpty());
}

TEST(LesserSignatures, AreThoseWhereSomethingIsMissing) {
  const Dialect okta = dialect_that_signs(both), generic = dialect_that_signs(assertion);
  EXPECT_EQ(lesser_signatures(recipe_that_signs({"assertion"}), okta, {}), assertion);
  EXPECT_EQ(lesser_signatures(recipe_that_signs({"assertion"}), generic, both), assertion);
  EXPECT_EQ(lesser_signatures(recipe_that_signs({"response"}), generic, {}), response);
  EXPECT_EQ(lesser_signatures(recipe_that_signs({"assertion"}), generic, {}), std::nullopt);
  EXPECT_EQ(lesser_signatures(recipe_that_signs({"both"}), generic, response), std::nullopt);
  EXPECT_EQ(lesser_signatures(recipe_that_signs({"one", "rest"}), generic, both), std::nullopt);
}

TEST(LesserSignatures, OfAnUnsignedMessageThereAreNone) {
  Recipe nothing;
  nothing.stages.clear();
  EXPECT_EQ(lesser_signatures(nothing, dialect_that_signs(both), {}), std::nullopt);
  EXPECT_EQ(lesser_signatures(recipe_that_signs({"message"}), dialect_that_signs(both), {}), std::nullopt);
}

TEST(LesserSignatures, CountThoseOfFurtherResponses) {
  Recipe recipe;
  recipe.stages.clear();
  recipe.messages["honest"] = recipe_that_signs({"assertion"});
  EXPECT_EQ(lesser_signatures(recipe, dialect_that_signs(both), {}), assertion);
  recipe.messages["honest"].kind = MessageKind::logout_request;
  EXPECT_EQ(lesser_signatures(recipe, dialect_that_signs(both), {}), std::nullopt);
}

}  // namespace
}  // namespace idproctor::mock_idp
