#include <gtest/gtest.h>

#include "foundation/core/seed.hpp"
#include "reference_sp/scim/filter.hpp"
#include "reference_sp/scim/patch_path.hpp"
#include "tests/reference_sp/scim/provider.hpp"

// Whatever comes, the answer is a refusal or a success, never a crash and never a 5xx.

namespace idproctor::reference {
namespace {

const std::string user_body =
    R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"gar\u00e7on",
  "name":{"givenName":"G"},"active":"True","emails":[{"value":"g@x.example","type":"work","primary":true}],
  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"m"}}})";
const std::string patch_body = R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[
  {"op":"Add","path":"emails[type eq \"home\" and not (value pr)].value","value":"x"},
  {"op":"remove","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager"},
  {"op":"replace","value":{"name.givenName":"H","active":"False","emails":[{"value":"h","primary":"True"}]}}]})";
const std::string group_body = R"({"displayName":"G","members":[{"value":"x","display":"y","$ref":null}]})";

const std::vector<std::string> values{"null",
                                      "true",
                                      "0",
                                      "-1.5e300",
                                      "1e999",
                                      R"("")",
                                      R"("x")",
                                      R"("\u0000")",
                                      "[]",
                                      "{}",
                                      "[null]",
                                      "[[[]]]",
                                      R"({"value":{}})",
                                      R"({"value":null})",
                                      R"([{"value":[{"value":1}]}])",
                                      R"({"":{}})",
                                      R"({"$ref":1})",
                                      R"([{"primary":"True"},{"primary":true},{"primary":2}])",
                                      R"([1,"a",{},[],null,true])",
                                      R"({"op":"add","path":"members","value":5})"};

class Garbage : public testing::Test {
 protected:
  void send(const std::string& method, const std::string& path, const std::string& body) {
    const auto response = provider.send(method, path, body);
    ASSERT_LT(response.status, 500) << method << ' ' << path << ' ' << body;
    ASSERT_GE(response.status, 200);
    ASSERT_TRUE(response.body.empty() || parse_json(response.body)) << response.body;
  }
  void send_everywhere(const std::string& body) {
    send("POST", "/Users", body);
    send("POST", "/Groups", body);
    for (const std::string& path : {user_path, group_path}) {
      send("PUT", path, body);
      send("PATCH", path, body);
    }
  }
  void expect_well() {
    EXPECT_EQ(provider.send("GET", "/Users?filter=meta.created%20pr").status, 200);
    EXPECT_EQ(provider.send("GET", "/Groups?filter=members.display%20pr").status, 200);
  }

  Provider provider;
  std::string user_path = "/Users/" + provider.add_user("somebody");
  std::string group_path = "/Groups/" + provider.add_group("something");
};

TEST_F(Garbage, TruncatedBodies) {
  for (const std::string& body : {user_body, patch_body, group_body}) {
    for (std::size_t length = 0; length < body.size(); ++length) send_everywhere(body.substr(0, length));
  }
  expect_well();
}

// Every value in a body in turn becomes every odd value.
void replace_each(const Json& body, const Json::json_pointer& at, std::vector<Json::json_pointer>& places) {
  places.push_back(at);
  if (body.is_array()) {
    for (std::size_t i = 0; i < body.size(); ++i) replace_each(body[i], at / i, places);
  } else if (body.is_object()) {
    for (auto item = body.begin(); item != body.end(); ++item) {
      replace_each(item.value(), at / item.key(), places);
    }
  }
}

TEST_F(Garbage, WrongTypesEverywhere) {
  for (const std::string& text : {user_body, patch_body, group_body}) {
    const Json body = parse_json(text).value();
    std::vector<Json::json_pointer> places;
    replace_each(body, Json::json_pointer(), places);
    for (const auto& place : places) {
      for (const std::string& value : values) {
        Json odd = body;
        odd[place] = "@";
        send_everywhere(replace_all(dump(odd), "\"@\"", value));
      }
    }
  }
  expect_well();
}

TEST_F(Garbage, OddOperations) {
  for (const char* op : {"add", "remove", "replace"}) {
    for (const char* path : {"id",
                             "schemas",
                             "meta",
                             "meta.created",
                             "userName",
                             "name",
                             "name.givenName",
                             "active",
                             "password",
                             "emails",
                             "emails.value",
                             "emails[type eq \"work\"]",
                             "emails[type eq \"x\"].value",
                             "emails[value pr].primary",
                             "emails[type eq 5].value",
                             "emails[primary eq \"x\"]",
                             "groups",
                             "groups[value pr].display",
                             "manager",
                             "manager.value",
                             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                             "members",
                             "members.value",
                             "members[value eq \"x\"]",
                             "members[type eq null].display",
                             "displayName",
                             "externalId",
                             "x",
                             "",
                             "["}) {
      for (const std::string& value : values) {
        const std::string operation = std::string(R"([{"op":")") + op + R"(","path":)" + dump(Json(path)) +
                                      R"(,"value":)" + value + "}]";
        send("PATCH", user_path, R"({"Operations":)" + operation + "}");
        send("PATCH", group_path, R"({"Operations":)" + operation + "}");
      }
    }
  }
  expect_well();
}

TEST_F(Garbage, DeepAndWideBodies) {
  send_everywhere(std::string(100'000, '['));
  std::string deep = "1";
  for (int i = 0; i < 190; ++i) deep = "{\"name\":" + deep + "}";
  send_everywhere(deep);
  send_everywhere(R"({"userName":"w","emails":[)" + [] {
    std::string list = "{}";
    for (int i = 0; i < 3'000; ++i) list += R"(,{"value":")" + std::to_string(i) + R"("})";
    return list;
  }() + "]}");
  expect_well();
}

TEST_F(Garbage, MixedUpTexts) {
  Seed seed("garbage");
  const std::string alphabet = "ab[]().\"\\ :$19-_eq and or not pr urn:\t\x01\xff";
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = seed.letters(seed.number() % 24, alphabet);
    const auto filter = scim::parse_filter(text);
    const auto path = scim::parse_patch_path(text);
    ASSERT_TRUE(filter || !filter.error().message.empty());
    ASSERT_TRUE(path || !path.error().message.empty());
  }
  const std::string filter =
      R"(not (emails[type eq "work" and value co "@x"].value sw "a\u00e9") or meta.created gt "x")";
  for (std::size_t i = 0; i < filter.size(); ++i) {
    for (const char odd : {'"', '(', ']', ' ', '\\', '\xff'}) {
      std::string text = filter;
      text[i] = odd;
      send("GET", "/Users?filter=" + percent_encode(text), "");
      send("GET",
           "/Users?filter=" + percent_encode(text.substr(0, i)) + "&attributes=" + percent_encode(text), "");
    }
  }
  for (const char* target :
       {"/%", "/%zz", "/Users/%ff", "/Users?filter=%ff", "/Users?startIndex=%00", "/Users?=&=", "/..",
        "/Schemas/%ff", "/ResourceTypes/\x01", "?", "//", "/Users?excludedAttributes=,,a.b.c,%5B"}) {
    const auto response = provider.send("GET", target);
    EXPECT_TRUE(response.status < 500 || response.status == 501) << target;
  }
}

}  // namespace
}  // namespace idproctor::reference
