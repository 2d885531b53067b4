#include <gtest/gtest.h>

#include "tests/reference_sp/scim/provider.hpp"

namespace idproctor::reference {
namespace {

void expect_scim_error(const http::Response& response, int status) {
  EXPECT_EQ(response.status, status) << response.body;
  EXPECT_EQ(response.headers.get("Content-Type"), "application/scim+json");
  EXPECT_EQ(response.headers.get("Cache-Control"), "no-store");
  const Json body = Provider::json(response);
  EXPECT_EQ(body["schemas"], Json::array({"urn:ietf:params:scim:api:messages:2.0:Error"}));
  EXPECT_EQ(body["status"], std::to_string(status));
  EXPECT_TRUE(body["detail"].is_string());
}

http::Response with_authorization(const std::vector<std::string>& fields,
                                  const std::string& path = "/Users") {
  Provider provider;
  http::Request request("GET", "/scim/v2" + path);
  for (const std::string& field : fields) request.headers.add("Authorization", field);
  return provider.service.handle(request);
}

TEST(Bearer, OpensTheDoor) {
  const std::string token = Provider::token;
  EXPECT_EQ(with_authorization({"Bearer " + token}).status, 200);
  EXPECT_EQ(with_authorization({"bearer  " + token + " "}).status, 200);
}

TEST(Bearer, IsNeededForEverything) {
  const std::string token = Provider::token;
  const std::vector<std::vector<std::string>> wrong{{},
                                                    {""},
                                                    {"Bearer"},
                                                    {"Bearer "},
                                                    {token},
                                                    {"Basic " + token},
                                                    {"Bearer" + token},
                                                    {"Bearer x" + token},
                                                    {"Bearer " + token + "x"},
                                                    {"Bearer " + token.substr(1)},
                                                    {"Bearer " + token + " " + token},
                                                    {"Bearer x", "Bearer " + token}};
  for (const auto& fields : wrong) {
    const auto response = with_authorization(fields);
    expect_scim_error(response, 401);
    EXPECT_EQ(response.headers.get("WWW-Authenticate"), "Bearer realm=\"SCIM\"");
    EXPECT_EQ(response.body.find(token), std::string::npos);
  }
  for (const char* path : {"/ServiceProviderConfig", "/Schemas", "/Users/x", "/nothing", "/Bulk", "x",
                           "/Users?access_token=issued-to-the-test"}) {
    expect_scim_error(with_authorization({"Bearer x"}, path), 401);
  }
}

TEST(Envelope, TakesBothMediaTypes) {
  Provider provider;
  const std::vector<std::pair<const char*, int>> types{{"application/scim+json", 201},
                                                       {"application/json", 201},
                                                       {"Application/SCIM+JSON; charset=UTF-8", 201},
                                                       {"application/json;charset=utf-8", 201},
                                                       {"", 415},
                                                       {"text/plain", 415},
                                                       {"application/xml", 415},
                                                       {"application/jsonx", 415},
                                                       {"application/x-www-form-urlencoded", 415}};
  int number = 0;
  for (const auto& [type, status] : types) {
    http::Request request("POST", "/scim/v2/Users");
    request.headers.set("Authorization", std::string("Bearer ") + Provider::token);
    if (*type != '\0') request.headers.set("Content-Type", type);
    request.body = dump(Json{{"userName", "user" + std::to_string(++number)}});
    const auto response = provider.service.handle(request);
    EXPECT_EQ(response.status, status) << type;
    if (status == 415) expect_scim_error(response, 415);
  }
}

TEST(Envelope, RefusesBodiesThatAreNotJson) {
  Provider provider;
  const std::string deep = "{\"userName\":" + std::string(5'000, '[') + std::string(5'000, ']') + "}";
  for (const std::string& body :
       {std::string("{"), std::string("{\"userName\":\"a\"} x"), std::string("{'a':1}"),
        std::string("\xff\xfe"), std::string("{\"userName\":\"\xff\"}"), deep}) {
    const auto response = provider.send("POST", "/Users", body);
    expect_scim_error(response, 400);
    EXPECT_EQ(Provider::json(response)["scimType"], "invalidSyntax");
  }
}

TEST(Envelope, RefusesBodiesOverTwoMegabytes) {
  Provider provider;
  const auto body = [](std::size_t size) {
    std::string text = R"({"userName":"big","title":""})";
    text.insert(text.size() - 2, size - text.size(), 'x');
    return text;
  };
  expect_scim_error(provider.send("POST", "/Users", body((2 << 20) + 1)), 413);
  EXPECT_EQ(provider.send("POST", "/Users", body(2 << 20)).status, 201);
}

TEST(Envelope, AnswersHeadAsGetWithoutABody) {
  Provider provider;
  const std::string id = provider.add_user("ada");
  const auto response = provider.send("HEAD", "/Users/" + id);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.get("Content-Type"), "application/scim+json");
  EXPECT_EQ(response.body, "");
  EXPECT_EQ(provider.send("HEAD", "/Users/x").status, 404);
}

TEST(Envelope, SaysWhatIsNotHere) {
  Provider provider;
  const std::string id = provider.add_user("ada");
  for (const std::string path : {"/nothing", "/users", "/Users/a/b", "/ServiceProviderConfig/x",
                                 "/Schemas/urn:x", "/ResourceTypes/Nope", "/ResourceTypes/User/x"}) {
    expect_scim_error(provider.send("GET", path), 404);
  }
  http::Request elsewhere("GET", "/other/Users");
  elsewhere.headers.set("Authorization", std::string("Bearer ") + Provider::token);
  expect_scim_error(provider.service.handle(elsewhere), 404);
  elsewhere.url = "/scim/v2x/Users";
  expect_scim_error(provider.service.handle(elsewhere), 404);
  for (const auto& [method, path] :
       std::vector<std::pair<std::string, std::string>>{{"GET", "/Me"}, {"PATCH", "/Me"}}) {
    expect_scim_error(provider.send(method, path), 501);
  }
  for (const auto& [method, path] :
       std::vector<std::pair<std::string, std::string>>{{"PUT", "/Users"},
                                                        {"DELETE", "/Groups"},
                                                        {"PATCH", "/Users"},
                                                        {"POST", "/Users/" + id},
                                                        {"BREW", "/Users/" + id}}) {
    const auto response = provider.send(method, path);
    expect_scim_error(response, 405);
    EXPECT_NE(response.headers.get("Allow").find("GET"), std::string::npos);
  }
}

TEST(Discovery, AdvertisesWhatIsThere) {
  Provider provider;
  const Json config = provider.get("/ServiceProviderConfig");
  EXPECT_EQ(config["schemas"][0], "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig");
  EXPECT_EQ(config["patch"]["supported"], true);
  EXPECT_EQ(config["filter"], (Json{{"supported", true}, {"maxResults", 1000}}));
  EXPECT_EQ(config["bulk"],
            (Json{{"supported", true}, {"maxOperations", 100}, {"maxPayloadSize", 512 * 1024}}));
  for (const char* feature : {"sort", "etag"}) EXPECT_EQ(config[feature]["supported"], true);
  EXPECT_EQ(config["changePassword"]["supported"], false);
  EXPECT_EQ(config["pagination"], (Json{{"cursor", true},
                                        {"index", true},
                                        {"defaultPaginationMethod", "index"},
                                        {"defaultPageSize", 1000},
                                        {"maxPageSize", 1000},
                                        {"cursorTimeout", 600}}));
  EXPECT_EQ(config["authenticationSchemes"][0]["type"], "oauthbearertoken");
}

TEST(Discovery, ServesEverySchemaOfEveryResourceType) {
  Provider provider;
  const Json types = provider.get("/ResourceTypes");
  ASSERT_EQ(types["totalResults"], 2);
  int schemas = 0;
  for (const Json& type : types["Resources"]) {
    EXPECT_EQ(provider.get("/ResourceTypes/" + to_text(type["id"])), type);
    EXPECT_EQ(provider.get(to_text(type["endpoint"])).value("totalResults", -1), 0);
    std::vector<std::string> urns{to_text(type["schema"])};
    for (const Json& extension : type["schemaExtensions"]) urns.push_back(to_text(extension["schema"]));
    for (const std::string& urn : urns) {
      ++schemas;
      EXPECT_EQ(provider.get("/Schemas/" + urn).value("id", ""), urn);
    }
  }
  EXPECT_EQ(provider.get("/Schemas")["totalResults"], schemas);
  EXPECT_EQ(schemas, 3);
}

void expect_definition(const Json& attribute) {
  EXPECT_TRUE(attribute["name"].is_string());
  EXPECT_FALSE(attribute["description"].get<std::string>().empty()) << attribute["name"];
  EXPECT_TRUE(attribute["multiValued"].is_boolean() && attribute["required"].is_boolean());
  const auto one_of = [&](const char* key, const std::set<std::string>& words) {
    EXPECT_TRUE(words.contains(attribute.value(key, ""))) << attribute["name"] << ' ' << key;
  };
  one_of("type", {"string", "boolean", "dateTime", "reference", "binary", "complex"});
  one_of("mutability", {"readOnly", "readWrite", "immutable", "writeOnly"});
  one_of("returned", {"always", "default", "never", "request"});
  one_of("uniqueness", {"none", "server", "global"});
  EXPECT_EQ(attribute["type"] == "complex", attribute.contains("subAttributes")) << attribute["name"];
  if (!attribute.contains("subAttributes")) return;
  for (const Json& sub : attribute["subAttributes"]) expect_definition(sub);
}

TEST(Discovery, DefinesAttributesAsRfc7643Does) {
  Provider provider;
  const Json schemas = provider.get("/Schemas");
  for (const Json& schema : schemas["Resources"]) {
    ASSERT_FALSE(schema["attributes"].empty());
    for (const Json& attribute : schema["attributes"]) expect_definition(attribute);
  }
}

TEST(Discovery, IsReadOnlyAndTakesNoFilter) {
  Provider provider;
  for (const std::string path :
       {"/ServiceProviderConfig", "/ResourceTypes", "/ResourceTypes/User", "/Schemas"}) {
    for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
      expect_scim_error(provider.send(method, path, std::string("{}")), 405);
    }
    EXPECT_EQ(provider.send("HEAD", path).status, 200);
    expect_scim_error(provider.send("GET", path + "?filter=id%20pr"), 403);
  }
}

}  // namespace
}  // namespace idproctor::reference
