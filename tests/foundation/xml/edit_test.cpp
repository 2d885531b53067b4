#include <gmock/gmock.h>

#include "tests/foundation/xml/edit_support.hpp"

namespace idproctor::xml {
namespace {

using testing::HasSubstr;

constexpr std::string_view kSaml = "urn:oasis:names:tc:SAML:2.0:assertion";

TEST(Set, ReplacesTextAndAttributes) {
  EXPECT_EQ(after_set("<a><b>1</b><b x=\"2\"/></a>", "//b", "n"), "<a><b>n</b><b x=\"2\">n</b></a>");
  EXPECT_EQ(after_set("<a x=\"1\"/>", "//@x", "2"), "<a x=\"2\"/>");
  EXPECT_EQ(after_set("<a>1<b/>2</a>", "//a/text()[2]", "n"), "<a>1<b/>n</a>");
  EXPECT_EQ(after_set("<a>1</a>", "//a", ""), "<a/>");
  EXPECT_EQ(after_set("<a x=\"1\"/>", "//@x", ""), "<a x=\"\"/>");
}

TEST(Set, TakesTheValueAsText) {
  EXPECT_EQ(after_set("<a/>", "//a", "<b>&amp; \"q\""), "<a>&lt;b&gt;&amp;amp; \"q\"</a>");
  EXPECT_EQ(after_set("<a x=\"\"/>", "//@x", "<&amp;\"\n"), "<a x=\"&lt;&amp;amp;&quot;&#10;\"/>");
}

TEST(Set, ReplacesTheOuterOfNestedNodes) {
  EXPECT_EQ(after_set("<a><b><c/></b><c/></a>", "//b | //c", "n"), "<a><b>n</b><c>n</c></a>");
}

TEST(Set, AddsAnAttribute) {
  EXPECT_EQ(after_set("<a><b/><b/></a>", "//b/@x", "1"), "<a><b x=\"1\"/><b x=\"1\"/></a>");
  EXPECT_EQ(after_set("<a><b x=\"0\"/><b/></a>", "//b/@x", "1"), "<a><b x=\"1\"/><b/></a>")
      << "where some have it, those are meant";
  EXPECT_EQ(after_set("<a/>", "/a/@xml:lang", "en"), "<a xml:lang=\"en\"/>");
  EXPECT_EQ(after_set("<a/>", "/a/@xsi:type", "t"),
            "<a xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"t\"/>");
  EXPECT_EQ(after_set("<a xmlns=\"http://www.w3.org/2001/XMLSchema-instance\" "
                      "xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"/>",
                      "/*/@xsi:nil", "1"),
            "<a xmlns=\"http://www.w3.org/2001/XMLSchema-instance\" "
            "xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:nil=\"1\"/>");
}

TEST(Set, SaysWhyNot) {
  EXPECT_THAT(after_set("<a/>", "//b", "1"), HasSubstr("XPath //b selects nothing"));
  EXPECT_THAT(after_set("<a/>", "//b/@x", "1"), HasSubstr("XPath //b selects nothing"));
  EXPECT_THAT(after_set("<a/>", "//@x", "1"), HasSubstr("set //@x"));
  EXPECT_THAT(after_set("<a/>", "//a/@none:x", "1"), HasSubstr("XPath //a/@none:x"));
  EXPECT_THAT(after_set("<a/>", "//a[", "1"), HasSubstr("XPath //a["));
  EXPECT_THAT(after_set("<a><!-- c --></a>", "//comment()", "1"),
              HasSubstr("only elements, attributes and texts"));
  for (const std::string bad : {"\x01", "\xFF", "\xEF\xBF\xBF"}) {
    EXPECT_THAT(after_set("<a/>", "//a", bad), HasSubstr("XML does not allow"));
  }
  EXPECT_THAT(after_set("<a/>", "//a", std::string("a\0b", 3)), HasSubstr("XML does not allow"));
}

TEST(Remove, TakesAllKindsOfNodes) {
  EXPECT_EQ(after_remove("<a><b/><c/><b/></a>", "//b"), "<a><c/></a>");
  EXPECT_EQ(after_remove("<a x=\"1\" y=\"2\"/>", "//@x"), "<a y=\"2\"/>");
  EXPECT_EQ(after_remove("<a>t<!-- c --><?p d?></a>", "//comment() | //processing-instruction()"),
            "<a>t</a>");
  EXPECT_EQ(after_remove("<a><b><c/></b><c/></a>", "//b | //c"), "<a/>");
}

TEST(Remove, JoinsTheTextsAroundIt) {
  Document document = parsed("<a>1<b/>2</a>");
  ASSERT_TRUE(remove(document, "//b"));
  EXPECT_EQ(value(document, "count(//text())"), "1");
}

TEST(Remove, SaysWhyNot) {
  EXPECT_THAT(after_remove("<a/>", "//b"), HasSubstr("XPath //b selects nothing"));
  EXPECT_THAT(after_remove("<a/>", "//a"), HasSubstr("root"));
  EXPECT_THAT(after_remove("<a/>", "/"), HasSubstr("root"));
}

TEST(Wrap, PutsTheNodeLast) {
  EXPECT_EQ(after_wrap("<a><b/>t<b/></a>", "//b", " <s x=\"1\"><k/></s>\n"),
            "<a><s x=\"1\"><k/><b/></s>t<s x=\"1\"><k/><b/></s></a>");
  EXPECT_EQ(after_wrap("<a>t</a>", "//text()", "<s/>"), "<a><s>t</s></a>");
  EXPECT_EQ(after_wrap("<a><b/></a>", "//*", "<s/>"), "<s><a><s><b/></s></a></s>")
      << "the root and what is in it";
}

TEST(Wrap, KeepsTheNamesOfWhatIsInside) {
  EXPECT_EQ(after_wrap("<a><b/></a>", "//b", "<s xmlns=\"urn:s\"/>"),
            "<a><s xmlns=\"urn:s\"><b xmlns=\"\"/></s></a>");
  EXPECT_EQ(after_wrap("<p:a xmlns:p=\"urn:1\"><p:b/></p:a>", "/*/*", "<p:s xmlns:p=\"urn:2\"/>"),
            "<p:a xmlns:p=\"urn:1\"><p:s xmlns:p=\"urn:2\"><p:b xmlns:p=\"urn:1\"/></p:s></p:a>");
}

TEST(Wrap, SaysWhyNot) {
  for (const std::string shell : {"", "text", "<s/><s/>", "<s/>text", "<!-- c -->"}) {
    EXPECT_THAT(after_wrap("<a><b/></a>", "//b", shell), HasSubstr("not one element")) << shell;
  }
  EXPECT_THAT(after_wrap("<a><b/></a>", "//b", "<s>"), HasSubstr("not well-formed"));
  EXPECT_THAT(after_wrap("<a><b/></a>", "//c", "<s/>"), HasSubstr("//c selects nothing"));
  EXPECT_THAT(after_wrap("<a x=\"1\"/>", "//@x", "<s/>"), HasSubstr("attribute"));
  EXPECT_THAT(after_wrap("<!-- c --><a/>", "/comment()", "<s/>"), HasSubstr("beside the root"));
}

TEST(Rename, KeepsTheNamespaceOrTakesAnother) {
  const std::string uri(kSaml);
  EXPECT_EQ(after_rename("<s:a xmlns:s=\"" + uri + "\"/>", "/*", "b"), "<s:b xmlns:s=\"" + uri + "\"/>");
  EXPECT_EQ(after_rename("<s:a xmlns:s=\"" + uri + "\"><c/></s:a>", "//c", "saml:d"),
            "<s:a xmlns:s=\"" + uri + "\"><s:d/></s:a>");
  EXPECT_EQ(after_rename("<a><b/></a>", "//b", "md:c"),
            "<a><md:c xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\"/></a>");
  EXPECT_EQ(after_rename("<a x=\"1\"/>", "//@x", "y"), "<a y=\"1\"/>");
  EXPECT_EQ(after_rename("<a x=\"1\"/>", "//@x", "xml:lang"), "<a xml:lang=\"1\"/>");
}

TEST(Rename, SaysWhyNot) {
  EXPECT_THAT(after_rename("<a/>", "//b", "c"), HasSubstr("//b selects nothing"));
  EXPECT_THAT(after_rename("<a/>", "/a", "0"), HasSubstr("no XML name"));
  EXPECT_THAT(after_rename("<a/>", "/a", "none:c"), HasSubstr("prefix"));
  EXPECT_THAT(after_rename("<a x=\"1\" y=\"2\"/>", "//@x", "y"), HasSubstr("already"));
  EXPECT_THAT(after_rename("<a>t</a>", "//text()", "b"), HasSubstr("only elements and attributes"));
}

// libxml2 keeps a table of xml:id values; edits must not leave pointers to freed attributes in it.
TEST(Edit, ForgetsXmlIds) {
  Document document = parsed("<a><b xml:id=\"x\"/><c xml:id=\"y\"/><d xml:id=\"z\"/></a>");
  ASSERT_TRUE(set(document, "//b/@xml:id", "n"));
  ASSERT_TRUE(rename(document, "//c/@xml:id", "ID"));
  ASSERT_TRUE(remove(document, "//d"));
  ASSERT_TRUE(remove(document, "//b | //c"));
  EXPECT_EQ(value(document, "count(id('x y z n'))"), "0");
}

}  // namespace
}  // namespace idproctor::xml
