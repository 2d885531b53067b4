#include <gtest/gtest.h>

#include <optional>

#include "tests/reference_sp/scim/provider.hpp"

namespace idproctor::reference {
namespace {

class Sorted : public testing::Test {
 protected:
  void start(const std::set<std::string, std::less<>>& without = {}) {
    provider.emplace(without);
    add("bea", "Zoe", "b", false);
    add("Cleo", "adam", "A", true);
    add("ada", "", "a", true);
    add("dora", "Adam", "", false);
  }
  void add(const std::string& name, const std::string& given, const std::string& external, bool active) {
    Json user{{"userName", name}, {"active", active}};
    if (!given.empty()) user["name"]["givenName"] = given;
    if (!external.empty()) user["externalId"] = external;
    user["emails"] = {{{"value", "z@" + name}}, {{"value", name + "@x"}, {"primary", true}}};
    provider->add_user(user);
    provider->clock.advance(std::chrono::seconds(1));
  }
  std::string by(const std::string& query, const std::string& collection = "/Users") {
    return Provider::listed(provider->send("GET", collection + "?sortBy=" + query));
  }
  std::optional<Provider> provider;
};

TEST_F(Sorted, FollowsTheAttributesType) {
  start();
  EXPECT_EQ(by("userName"), "ada bea Cleo dora");
  EXPECT_EQ(by("USERNAME&sortOrder=ascending"), "ada bea Cleo dora");
  EXPECT_EQ(by("userName&sortOrder=Descending"), "dora Cleo bea ada");
  EXPECT_EQ(by("meta.created&sortOrder=descending"), "dora ada Cleo bea");
  EXPECT_EQ(by("active"), "bea dora Cleo ada");
  EXPECT_EQ(by("emails"), "ada bea Cleo dora") << "the primary value";
  EXPECT_EQ(by("emails.value&sortOrder=descending"), "dora Cleo bea ada");
  EXPECT_EQ(by("urn:ietf:params:scim:schemas:core:2.0:User:userName"), "ada bea Cleo dora");
}

TEST_F(Sorted, PutsWhoHasNoValueAtTheEnd) {
  start();
  EXPECT_EQ(by("name.givenName"), "Cleo dora bea ada") << "equals keep their order";
  EXPECT_EQ(by("name.givenName&sortOrder=descending"), "ada bea Cleo dora");
  EXPECT_EQ(by("externalId"), "Cleo ada bea dora") << "caseExact";
  EXPECT_EQ(by("nickName"), "bea Cleo ada dora");
  EXPECT_EQ(by("manager"), "bea Cleo ada dora");
}

TEST_F(Sorted, ComesBeforePagesAndAfterTheFilter) {
  start();
  EXPECT_EQ(by("userName&startIndex=2&count=2"), "bea Cleo");
  EXPECT_EQ(by("userName&filter=active%20eq%20true"), "ada Cleo");
  EXPECT_EQ(by("&sortOrder=descending"), "bea Cleo ada dora");
  EXPECT_EQ(by("%20"), "bea Cleo ada dora");
}

TEST_F(Sorted, SeesWhatIsComputed) {
  start();
  const std::string ada =
      to_text(provider->get("/Users?filter=userName%20eq%20%22ada%22")["Resources"][0]["id"]);
  provider->add_group("Crew", {ada});
  EXPECT_EQ(by("groups.display"), "ada bea Cleo dora");
  provider->add_group("Annex");
  EXPECT_EQ(by("members.display", "/Groups"), "Crew Annex");
  EXPECT_EQ(by("displayName", "/Groups"), "Annex Crew");
}

TEST_F(Sorted, RefusesWhatItCannotSortBy) {
  start();
  for (const char* query : {"nothing", "userName.x", "name", "password", "a%20b", "addresses",
                            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                            "userName&sortOrder=up", "urn:x:y", "%ff", "members"}) {
    EXPECT_EQ(by(query), "400 invalidValue") << query;
  }
}

TEST_F(Sorted, WithoutSortByTheOrderIsThatOfCreation) {
  start({"sort-by"});
  EXPECT_EQ(by("userName"), "bea Cleo ada dora");
}

TEST_F(Sorted, WithoutSortOrderItIsAscending) {
  start({"sort-order"});
  EXPECT_EQ(by("userName&sortOrder=descending"), "ada bea Cleo dora");
  EXPECT_EQ(by("userName&sortOrder=up"), "400 invalidValue");
}

TEST_F(Sorted, WithoutSortCaseCapitalsComeFirst) {
  start({"sort-case"});
  EXPECT_EQ(by("userName"), "Cleo ada bea dora");
  EXPECT_EQ(by("externalId"), "Cleo ada bea dora");
}

TEST_F(Sorted, WithoutSortMissingSomeAreLeftOut) {
  start({"sort-missing"});
  EXPECT_EQ(by("name.givenName"), "Cleo dora bea");
  EXPECT_EQ(by("userName"), "ada bea Cleo dora");
}

}  // namespace
}  // namespace idproctor::reference
