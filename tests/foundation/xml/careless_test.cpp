// What careless parsers make of a message: the reading that attacks live from.

#include "foundation/xml/careless.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace idproctor::xml {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string reading(const std::string& bytes, const Carelessness& how) {
  const auto read = careless_reading(bytes, how);
  return read ? *read : "refused";
}

TEST(Careless, ReadsWhatIsWellFormedAsItStands) {
  EXPECT_EQ(reading("<?xml version=\"1.0\"?><!-- c --><a><b x='1'/><![CDATA[t]]></a>", {}),
            "<a><b x=\"1\"/><![CDATA[t]]></a>");
  EXPECT_EQ(reading("<a><b></a>", {}), "refused");
  EXPECT_EQ(reading("", {.recovers = true}), "refused");
}

TEST(Careless, RecoversByDroppingWhatIsWrong) {
  EXPECT_EQ(reading("<a>one&#0;two</a>", {.recovers = true}), "<a>onetwo</a>");
  EXPECT_EQ(reading(std::string("<a>one\0two</a>", 15), {.recovers = true}), "<a>onetwo</a>");
  EXPECT_EQ(reading("<a>one</a>and more", {.recovers = true}), "<a>one</a>");
  EXPECT_EQ(reading("<a>one</a><a>two</a>", {.recovers = true}), "<a>one</a>");
}

TEST(Careless, StopsAtADoctypeUnlessItIsRead) {
  const std::string bytes = "<!DOCTYPE a [<!ENTITY e \"text\">]><a>&e;</a>";
  EXPECT_EQ(reading(bytes, {}), "refused");
  EXPECT_EQ(reading(bytes, {.recovers = true}), "refused");
  EXPECT_EQ(reading(bytes, {.doctype = true}), "<a>text</a>");
}

TEST(Careless, AddsDefaultAttributes) {
  EXPECT_EQ(reading("<!DOCTYPE a [<!ATTLIST a x CDATA \"1\">]><a/>", {.doctype = true}), "<a x=\"1\"/>");
}

TEST(Careless, ExpandsEntitiesOfEntitiesWithoutALimit) {
  std::string bytes = "<!DOCTYPE a [<!ENTITY e0 \"ten chars \">";
  for (int level = 1; level <= 5; ++level) {
    bytes += "<!ENTITY e" + std::to_string(level) + " \"";
    for (int i = 0; i < 10; ++i) bytes += "&e" + std::to_string(level - 1) + ";";
    bytes += "\">";
  }
  bytes += "]><a>&e5;</a>";
  EXPECT_EQ(reading(bytes, {.doctype = true}).size(), std::string("<a></a>").size() + 1'000'000);
}

TEST(Careless, AsksOnceForEachUrlThatADoctypeNames) {
  std::vector<std::string> asked;
  const Carelessness how{.doctype = true, .fetch = [&](const std::string& url) {
                           asked.push_back(url);
                           return std::optional<std::string>("from outside");
                         }};
  EXPECT_EQ(reading("<!DOCTYPE a [<!ENTITY e SYSTEM \"http://u/e\">]><a>&e;</a>", how),
            "<a>from outside</a>");
  EXPECT_EQ(reading("<!DOCTYPE a SYSTEM \"http://u/dtd\"><a/>", how), "<a/>");
  EXPECT_THAT(asked, ElementsAre("http://u/e", "http://u/dtd"));
  asked.clear();
  const Carelessness nothing_there{.doctype = true, .fetch = [&](const std::string& url) {
                                     asked.push_back(url);
                                     return std::optional<std::string>();
                                   }};
  EXPECT_EQ(reading("<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://u/p\"> %p;]><a/>", nothing_there), "<a/>");
  EXPECT_THAT(asked, ElementsAre("http://u/p"));
}

TEST(Careless, FetchesNothingByItself) {
  EXPECT_EQ(
      reading("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]><a>-&e;-</a>", {.doctype = true}),
      "<a>--</a>");
  std::vector<std::string> asked;
  const Carelessness no_doctype{.recovers = true, .fetch = [&](const std::string& url) {
                                  asked.push_back(url);
                                  return std::optional<std::string>();
                                }};
  EXPECT_EQ(reading("<!DOCTYPE a [<!ENTITY e SYSTEM \"http://u/e\">]><a>&e;</a>", no_doctype), "refused");
  EXPECT_THAT(asked, IsEmpty());
}

}  // namespace
}  // namespace idproctor::xml
