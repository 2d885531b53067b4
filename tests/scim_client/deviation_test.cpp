#include "scim_client/deviation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scim_client/fake_target.hpp"

namespace idproctor::scim {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Kind = JsonEdit::Kind;

std::string edited(const JsonEdit& edit, const std::string& text) {
  Json body = *parse_json(text);
  auto done = apply(edit, body);
  return done ? dump(body) : "error: " + done.error().message;
}

const char kBody[] = R"({"a":1,"b":[10,20],"x/y":{"~":true}})";

TEST(JsonEdit, Sets) {
  EXPECT_EQ(edited({Kind::set, "/a", "one"}, kBody), R"({"a":"one","b":[10,20],"x/y":{"~":true}})");
  EXPECT_EQ(edited({Kind::set, "/new", nullptr}, kBody),
            R"({"a":1,"b":[10,20],"x/y":{"~":true},"new":null})");
  EXPECT_EQ(edited({Kind::set, "/b/1", false}, kBody), R"({"a":1,"b":[10,false],"x/y":{"~":true}})");
  EXPECT_EQ(edited({Kind::set, "/x~1y/~0", 2}, kBody), R"({"a":1,"b":[10,20],"x/y":{"~":2}})");
  EXPECT_EQ(edited({Kind::set, "", Json::array()}, kBody), "[]");
}

TEST(JsonEdit, Removes) {
  EXPECT_EQ(edited({Kind::remove, "/a"}, kBody), R"({"b":[10,20],"x/y":{"~":true}})");
  EXPECT_EQ(edited({Kind::remove, "/b/0"}, kBody), R"({"a":1,"b":[20],"x/y":{"~":true}})");
}

TEST(JsonEdit, RenamesInPlace) {
  EXPECT_EQ(edited({Kind::rename, "/a", "A"}, kBody), R"({"A":1,"b":[10,20],"x/y":{"~":true}})");
}

TEST(JsonEdit, Inserts) {
  EXPECT_EQ(edited({Kind::insert, "/b/0", 5}, kBody), R"({"a":1,"b":[5,10,20],"x/y":{"~":true}})");
  EXPECT_EQ(edited({Kind::insert, "/b/2", 30}, kBody), R"({"a":1,"b":[10,20,30],"x/y":{"~":true}})");
  EXPECT_EQ(edited({Kind::insert, "/b/-", 30}, kBody), R"({"a":1,"b":[10,20,30],"x/y":{"~":true}})");
}

TEST(JsonEdit, WithoutEffectIsAnError) {
  const std::vector<JsonEdit> edits = {
      {Kind::set, "/a/b", 1},       {Kind::set, "/b/2", 1},      {Kind::set, "/b/x", 1},
      {Kind::set, "/none/b", 1},    {Kind::remove, "/none"},     {Kind::remove, "/b/2"},
      {Kind::rename, "/none", "A"}, {Kind::rename, "/b/0", "A"}, {Kind::insert, "/a/0", 1},
      {Kind::insert, "/b/3", 1},    {Kind::insert, "/b/-1", 1}};
  for (const JsonEdit& edit : edits) {
    EXPECT_EQ(edited(edit, kBody), "error: the body has nothing at " + edit.pointer);
  }
  EXPECT_THAT(edited({Kind::set, "a", 1}, kBody), HasSubstr("begins with"));
  EXPECT_THAT(edited({Kind::rename, "/a", 1}, kBody), HasSubstr("new name is a text"));
}

class DeviatingRun : public testing::Test {
 protected:
  Result<Outcome> create(Deviation deviation) {
    Client client(provider("generic/scim.yaml"), Target(std::string(kBase), "secret"), target_.send());
    return run(client, "create", test_user(), std::move(deviation));
  }
  FakeTarget target_;
};

TEST_F(DeviatingRun, ChangesTheLastRequestWithABody) {
  target_.answers(200, kNobody).answers(201, R"({"id":"u1"})");
  Deviation deviation;
  deviation.edits = {{Kind::remove, "/userName"}, {Kind::set, "/active", "True"}};
  deviation.headers = {{"Content-Type", "text/plain"}, {"Authorization", ""}};
  ASSERT_TRUE(create(deviation));
  EXPECT_TRUE(target_.requests()[0].headers.has("Authorization"));
  EXPECT_FALSE(target_.requests()[1].headers.has("Authorization"));
  EXPECT_EQ(target_.requests()[1].headers.get("Content-Type"), "text/plain");
  const Json body = *parse_json(target_.requests()[1].body);
  EXPECT_FALSE(body.contains("userName"));
  EXPECT_EQ(body["active"], "True");
}

TEST_F(DeviatingRun, ChangesTheRequestOfTheBranchThatIsTaken) {
  target_.answers(200, found("u5")).answers(204);
  Deviation deviation;
  deviation.edits = {{Kind::set, "/Operations/0/op", "Replace"}};
  ASSERT_TRUE(create(deviation));
  EXPECT_THAT(target_.requests()[1].body, HasSubstr(R"("op":"Replace")"));
}

TEST_F(DeviatingRun, ChangesTheNamedCall) {
  for (const char* name : {"match", "GET"}) {
    target_ = FakeTarget();
    target_.answers(200, kNobody).answers(201, R"({"id":"u1"})");
    Deviation deviation;
    deviation.call = name;
    deviation.path = R"(/users?filter=USERNAME EQ "x")";
    ASSERT_TRUE(create(deviation));
    EXPECT_EQ(target_.sent()[0], "GET /users?filter=USERNAME%20EQ%20%22x%22");
    EXPECT_THAT(target_.sent()[1], testing::StartsWith("POST /Users\n"));
  }
}

TEST_F(DeviatingRun, ReplacesTheWholeRequest) {
  target_.answers(200, kNobody).answers(201, R"({"id":"u1"})");
  Deviation deviation;
  deviation.method = "PUT";
  deviation.path = "/Users/";
  deviation.body = R"({"id":1,"id":2)";
  ASSERT_TRUE(create(deviation));
  EXPECT_EQ(target_.sent()[1], "PUT /Users/\n{\"id\":1,\"id\":2");
}

TEST_F(DeviatingRun, FailsWhereItReachesNothing) {
  target_.answers(200, kNobody).answers(201, R"({"id":"u1"})");
  Deviation deviation;
  deviation.call = "DELETE";
  deviation.headers = {{"X", "1"}};
  const auto outcome = create(deviation);
  ASSERT_FALSE(outcome);
  EXPECT_THAT(outcome.error().message, HasSubstr("reached none of the requests"));
}

TEST_F(DeviatingRun, FailsBeforeSendingWhereAnEditHasNoEffect) {
  target_.answers(200, kNobody);
  Deviation deviation;
  deviation.edits = {{Kind::remove, "/nickName"}};
  const auto outcome = create(deviation);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().message, "POST /Users: the body has nothing at /nickName");
  EXPECT_EQ(target_.requests().size(), 1u);
}

TEST_F(DeviatingRun, IsNotToBlameWhenTheOperationFailedBefore) {
  target_.answers(500);
  Deviation deviation;
  deviation.edits = {{Kind::remove, "/userName"}};
  const auto outcome = create(deviation);
  ASSERT_TRUE(outcome);
  EXPECT_FALSE(outcome->succeeded);
}

}  // namespace
}  // namespace idproctor::scim
