#include <gtest/gtest.h>

#include "tests/reference_sp/scim/provider.hpp"

namespace idproctor::reference {
namespace {

TEST(Accounts, AreFoundByNameAndByAnyAddressWithoutCase) {
  Provider provider;
  const std::string id = provider.add_user(
      Json{{"userName", "ada"},
           {"emails", {{{"value", "one@x.example"}}, {{"value", "two@x.example"}, {"primary", true}}}}});
  provider.add_user(Json{{"userName", "bea"}});
  for (const char* identity : {"ada", "ADA", "One@x.example", "two@X.example"}) {
    const auto account = provider.service.find_account(identity);
    ASSERT_TRUE(account) << identity;
    EXPECT_EQ(account->id, id);
    EXPECT_EQ(account->user_name, "ada");
    EXPECT_EQ(account->email, "two@x.example");
    EXPECT_TRUE(account->active);
  }
  EXPECT_FALSE(provider.service.find_account("three@x.example"));
  EXPECT_FALSE(provider.service.find_account(""));
}

TEST(Accounts, AreFoundByNameBeforeAddress) {
  Provider provider;
  provider.add_user(Json{{"userName", "older"}, {"emails", {{{"value", "ada@x.example"}}}}});
  provider.add_user(Json{{"userName", "ada@x.example"}});
  EXPECT_EQ(provider.service.find_account("ada@x.example")->user_name, "ada@x.example");
}

TEST(Accounts, OfTwoWithOneAddressTheOlderIsFound) {
  Provider provider;
  const Json address = {{{"value", "shared@x.example"}}};
  const std::string older = provider.add_user(Json{{"userName", "ada"}, {"emails", address}});
  provider.add_user(Json{{"userName", "bea"}, {"emails", address}});
  EXPECT_EQ(provider.service.find_account("shared@x.example")->user_name, "ada");
  provider.send("DELETE", "/Users/" + older);
  EXPECT_EQ(provider.service.find_account("shared@x.example")->user_name, "bea");
}

TEST(Accounts, AreFoundByTheAddressThatTheyHaveNow) {
  Provider provider;
  const std::string id =
      provider.add_user(Json{{"userName", "ada"}, {"emails", {{{"value", "old@x.example"}}}}});
  provider.patch("/Users/" + id,
                 Json{{"op", "replace"}, {"path", "emails"}, {"value", {{{"value", "new@x.example"}}}}});
  EXPECT_EQ(provider.service.find_account("new@x.example")->user_name, "ada");
  EXPECT_FALSE(provider.service.find_account("old@x.example"));
}

TEST(Accounts, AreCreatedFromALogin) {
  Provider provider;
  const auto account = provider.service.create_account(
      "ada@x.example", {{"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname", "Ada"},
                        {"lastName", "King"},
                        {"email", "other@x.example"},
                        {"http://schemas.microsoft.com/identity/claims/displayname", "Ada K"}});
  EXPECT_EQ(account.user_name, "ada@x.example");
  EXPECT_EQ(account.email, "ada@x.example");
  EXPECT_TRUE(account.active);
  const Json user = provider.get_user(account.id);
  EXPECT_EQ(user["name"], (Json{{"familyName", "King"}, {"givenName", "Ada"}}));
  EXPECT_EQ(user["displayName"], "Ada K");
  EXPECT_EQ(provider.selected("/Users", R"(emails[type eq "work"].value eq "ada@x.example")"),
            "ada@x.example");
}

TEST(Accounts, TakeTheAddressFromAnAttributeWhenTheNameIsNone) {
  Provider provider;
  for (const char* name : {"email", "mail", "EmailAddress", "urn:oid:0.9.2342.19200300.100.1.3",
                           "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"}) {
    EXPECT_EQ(
        provider.service.create_account(name + std::string("#1"), {{name, "a@x.example"}, {"phone", "1"}})
            .email,
        "a@x.example")
        << name;
  }
  EXPECT_EQ(provider.service.create_account("nobody", {{"phone", "a@x.example"}}).email, "");
}

TEST(Accounts, AreCreatedOnce) {
  Provider provider;
  const auto account = provider.service.create_account("ada", {});
  EXPECT_EQ(provider.service.create_account("ADA", {{"firstName", "x"}}).id, account.id);
  EXPECT_EQ(provider.get("/Users")["totalResults"], 1);
}

TEST(Accounts, MayHaveTheEmptyNameOfAMistakenLogin) {
  Provider provider;
  const auto account = provider.service.create_account("", {});
  EXPECT_EQ(account.user_name, "");
  provider.service.set_active(account.id, false);
  EXPECT_FALSE(provider.service.find_account("")->active);
}

class Ended : public testing::Test {
 protected:
  Ended() {
    provider.service.on_ended([this](const std::string& ended_id) { ended.push_back(ended_id); });
    // The listener sees the account as it is afterwards.
    provider.service.on_ended([this](const std::string&) {
      const auto account = provider.service.find_account("ada");
      was_active = account && account->active;
    });
  }
  std::vector<std::string> take() { return std::exchange(ended, {}); }
  void reactivate() {
    provider.service.set_active(id, true);
    EXPECT_TRUE(provider.service.find_account("ada")->active);
    EXPECT_EQ(take(), std::vector<std::string>{});
  }

  Provider provider;
  std::string id = provider.add_user("ada");
  std::vector<std::string> ended;
  bool was_active = false;
};

TEST_F(Ended, IsHeardByWhateverWayAnAccountEnds) {
  const std::vector<std::string> once{id};
  const std::string path = "/Users/" + id;

  provider.patch(path, {{"op", "Replace"}, {"path", "active"}, {"value", "False"}});
  EXPECT_EQ(take(), once);
  reactivate();
  provider.patch(path, {{"op", "replace"}, {"value", {{"active", false}}}});
  EXPECT_EQ(take(), once);
  reactivate();
  provider.send("PUT", path, Json{{"userName", "ada"}, {"active", false}});
  EXPECT_EQ(take(), once);
  EXPECT_FALSE(was_active);
  reactivate();
  provider.service.set_active(id, false);
  EXPECT_EQ(take(), once);
  reactivate();
  provider.send("DELETE", path);
  EXPECT_EQ(take(), once);
  EXPECT_FALSE(was_active);
}

TEST_F(Ended, IsNotHeardWhenNothingEnds) {
  const std::string path = "/Users/" + id;
  provider.patch(path, {{"op", "replace"}, {"path", "title"}, {"value", "x"}});
  provider.patch(path, {{"op", "replace"}, {"path", "active"}, {"value", true}});
  provider.send("PUT", path, Json{{"userName", "ada"}});
  provider.patch(path, {{"op", "replace"}, {"path", "active"}, {"value", "no"}});
  provider.send("DELETE", "/Groups/" + provider.add_group("G", {id}));
  provider.service.set_active("nobody", false);
  EXPECT_EQ(take(), std::vector<std::string>{});
  provider.service.set_active(id, false);
  EXPECT_EQ(take().size(), 1u);
  // It has ended already.
  provider.service.set_active(id, false);
  provider.patch(path, {{"op", "replace"}, {"path", "active"}, {"value", false}});
  EXPECT_EQ(take(), std::vector<std::string>{});
}

}  // namespace
}  // namespace idproctor::reference
