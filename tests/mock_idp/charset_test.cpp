// The same message in other bytes.

#include "mock_idp/charset.hpp"

#include "mock_idp/look_alike.hpp"
#include "tests/mock_idp/support.hpp"

namespace idproctor::mock_idp {
namespace {

const std::string kName = "Zo\u00EB";

std::string written(const std::string& charset) {
  return must(in_charset("<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>" + kName + "</a>", charset));
}

TEST(Charset, EachIsReadAsTheSameText) {
  for (const char* charset : {"utf-8", "utf-8-bom", "utf-16", "utf-16be", "utf-7"}) {
    const auto document = xml::Document::parse(written(charset));
    ASSERT_TRUE(document) << charset << ": " << error_of(document);
    EXPECT_EQ(document->root().text(), kName) << charset;
  }
}

TEST(Charset, ThoseAreTheBytes) {
  EXPECT_EQ(written("utf-8-bom").substr(0, 3), "\xEF\xBB\xBF");
  EXPECT_EQ(written("utf-16").substr(0, 4), std::string("\xFF\xFE<\0", 4));
  EXPECT_EQ(written("utf-16be").substr(0, 4), std::string("\xFE\xFF\0<", 4));
  EXPECT_NE(written("utf-7").find("Zo+AOs"), std::string::npos) << written("utf-7");
}

TEST(Charset, AWrongDeclarationMakesAnotherName) {
  EXPECT_EQ(parsed(written("utf-8-as-latin-1")).root().text(), "Zo\u00C3\u00AB");
}

TEST(Charset, AnUnknownOneIsAnErrorThatListsThem) {
  EXPECT_NE(error_of(in_charset("<a/>", "ebcdic")).find("utf-16be"), std::string::npos);
}

TEST(LookAlike, LooksAlikeAndIsAnother) {
  EXPECT_EQ(cyrillic_look_alike("Victim@b"), "V\u0456\u0441t\u0456m@b");
  EXPECT_EQ(fullwidth_look_alike("aZ9@."), "\uFF41\uFF3A\uFF19@.");
}

}  // namespace
}  // namespace idproctor::mock_idp
