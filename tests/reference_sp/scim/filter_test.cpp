#include "reference_sp/scim/filter.hpp"

#include <gtest/gtest.h>

#include "tests/reference_sp/scim/provider.hpp"

namespace idproctor::reference::scim {
namespace {

TEST(Filter, KeepsWhatWasWritten) {
  const auto filter = parse_filter(R"(userName Eq "a\"b\\ \u00e9")");
  ASSERT_TRUE(filter);
  EXPECT_EQ(filter->kind, Filter::Kind::compare);
  EXPECT_EQ(filter->path.name, "userName");
  EXPECT_EQ(filter->comparison, Comparison::eq);
  EXPECT_EQ(filter->value, "a\"b\\ \xC3\xA9");
}

TEST(Filter, AndBindsTighterThanOr) {
  const auto filter = parse_filter(R"(a pr or b pr and c pr)");
  ASSERT_TRUE(filter);
  ASSERT_EQ(filter->kind, Filter::Kind::either);
  EXPECT_EQ(filter->parts[0].path.name, "a");
  ASSERT_EQ(filter->parts[1].kind, Filter::Kind::both);
  EXPECT_EQ(filter->parts[1].parts[1].path.name, "c");
}

TEST(Filter, TakesUrnsApartAtTheirLastColon) {
  const auto filter =
      parse_filter("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq 12.5");
  ASSERT_TRUE(filter);
  EXPECT_EQ(filter->path.urn, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User");
  EXPECT_EQ(filter->path.name, "manager");
  EXPECT_EQ(filter->path.sub, "value");
  EXPECT_EQ(filter->value, 12.5);
}

struct Wrong {
  const char* text;
  int position;
};

class WrongFilter : public testing::TestWithParam<Wrong> {};

TEST_P(WrongFilter, IsRefusedAtItsPosition) {
  const auto filter = parse_filter(GetParam().text);
  ASSERT_FALSE(filter);
  EXPECT_EQ(filter.error().where, "position " + std::to_string(GetParam().position))
      << filter.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongFilter,
    testing::Values(Wrong{"", 1}, Wrong{"   ", 4}, Wrong{"userName", 9}, Wrong{R"(userName xx "a")", 10},
                    Wrong{"userName eq", 12}, Wrong{"userName eq jyoung", 13}, Wrong{R"(userName eq "a)", 13},
                    Wrong{R"(userName eq "a\)", 13}, Wrong{R"(userName eq "\q")", 13},
                    Wrong{R"(userName eq "a" and)", 20}, Wrong{R"(userName eq "a" xor b pr)", 17},
                    Wrong{R"((userName eq "a")", 17}, Wrong{R"(userName eq "a"))", 16},
                    Wrong{R"(not userName eq "a")", 5}, Wrong{R"(emails[type eq "work")", 22},
                    Wrong{"emails[] pr", 8}, Wrong{R"(emails[a[b pr]])", 9}, Wrong{"name.given.first pr", 1},
                    Wrong{"1a pr", 1}, Wrong{"a eq {}", 6}, Wrong{"a eq []", 6},
                    Wrong{R"(emails[type pr].a.b pr)", 17}));

TEST(Filter, NestsThirtyTwoLevelsAndNoMore) {
  EXPECT_TRUE(parse_filter(std::string(32, '(') + "a pr" + std::string(32, ')')));
  EXPECT_FALSE(parse_filter(std::string(33, '(') + "a pr" + std::string(33, ')')));
  EXPECT_FALSE(parse_filter(std::string(100'000, '(')));
}

TEST(Filter, TakesLongChainsWithoutNesting) {
  std::string text = "a pr";
  for (int i = 0; i < 5'000; ++i) text += " or a pr";
  EXPECT_TRUE(parse_filter(text));
}

// Which of these users a filter selects: anna (title, work and home mail, enterprise data), BOB (inactive)
// and o"neil (neither mail nor title, created a minute later).
class FilterMatch : public testing::TestWithParam<std::pair<const char*, const char*>> {
 protected:
  FilterMatch() {
    anna = provider.add_user(
        Json{{"userName", "anna"},
             {"externalId", "E-1"},
             {"title", "Engineer"},
             {"password", "secret"},
             {"name", {{"familyName", "Zeta"}, {"givenName", "Anna"}}},
             {"emails",
              {{{"value", "anna@x.example"}, {"type", "work"}, {"primary", true}},
               {{"value", "anna@home.example"}, {"type", "home"}}}},
             {Provider::enterprise, {{"department", "Sales"}, {"manager", {{"value", "m1"}}}}}});
    provider.add_user(Json{{"userName", "BOB"},
                           {"active", false},
                           {"title", "Boss"},
                           {"emails", {{{"value", "bob@x.example"}, {"type", "home"}}}}});
    provider.clock.advance(Milliseconds(60'000));
    provider.add_user(Json{{"userName", "o\"neil"}});
    provider.add_group("Crew", {anna});
  }
  Provider provider;
  std::string anna;
};

TEST_P(FilterMatch, SelectsThese) {
  EXPECT_EQ(provider.selected("/Users", GetParam().first), GetParam().second) << GetParam().first;
}

INSTANTIATE_TEST_SUITE_P(
    All, FilterMatch,
    testing::Values(
        std::pair{R"(userName eq "ANNA")", "anna"}, std::pair{R"(USERNAME EQ "bob")", "BOB"},
        std::pair{R"(userName eq "nobody")", ""}, std::pair{R"(userName ne "anna")", "BOB o\"neil"},
        std::pair{R"(userName eq "o\"neil")", "o\"neil"}, std::pair{R"(userName co "NN")", "anna"},
        std::pair{R"(userName sw "b")", "BOB"}, std::pair{R"(userName sw "o")", "o\"neil"},
        std::pair{R"(userName ew "b")", "BOB"}, std::pair{R"(userName ew "l")", "o\"neil"},
        std::pair{R"(userName gt "anna")", "BOB o\"neil"}, std::pair{R"(userName ge "bob")", "BOB o\"neil"},
        std::pair{R"(userName lt "bob")", "anna"}, std::pair{R"(userName le "bob")", "anna BOB"},
        std::pair{"title pr", "anna BOB"}, std::pair{"not (title pr)", "o\"neil"},
        std::pair{R"(title eq null)", "o\"neil"}, std::pair{R"(title ne null)", "anna BOB"},
        std::pair{R"(title ne "Boss")", "anna o\"neil"}, std::pair{"active eq true", "anna o\"neil"},
        std::pair{"active eq false", "BOB"}, std::pair{"active ne true", "BOB"},
        std::pair{R"(active eq "False")", "BOB"}, std::pair{R"(externalId eq "E-1")", "anna"},
        std::pair{R"(externalId eq "e-1")", ""}, std::pair{R"(name.familyName eq "zeta")", "anna"},
        std::pair{R"(emails eq "bob@X.example")", "BOB"},
        std::pair{R"(emails.value ew "home.example")", "anna"},
        std::pair{R"(emails[type eq "work"])", "anna"},
        std::pair{R"(emails[type eq "work" and value co "@home"])", ""},
        std::pair{R"(emails[type eq "home" and value co "@home"])", "anna"},
        std::pair{R"(emails[type eq "home"].value eq "anna@home.example")", "anna"},
        std::pair{R"(emails[type eq "work"].value eq "anna@home.example")", ""},
        std::pair{R"(emails[type eq "work"].value pr)", "anna"},
        std::pair{R"(emails[primary eq true].type eq "work")", "anna"},
        std::pair{R"(emails[not (type eq "work")])", "anna BOB"},
        std::pair{R"(urn:ietf:params:scim:schemas:core:2.0:User:userName eq "bob")", "BOB"},
        std::pair{R"(URN:ietf:params:scim:schemas:extension:enterprise:2.0:user:Department eq "sales")",
                  "anna"},
        std::pair{R"(urn:ietf:params:scim:schemas:extension:enterprise:2.0:User pr)", "anna"},
        std::pair{R"(manager eq "m1")", "anna"}, std::pair{R"(manager.value eq "M1")", ""},
        std::pair{R"(groups.display eq "crew")", "anna"}, std::pair{R"(groups[type eq "direct"])", "anna"},
        std::pair{R"(schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")", "anna"},
        std::pair{R"(meta.created gt "2026-11-22T03:14:16Z")", "o\"neil"},
        std::pair{R"(meta.created eq "2026-11-22T04:14:15.926+01:00")", "anna BOB"},
        std::pair{R"(meta.lastModified sw "2026-11-22T03:15")", "o\"neil"},
        std::pair{R"(userName eq "anna" or userName eq "bob" and active eq true)", "anna"},
        std::pair{R"((userName eq "anna" or userName eq "bob") and active eq false)", "BOB"},
        std::pair{R"(userName  eq  "anna"  )", "anna"},
        std::pair{R"(not(userName eq "anna")and(title pr))", "BOB"},
        std::pair{R"(userName eq "" or "1" eq "1")", "400 invalidFilter"}, std::pair{"userName eq 5", ""},
        std::pair{R"(userName eq "\" or userName pr or userName eq \"")", ""},
        // What the attribute's type does not have, and what is not there.
        std::pair{R"(active gt false)", "400 invalidFilter"},
        std::pair{R"(active co "a")", "400 invalidFilter"},
        std::pair{R"(active eq "perhaps")", "400 invalidFilter"},
        std::pair{"userName gt 5", "400 invalidFilter"}, std::pair{"userName co null", "400 invalidFilter"},
        std::pair{R"(name eq "Zeta")", "400 invalidFilter"},
        std::pair{R"(x509Certificates gt "a")", "400 invalidFilter"},
        std::pair{R"(meta.created gt "yesterday")", "400 invalidFilter"},
        std::pair{R"(shoeSize eq "44")", "400 invalidFilter"},
        std::pair{R"(emails.colour eq "x")", "400 invalidFilter"},
        std::pair{R"(emails[colour eq "x"])", "400 invalidFilter"},
        std::pair{R"(userName[a pr])", "400 invalidFilter"},
        std::pair{R"(password sw "s")", "400 invalidFilter"}, std::pair{"password pr", "400 invalidFilter"},
        std::pair{R"(urn:example:2.0:User:userName eq "anna")", "400 invalidFilter"},
        std::pair{"", "400 invalidFilter"}));

TEST_F(FilterMatch, FindsGroupsByNameAndMember) {
  EXPECT_EQ(provider.selected("/Groups", R"(displayName eq "crew")"), "Crew");
  EXPECT_EQ(provider.selected("/Groups", "members eq \"" + anna + '"'), "Crew");
  EXPECT_EQ(provider.selected("/Groups", "members[value eq \"" + anna + "\" and type eq \"User\"]"), "Crew");
  EXPECT_EQ(provider.selected("/Groups", R"(members.display eq "anna")"), "Crew");
  EXPECT_EQ(provider.selected("/Groups", R"(members eq "other")"), "");
}

}  // namespace
}  // namespace idproctor::reference::scim
