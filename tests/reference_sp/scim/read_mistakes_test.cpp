#include <gtest/gtest.h>

#include <tuple>

#include "tests/reference_sp/scim/provider.hpp"

// The checks on what clients read, each on and off: the same request gets the right answer and the mistake.

namespace idproctor::reference {
namespace {

struct Mistake {
  const char* check;
  const char* method;
  const char* path;  ///< {ada} is her id
  const char* body;
  const char* right;  ///< status, and what is shown of the answer
  const char* wrong;
};

class Asked {
 protected:
  /// ada has two addresses and a password, bea one; ada is in the group Crew.
  static std::string answer(const Mistake& asked, std::set<std::string, std::less<>> without,
                            const std::string& pointer) {
    Provider provider(std::move(without));
    const std::string ada = provider.add_user(Json{{"userName", "ada"},
                                                   {"externalId", "Ext"},
                                                   {"password", "secret"},
                                                   {"name", {{"givenName", "Ada"}, {"familyName", "Archer"}}},
                                                   {"emails",
                                                    {{{"value", "ada@x.example"}, {"type", "work"}},
                                                     {{"value", "ada@home.example"}, {"type", "home"}}}}});
    provider.add_user("bea");
    const std::string path = replace_all(asked.path, "{ada}", ada);
    const auto response = provider.send(asked.method, path, std::string(asked.body));
    const Json body = Provider::json(response);
    if (pointer == "names") return Provider::listed(response);
    const Json* shown = find(body, pointer);
    return std::to_string(response.status) + " " + (shown ? dump(*shown) : "-");
  }
};

/// userNames of the list that comes.
class SelectingMistake : public testing::TestWithParam<Mistake>, protected Asked {};

TEST_P(SelectingMistake, ChangesWhatIsSelected) {
  const Mistake& asked = GetParam();
  EXPECT_EQ(answer(asked, {}, "names"), asked.right);
  EXPECT_EQ(answer(asked, {asked.check}, "names"), asked.wrong);
}

/// The status, and what lies at `pointer` in the body.
struct Look : Mistake {
  const char* pointer;
};

class ShowingMistake : public testing::TestWithParam<Look>, protected Asked {};

TEST_P(ShowingMistake, ChangesWhatIsShown) {
  const Look& asked = GetParam();
  EXPECT_EQ(answer(asked, {}, asked.pointer), asked.right);
  EXPECT_EQ(answer(asked, {asked.check}, asked.pointer), asked.wrong);
}

INSTANTIATE_TEST_SUITE_P(
    All, SelectingMistake,
    testing::Values(
        Mistake{"filter-operators", "GET", "/Users?filter=userName%20sw%20%22a%22", "", "ada", "ada bea"},
        Mistake{"filter-first", "GET", "/Users?filter=userName%20pr%20and%20userName%20eq%20%22bea%22", "",
                "bea", "ada bea"},
        Mistake{"filter-precedence", "GET",
                "/Users?filter=userName%20eq%20%22ada%22%20or%20userName%20eq%20%22bea%22%20and%20title%20pr",
                "", "ada", ""},
        Mistake{"filter-not", "GET", "/Users?filter=not%20(userName%20eq%20%22ada%22)", "", "bea", "ada"},
        Mistake{"filter-brackets", "GET",
                "/Users?filter=emails%5Btype%20eq%20%22work%22%20and%20value%20co%20%22home%22%5D", "", "",
                "ada"},
        Mistake{"filter-names", "GET", "/Users?filter=USERNAME%20eq%20%22ada%22", "", "ada", ""},
        Mistake{"filter-case", "GET", "/Users?filter=userName%20eq%20%22ADA%22", "", "ada", ""},
        Mistake{"filter-case-exact", "GET", "/Users?filter=externalId%20eq%20%22eXT%22", "", "", "ada"},
        Mistake{"filter-urn", "GET",
                "/Users?filter=urn:ietf:params:scim:schemas:core:2.0:User:userName%20eq%20%22ada%22", "",
                "ada", ""},
        Mistake{"filter-boolean", "GET", "/Users?filter=active%20eq%20false", "", "", "ada bea"},
        Mistake{"filter-types", "GET", "/Users?filter=active%20gt%20true", "", "400 invalidFilter", ""},
        Mistake{"filter-readable", "GET", "/Users?filter=userName%20eq", "", "400 invalidFilter", "ada bea"},
        Mistake{"filter-readable", "GET", "/Users?filter=noSuch%20eq%201", "", "400 invalidFilter",
                "ada bea"},
        Mistake{"filter-values", "GET",
                "/Users?filter=userName%20eq%20%22x%5C%22%20or%20userName%20pr%20or%20userName%20eq%20%5C%"
                "22x%22",
                "", "", "ada bea"},
        Mistake{"filter-escapes", "GET", "/Users?filter=userName%20eq%20%22%5Cu0061da%22", "", "ada", ""},
        Mistake{"filter-patterns", "GET", "/Users?filter=userName%20co%20%22%25%22", "", "", "ada bea"},
        Mistake{"returned-never", "GET", "/Users?filter=password%20eq%20%22secret%22", "",
                "400 invalidFilter", "ada"},
        Mistake{"page-from-one", "GET", "/Users?startIndex=1&count=1", "", "ada", "bea"},
        Mistake{"page-place", "GET", "/Users?startIndex=2&count=2", "", "bea", ""},
        Mistake{"page-least", "GET", "/Users?startIndex=0", "", "ada bea", "400 invalidValue"},
        Mistake{"page-least", "GET", "/Users?count=-1", "", "", "400 invalidValue"},
        Mistake{"page-beyond", "GET", "/Users?startIndex=9", "", "", "bea"},
        Mistake{"page-count", "GET", "/Users?count=1", "", "ada", "ada bea"},
        Mistake{"page-count-zero", "GET", "/Users?count=0", "", "", "ada bea"}));

const char* const new_user = R"({"userName":"eve","name":{"givenName":"Eve"}})";

INSTANTIATE_TEST_SUITE_P(
    All, ShowingMistake,
    testing::Values(
        Look{{"page-total", "GET", "/Users?count=1", "", "200 2", "200 1"}, "/totalResults"},
        Look{{"page-items", "GET", "/Users?count=1", "", "200 1", "200 1000"}, "/itemsPerPage"},
        Look{{"list-numbers", "GET", "/Users?count=1", "", "200 1", R"(200 "1")"}, "/startIndex"},
        Look{{"attributes", "GET", "/Users/{ada}?attributes=userName", "", "200 -", R"(200 "Ada")"},
             "/name/givenName"},
        Look{{"attributes-sub", "GET", "/Users/{ada}?attributes=name.givenName", "", "200 -",
              R"(200 "Archer")"},
             "/name/familyName"},
        Look{{"attributes-writes", "POST", "/Users?attributes=userName", new_user, "201 -", R"(201 "Eve")"},
             "/name/givenName"},
        Look{{"attributes-case", "GET", "/Users/{ada}?attributes=USERNAME", "", R"(200 "ada")", "200 -"},
             "/userName"},
        Look{{"attributes-urn", "GET",
              "/Users/{ada}?attributes=urn:ietf:params:scim:schemas:core:2.0:User:userName", "",
              R"(200 "ada")", "200 -"},
             "/userName"},
        Look{{"excluded-attributes", "GET", "/Users/{ada}?excludedAttributes=userName", "", "200 -",
              R"(200 "ada")"},
             "/userName"},
        Look{{"returned-never", "GET", "/Users/{ada}", "", "200 -", R"(200 "secret")"}, "/password"},
        Look{{"body-syntax", "POST", "/Users", "{", R"(400 "invalidSyntax")", "500 -"}, "/scimType"},
        Look{{"body-syntax", "POST", "/Users", "[]", R"(400 "invalidSyntax")", "500 -"}, "/scimType"},
        Look{{"body-types", "POST", "/Users", R"({"userName":1})", R"(400 "invalidValue")", "500 -"},
             "/scimType"},
        Look{{"error-body", "GET", "/Users/nobody", "", R"(404 "404")", "404 -"}, "/status"},
        Look{{"error-page", "GET", "/Users/nobody", "", R"(404 "404")", "404 -"}, "/status"},
        Look{{"error-status-text", "GET", "/Users/nobody", "", R"(404 "404")", "404 404"}, "/status"},
        Look{{"error-type", "POST", "/Users", "{", R"(400 "invalidSyntax")", R"(400 "badRequest")"},
             "/scimType"},
        Look{{"unknown-path", "GET", "/Nothing", "", R"(404 "404")", "200 -"}, "/status"},
        Look{{"allowed-methods", "DELETE", "/Users", "", R"(405 "405")", "200 -"}, "/status"},
        Look{{"empty-segments", "GET", "//Users", "", "200 2", "404 -"}, "/totalResults"},
        Look{{"empty-parameters", "GET", "/Users?count=1&", "", "200 2", "400 -"}, "/totalResults"},
        Look{{"config-complete", "GET", "/ServiceProviderConfig", "", "200 false", "200 -"},
             "/changePassword/supported"},
        Look{{"schemas-one", "GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group", "",
              R"(200 "Group")", "404 -"},
             "/name"},
        Look{{"schema-words", "GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", "", "200 false",
              R"(200 "false")"},
             "/attributes/0/multiValued"},
        Look{{"schema-true", "GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", "", "200 true",
              "200 false"},
             "/attributes/0/required"},
        Look{{"schema-true", "GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", "",
              R"(200 "displayName")", R"(200 "nickName")"},
             "/attributes/2/name"},
        Look{{"schema-true", "GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group", "", "200 true",
              "200 true"},
             "/attributes/0/required"},
        Look{{"discovery-lists", "GET", "/ResourceTypes", "", "200 2", "200 -"}, "/totalResults"},
        Look{{"discovery-unknown", "GET", "/Schemas/urn:none", "", R"(404 "404")", "200 -"}, "/status"},
        Look{{"discovery-filter", "GET", "/Schemas?filter=x", "", "403 -", "200 3"}, "/totalResults"}));

TEST(ReadMistakes, TheIdCannotBeExcluded) {
  for (const bool on : {true, false}) {
    Provider provider(on ? std::set<std::string, std::less<>>{}
                         : std::set<std::string, std::less<>>{"attributes-always"});
    const std::string id = provider.add_user("ada");
    EXPECT_EQ(provider.get("/Users/" + id + "?excludedAttributes=id").contains("id"), on);
  }
}

TEST(ReadMistakes, DetailShowsTheInside) {
  Provider right, wrong({"error-detail"});
  EXPECT_EQ(right.send("GET", "/Users/x").body.find(".java:"), std::string::npos);
  EXPECT_NE(wrong.send("GET", "/Users/x").body.find(".java:"), std::string::npos);
}

TEST(ReadMistakes, AnswersAreCalledPages) {
  Provider right, wrong({"answer-media-type"});
  EXPECT_EQ(right.send("GET", "/Users").headers.get("Content-Type"), "application/scim+json");
  EXPECT_EQ(wrong.send("GET", "/Users").headers.get("Content-Type"), "text/html; charset=utf-8");
}

int status_of(Provider& provider, const std::string& content_type) {
  http::Request request("POST", "/scim/v2/Users");
  request.headers.set("Authorization", std::string("Bearer ") + Provider::token);
  request.headers.set("Content-Type", content_type);
  request.body = new_user;
  return provider.service.handle(request).status;
}

TEST(ReadMistakes, MediaTypesOfBodies) {
  const std::tuple<const char*, const char*, int, int> all[] = {
      {"media-type-json", "application/json", 201, 415},
      {"media-type-parameter", "application/scim+json;charset=UTF-8", 201, 415},
      {"media-type-case", "Application/SCIM+JSON", 201, 415},
      {"body-media-type", "text/plain", 415, 201}};
  for (const auto& [check, type, status, mistaken] : all) {
    Provider right, wrong({check});
    EXPECT_EQ(status_of(right, type), status) << check;
    EXPECT_EQ(status_of(wrong, type), mistaken) << check;
  }
}

TEST(ReadMistakes, AnotherMethodByHeader) {
  for (const bool on : {true, false}) {
    Provider provider(on ? std::set<std::string, std::less<>>{}
                         : std::set<std::string, std::less<>>{"method-override"});
    const std::string id = provider.add_user("ada");
    http::Headers headers;
    headers.set("X-HTTP-Method-Override", "DELETE");
    EXPECT_EQ(provider.send("GET", "/Users/" + id, "", headers).status, on ? 200 : 204);
    EXPECT_EQ(provider.send("GET", "/Users/" + id).status, on ? 200 : 404);
  }
}

http::Response stranger(Provider& provider, const std::string& method, const std::string& path,
                        const std::string& authorization) {
  http::Request request(method, "/scim/v2" + path);
  if (!authorization.empty()) request.headers.set("Authorization", authorization);
  return provider.service.handle(request);
}

TEST(ReadMistakes, Tokens) {
  const std::string token = Provider::token;
  const std::tuple<const char*, const char*, std::string, std::string, int, int> all[] = {
      {"token-whole", "GET", "/Users", "Bearer " + token + "x", 401, 200},
      {"token-scheme", "GET", "/Users", "Basic " + token, 401, 200},
      {"token-scheme-case", "GET", "/Users", "bearer " + token, 200, 401},
      {"token-every-method", "DELETE", "/Users/x", "", 401, 404},
      {"token-every-method", "GET", "/Users/x", "", 401, 401},
      {"token-in-query", "GET", "/Users?access_token=" + token, "", 401, 200},
      {"token-first", "GET", "/Users/x", "Bearer wrong", 401, 404},
      {"token-first", "GET", "/Users", "Bearer wrong", 401, 401}};
  for (const auto& [check, method, path, authorization, status, mistaken] : all) {
    Provider right, wrong({check});
    EXPECT_EQ(stranger(right, method, path, authorization).status, status) << check;
    EXPECT_EQ(stranger(wrong, method, path, authorization).status, mistaken) << check;
  }
}

TEST(ReadMistakes, SharedCachesMayKeepAnswers) {
  Provider right, wrong({"cache-shared"});
  EXPECT_EQ(right.send("GET", "/Users").headers.get("Cache-Control"), "no-store");
  EXPECT_EQ(wrong.send("GET", "/Users").headers.get("Cache-Control"), "public, max-age=60");
}

TEST(ReadMistakes, TheChallengeIsLeftOut) {
  Provider right, wrong({"www-authenticate"});
  EXPECT_TRUE(stranger(right, "GET", "/Users", "").headers.has("WWW-Authenticate"));
  EXPECT_FALSE(stranger(wrong, "GET", "/Users", "").headers.has("WWW-Authenticate"));
}

TEST(ReadMistakes, IfMatchOfAnyVersion) {
  for (const bool on : {true, false}) {
    Provider provider(on ? std::set<std::string, std::less<>>{}
                         : std::set<std::string, std::less<>>{"if-match-any"});
    const std::string id = provider.add_user("ada");
    http::Headers headers;
    headers.set("If-Match", "*");
    const auto answer = provider.send("PUT", "/Users/" + id, R"({"userName":"eve"})", headers);
    EXPECT_EQ(answer.status, on ? 200 : 412);
  }
}

}  // namespace
}  // namespace idproctor::reference
